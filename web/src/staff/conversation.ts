// One opened conversation: its log as far as it is loaded, in order and without gaps, and what is on its way out.
// Keeps: every event once and in order; a missing place is asked for; what was sent is shown until the log holds it.
import { computed, signal } from '@preact/signals';
import { Sequencer } from '../shared/sequencer';
import type { Socket } from '../shared/socket';
import { uuidv7 } from '../shared/uuid';
import { type ErrorCode, codeOf } from './errors';
import { type Logged, fold } from './thread';

const PAGE = 50;
const REPAIR = 200;
/** Events that came before the first page; more are found in the log anyway. */
const EARLY_MAX = 256;
const TYPING_MS = 6_000;

export interface Outgoing {
  readonly id: string;
  readonly kind: 'msg' | 'note';
  readonly text: string;
  readonly at: number;
  /** Set when it was refused. */
  readonly failed?: ErrorCode;
}

export class Conversation {
  readonly events = signal<readonly Logged[]>([]);
  readonly thread = computed(() => fold(this.events.value));
  readonly loading = signal(false);
  /** There are earlier events. */
  readonly more = signal(false);
  readonly failed = signal<ErrorCode | undefined>(undefined);
  readonly outgoing = signal<readonly Outgoing[]>([]);
  /** Who types at the moment. */
  readonly typing = signal<string | undefined>(undefined);
  #sequencer: Sequencer<Logged> | undefined;
  #early: Logged[] = [];
  #fresh: Logged[] = [];
  #asking = false;
  #typingEnds: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly conv: string,
    private readonly socket: Pick<Socket, 'request'>,
  ) {}

  /** Reads the newest page; called again it only catches up. */
  async load(): Promise<void> {
    if (this.#sequencer) return this.#catchUp(this.#sequencer.head);
    if (this.loading.value) return;
    this.loading.value = true;
    this.failed.value = undefined;
    try {
      const { items, more } = await this.#history({ limit: PAGE });
      this.more.value = more;
      this.#start(items);
    } catch (error) {
      this.failed.value = codeOf(error);
    } finally {
      this.loading.value = false;
    }
  }

  /** Reads the page before the first event at hand. */
  async loadOlder(): Promise<void> {
    const first = this.events.value[0];
    if (!first || this.loading.value || !this.more.value) return;
    this.loading.value = true;
    try {
      const { items, more } = await this.#history({ before: first.seq, limit: PAGE });
      this.more.value = more;
      this.events.value = [...items, ...this.events.value];
    } catch (error) {
      this.failed.value = codeOf(error);
    } finally {
      this.loading.value = false;
    }
  }

  /** An event from the wire, in whatever order. */
  take(frame: Logged): void {
    if (this.#sequencer) this.#sequencer.push(frame);
    else if (this.#early.length < EARLY_MAX) this.#early.push(frame);
    this.#show();
  }

  /** The database is another one: forget the log. */
  reset(): void {
    this.#sequencer = undefined;
    this.#early = [];
    this.events.value = [];
  }

  /** Sends a reply or a note; a failed one is sent again by `retry`. */
  send(kind: Outgoing['kind'], text: string, id: string = uuidv7()): void {
    const others = this.outgoing.value.filter((other) => other.id !== id);
    this.outgoing.value = [...others, { id, kind, text, at: Date.now() }];
    this.socket.request({ t: kind, id, conv: this.conv, text }).then(
      () => void this.load(),
      (error: unknown) => {
        const failed = codeOf(error);
        this.outgoing.value = this.outgoing.value.map((one) => (one.id === id ? { ...one, failed } : one));
      },
    );
  }

  retry(id: string): void {
    const one = this.outgoing.value.find((candidate) => candidate.id === id);
    if (one?.failed) this.send(one.kind, one.text, id);
  }

  discard(id: string): void {
    this.outgoing.value = this.outgoing.value.filter((one) => one.id !== id || !one.failed);
  }

  /** Somebody types, or stopped; forgotten by itself when no word follows. */
  setTyping(who: string | undefined): void {
    clearTimeout(this.#typingEnds);
    this.typing.value = who;
    if (who !== undefined) this.#typingEnds = setTimeout(() => this.setTyping(undefined), TYPING_MS);
  }

  #start(items: readonly Logged[]): void {
    const before = (items[0]?.seq ?? 1) - 1;
    const sequencer = new Sequencer<Logged>(
      before,
      (frame) => this.#fresh.push(frame),
      (after) => void this.#catchUp(after),
    );
    this.#sequencer = sequencer;
    sequencer.fill(items);
    for (const frame of this.#early) sequencer.push(frame);
    this.#early = [];
    this.#show();
  }

  async #catchUp(after: number): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      for (let from = after, more = true; more; ) {
        const answer = await this.#history({ after: from, limit: REPAIR });
        this.#sequencer?.fill(answer.items);
        this.#show();
        const next = this.#sequencer?.head ?? from;
        more = answer.more && next > from;
        from = next;
      }
      this.failed.value = undefined;
    } catch (error) {
      this.failed.value = codeOf(error);
    } finally {
      this.#asking = false;
    }
  }

  /** New events become visible together. */
  #show(): void {
    if (this.#fresh.length === 0) return;
    const fresh = this.#fresh;
    this.#fresh = [];
    this.events.value = [...this.events.value, ...fresh];
    const { ids } = this.thread.value;
    if (this.outgoing.value.some((one) => ids.has(one.id))) {
      this.outgoing.value = this.outgoing.value.filter((one) => !ids.has(one.id));
    }
    if (fresh.some(({ event }) => event.kind === 'said')) this.setTyping(undefined);
  }

  async #history(range: { after?: number; before?: number; limit: number }): Promise<{ items: Logged[]; more: boolean }> {
    const answer = await this.socket.request({ t: 'history', id: uuidv7(), conv: this.conv, ...range });
    if (answer.t !== 'history') return { items: [], more: false };
    return { items: answer.items.filter((item) => item.t === 'event'), more: answer.more };
  }
}
