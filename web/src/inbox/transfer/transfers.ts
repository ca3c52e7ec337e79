// Passing conversations on: whom they can go to, what was asked of whom, and what became of it. Owns no drawing.
import { signal } from '@preact/signals';
import { call } from '../../shared/api';
import type { Language } from '../../shared/i18n';
import type { Event, Summary, TransferTo } from '../../shared/protocol';
import { uuidv7 } from '../../shared/uuid';
import type { Asked, Desk } from '../../staff/desk';
import { type ErrorCode, codeOf } from '../../staff/errors';
import { show, showError } from '../../staff/notices';
import { type TransferWords, transferWords } from './texts';

export interface Colleague {
  readonly staff: string;
  readonly name: string;
  readonly available: boolean;
  readonly load: number;
  readonly capacity: number;
  readonly skills: readonly string[];
  readonly languages: readonly Language[];
}

/** What `GET /v1/colleagues` lists. */
export interface Colleagues {
  readonly colleagues: readonly Colleague[];
  readonly teams: readonly string[];
  /** Those of the teams whose hours are over. */
  readonly closed: readonly ClosedTeam[];
}

export interface ClosedTeam {
  readonly team: string;
  readonly opens_at?: number;
  /** What is passed to it is kept for it until then. */
  readonly keeps: boolean;
}

/** What a colleague is asked for: to take it over, or for help. */
export type How = 'transfer' | 'invite';

export class Transfers {
  /** The conversation whose form is open, and what for. */
  readonly form = signal<{ readonly conv: string; readonly how: How } | undefined>(undefined);
  readonly known = signal<Colleagues | undefined>(undefined);
  /** Why it is not sent, or nobody is listed. */
  readonly trouble = signal<ErrorCode | undefined>(undefined);
  /** Its request is on its way. */
  readonly sending = signal(false);

  /** What is written of why an offer is declined. */
  readonly declining = signal<{ readonly conv: string; readonly why: string }>({ conv: '', why: '' });

  constructor(
    private readonly me: string,
    private readonly desk: Desk,
  ) {}

  open(conv: string, how: How = 'transfer'): void {
    this.form.value = { conv, how };
    void this.look();
  }

  close(): void {
    this.form.value = undefined;
  }

  /** Asks who is there. */
  async look(): Promise<void> {
    this.known.value = undefined;
    this.trouble.value = undefined;
    try {
      this.known.value = await call<Colleagues>('GET', '/v1/colleagues');
    } catch (error) {
      this.trouble.value = codeOf(error);
    }
  }

  /** Sends the form; it stays open, with what is written, where that is refused. */
  async send(to: TransferTo, text: string): Promise<void> {
    const form = this.form.peek();
    if (!form || this.sending.peek()) return;
    const { conv, how } = form;
    this.sending.value = true;
    this.trouble.value = undefined;
    try {
      await this.desk.ask(how === 'transfer' ? { t: how, conv, to, reason: text } : { t: how, conv, to, question: text });
      this.close();
      if (how === 'transfer' && 'team' in to) show({ kind: 'done', text: transferWords().queued(to.team) });
    } catch (error) {
      this.trouble.value = codeOf(error);
    } finally {
      this.sending.value = false;
    }
  }

  whyNot(conv: string): string {
    const { conv: about, why } = this.declining.peek();
    return about === conv ? why.trim() : '';
  }

  async takeBack(conv: string): Promise<void> {
    await this.desk.ask({ t: 'transfer_cancel', conv } satisfies Asked).catch(showError);
  }

  /** A line changed: whoever asked a colleague hears what became of it. */
  hear(line: Summary, before: Summary | undefined): void {
    const asked = before?.passing;
    if (!asked || line.passing || asked.by !== this.me) return;
    if (line.phase === 'with_agent' && line.agent === asked.to) {
      show({ kind: 'done', text: transferWords().taken(asked.to_name) });
    } else if (line.phase === 'with_agent') {
      void this.#tellEnd(line.conv, asked.to, asked.to_name);
    }
  }

  /** Why it came to nothing stands in the log. */
  async #tellEnd(conv: string, to: string, name: string): Promise<void> {
    const answer = await this.desk.socket.request({ t: 'history', id: uuidv7(), conv }).catch(() => undefined);
    if (answer?.t !== 'history') return;
    const found = answer.items.findLast((item) => item.t === 'event' && item.event.kind === 'offer_ended');
    if (found?.t !== 'event' || found.event.kind !== 'offer_ended' || found.event.agent !== to) return;
    const text = endText(found.event, name, transferWords());
    // Who took it back knows.
    const isMine = found.by.who === 'staff' && found.by.id === this.me;
    if (!isMine) show({ kind: 'error', text });
  }
}

export function endText({ declined, reason }: Extract<Event, { kind: 'offer_ended' }>, name: string, words: TransferWords): string {
  if (!declined) return words.unanswered(name);
  return reason === undefined ? words.refused(name) : words.refusedSince(name, reason);
}
