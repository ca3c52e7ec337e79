// One opened conversation: its log as far as it is loaded, in order and without gaps; who types, who has read.
// Keeps: every event once and in order, whatever was lost, doubled or overtaken; a missing place is asked for.
import { type ReadonlySignal, computed, signal } from '@preact/signals';
import type { ServerFrame } from '../shared/protocol';
import { Sequencer } from '../shared/sequencer';
import type { Socket } from '../shared/socket';
import { uuidv7 } from '../shared/uuid';
import { type ErrorCode, codeOf } from './errors';
import { type Judged, judge } from './judged';
import { type Logged, type Thread, fold } from './thread';

export const PAGE = 50;
const REPAIR = 200;
/** Events that came before the first page; more are found in the log anyway. */
const EARLY_MAX = 256;
/** Pages looked through for the packet of a conversation that was handed over. */
const PACKET_PAGES = 3;
/** Somebody who types says so again within this time. */
const TYPING_MS = 6_000;

type Heard = Extract<ServerFrame, { t: 'typing' | 'receipt' }>;

export class Conversation {
  readonly events = signal<readonly Logged[]>([]);
  readonly thread: ReadonlySignal<Thread> = computed(() => fold(this.events.value, this.#first.value));
  readonly judged: ReadonlySignal<Judged> = computed(() => judge(this.events.value));
  readonly loading = signal(false);
  /** There are earlier events. */
  readonly more = signal(false);
  readonly failed = signal<ErrorCode | undefined>(undefined);
  /** Who types at the moment: a name, `visitor` or `bot`. */
  readonly typing = signal<string | undefined>(undefined);
  /** Last place that the visitor has read. */
  readonly seen = signal(0);
  /** The first event of a log that is loaded from its middle: it names the customer. */
  readonly #first = signal<Logged | undefined>(undefined);
  readonly #socket: Pick<Socket, 'request'>;
  #sequencer: Sequencer<Logged> | undefined;
  #early: Logged[] = [];
  #fresh: Logged[] = [];
  #asking = false;
  /** Something may have been missed while the first page was on its way. */
  #again = false;
  #typingEnds: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly conv: string,
    socket: Pick<Socket, 'request'>,
  ) {
    this.#socket = socket;
  }

  /** Last place known. */
  get head(): number {
    return this.#sequencer?.head ?? 0;
  }

  /** Reads the newest page; called again it only catches up. */
  async load(): Promise<void> {
    if (this.#sequencer) return this.#catchUp(this.#sequencer.head);
    if (this.loading.value) {
      this.#again = true;
      return;
    }
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
    if (this.#again) await this.load();
    this.#again = false;
    if (this.more.value) await this.#findContext();
  }

  /** Reads the page before the first event at hand. */
  async loadOlder(): Promise<void> {
    const first = this.events.value[0]?.seq;
    if (first === undefined || this.loading.value || !this.more.value) return;
    this.loading.value = true;
    try {
      const { items, more } = await this.#history({ before: first, limit: PAGE });
      this.more.value = more && items.length > 0;
      this.events.value = [...items.filter(({ seq }) => seq < first), ...this.events.value];
    } catch (error) {
      this.failed.value = codeOf(error);
    } finally {
      this.loading.value = false;
    }
  }

  /** An event from the wire, in whatever order. */
  take(frame: Logged): void {
    if (frame.event.kind === 'said') this.#types(undefined);
    if (this.#sequencer) this.#sequencer.push(frame);
    else if (this.#early.length < EARLY_MAX) this.#early.push(frame);
    this.#show();
  }

  /** Somebody types or has read. */
  hear(frame: Heard): void {
    if (frame.t === 'typing') this.#types(frame.on ? (frame.name ?? frame.who) : undefined);
    else if (frame.who === 'visitor') this.seen.value = Math.max(this.seen.value, frame.seq);
  }

  /** The database is another one: forget the log. What was shown may never have been. */
  reset(): void {
    this.#sequencer = undefined;
    this.#early = [];
    this.#fresh = [];
    this.events.value = [];
    this.#first.value = undefined;
  }

  #types(who: string | undefined): void {
    clearTimeout(this.#typingEnds);
    this.typing.value = who;
    if (who !== undefined) this.#typingEnds = setTimeout(() => this.#types(undefined), TYPING_MS);
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

  /** Who the customer is stands in the first event, what happened before a handoff in its packet. */
  async #findContext(): Promise<void> {
    try {
      this.#first.value = (await this.#history({ after: 0, limit: 1 })).items[0];
    } catch {
      // The packet names the customer too.
    }
    const wasHandedOver = this.events.value.some(({ by }) => by.who === 'staff');
    for (let page = 0; wasHandedOver && page < PACKET_PAGES && !this.thread.value.packet; page++) await this.loadOlder();
  }

  /** New events become visible together. */
  #show(): void {
    if (this.#fresh.length === 0) return;
    const fresh = this.#fresh;
    this.#fresh = [];
    this.events.value = [...this.events.value, ...fresh];
  }

  async #history(wish: { after?: number; before?: number; limit: number }): Promise<{ items: Logged[]; more: boolean }> {
    const answer = await this.#socket.request({ t: 'history', id: uuidv7(), conv: this.conv, ...wish });
    if (answer.t !== 'history') return { items: [], more: false };
    return { items: answer.items.filter((item): item is Logged => item.t === 'event'), more: answer.more };
  }
}
