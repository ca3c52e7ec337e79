// What staff say of scores and alerts: a fold of the log, and the way to say it. Owns what is on its way; knows no drawing.
// Keeps: of one person and one subject the latest counts; what was taken back is as if it had never been said.
import { signal } from '@preact/signals';
import type { Judgement } from '../shared/protocol';
import type { Asked } from './desk';
import { type ErrorCode, codeOf } from './errors';
import type { Logged } from './thread';

/** What is judged: a message by its place, or an alert by its id. */
export type Subject = { readonly message: number } | { readonly alert: string };
/** What stands; what was taken back does not. */
export type Said = Exclude<Judgement, 'withdrawn'>;

/** What was just said: on its way, or refused. */
export type Progress =
  | { readonly state: 'sending'; readonly judgement: Judgement }
  | { readonly state: 'refused'; readonly judgement: Judgement; readonly code: ErrorCode };

export function keyOf(subject: Subject): string {
  return 'message' in subject ? `message ${subject.message}` : `alert ${subject.alert}`;
}

/** What a member of the staff says of each subject, by its key. */
export function saidBy(staff: string, events: readonly Logged[]): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>();
  for (const { by, event } of events) {
    if (by.who !== 'staff' || by.id !== staff) continue;
    if (event.kind === 'alert_closed' && event.how === 'false_alarm') said.set(keyOf(event), 'wrong');
    if (event.kind !== 'judged') continue;
    const { subject, judgement } = event;
    const key = keyOf(subject);
    if (judgement === 'withdrawn') said.delete(key);
    else said.set(key, judgement);
  }
  return said;
}

/** What taps are under way on a page. */
export class Judging {
  readonly progress = signal<ReadonlyMap<string, Progress>>(new Map());
  readonly #ask: (asked: Asked) => Promise<void>;

  constructor(ask: (asked: Asked) => Promise<void>) {
    this.#ask = ask;
  }

  of(conv: string, subject: Subject): Progress | undefined {
    return this.progress.value.get(`${conv} ${keyOf(subject)}`);
  }

  /**
   * Says it. While one is on its way, another verdict waits for it and then goes; the same again, or taking it back, is
   * not heard, so that a double tap says one thing. `true` once the server has this one, or what came after it.
   */
  async judge(conv: string, subject: Subject, judgement: Judgement): Promise<boolean> {
    const key = `${conv} ${keyOf(subject)}`;
    if (this.of(conv, subject)?.state === 'sending') {
      if (judgement !== 'withdrawn') this.#put(key, { state: 'sending', judgement });
      return false;
    }
    this.#put(key, { state: 'sending', judgement });
    let said = judgement;
    let wanted = judgement;
    try {
      do {
        said = wanted;
        await this.#ask({ t: 'judge', conv, ...subject, judgement: said });
        wanted = this.of(conv, subject)?.judgement ?? said;
      } while (wanted !== said);
      this.#put(key, undefined);
      return true;
    } catch (error) {
      this.#put(key, { state: 'refused', judgement: said, code: codeOf(error) });
      return false;
    }
  }

  #put(key: string, progress: Progress | undefined): void {
    const all = new Map(this.progress.value);
    if (progress) all.set(key, progress);
    else all.delete(key);
    this.progress.value = all;
  }
}
