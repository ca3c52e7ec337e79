// What a member of the staff works with on one page: the connection, the lines, opened conversations, offers, alerts.
// Owns handing each frame to its place. Never draws.
import { batch, signal } from '@preact/signals';
import { socketUrl } from '../shared/api';
import type { ServerFrame, ScoringStatus, Summary, Topic, Welcome } from '../shared/protocol';
import { Socket, type Status } from '../shared/socket';
import type { Request } from '../shared/outbox';
import { uuidv7 } from '../shared/uuid';
import { ticket } from './account';
import { setServerTime } from './clock';
import { Conversation } from './conversation';
import { language } from './preferences';
import { Summaries, soon } from './summaries';

export type Offer = Extract<ServerFrame, { t: 'offer' }>;
type Without<T> = T extends { id: string } ? Omit<T, 'id'> : never;
/** A request before it has an id. */
export type Asked = Without<Request>;

export interface DeskOptions {
  readonly topics: readonly Topic[];
  /** Frames that the desk has no place for (`board`, `alert`), and offers when they are new. */
  readonly onFrame?: (frame: ServerFrame) => void;
}

export class Desk {
  readonly status = signal<Status>({ phase: 'idle', since: Date.now(), noNetwork: false });
  readonly scoring = signal<ScoringStatus | undefined>(undefined);
  readonly available = signal(false);
  readonly summaries = new Summaries((tell) => soon(tell, this.summaries.size));
  /** The list has arrived in full. */
  readonly ready = signal(false);
  readonly offers = signal<ReadonlyMap<string, Offer>>(new Map());
  readonly socket: Socket;
  readonly #opened = new Map<string, Conversation>();
  readonly #onFrame: DeskOptions['onFrame'];

  constructor(options: DeskOptions) {
    this.#onFrame = options.onFrame;
    this.socket = new Socket({
      url: socketUrl(location.href),
      credential: ticket,
      language: () => language.value,
      onFrame: (frame) => batch(() => this.#take(frame)),
      onWelcome: (welcome, how) => batch(() => this.#welcome(welcome, how)),
      onStatus: (status) => {
        this.status.value = status;
      },
      onSnapshot: (topic, conv) => batch(() => this.#snapshot(topic, conv)),
    });
    for (const topic of options.topics) this.socket.follow(topic);
    this.socket.connect();
  }

  /** Leaves for good. */
  close(): void {
    this.socket.close();
  }

  /** Follows a conversation and loads its newest page; the same one for the same id. */
  open(conv: string): Conversation {
    const known = this.#opened.get(conv);
    if (known) return known;
    const opened = new Conversation(conv, this.socket);
    this.#opened.set(conv, opened);
    this.socket.follow('conv', conv);
    void opened.load();
    return opened;
  }

  /** Stops following a conversation that is not looked at any more, unless something of it is on its way out. */
  leave(conv: string): void {
    const opened = this.#opened.get(conv);
    if (!opened || opened.outgoing.value.length > 0) return;
    this.#opened.delete(conv);
    this.socket.unfollow('conv', conv);
  }

  /** Asks the server for something. Rejects with `Refused`. */
  async ask(asked: Asked): Promise<void> {
    await this.socket.request({ ...asked, id: uuidv7() } as Request);
  }

  /** Forgets an offer: it was answered, has run out, or went elsewhere. */
  dropOffer(conv: string): void {
    if (!this.offers.value.has(conv)) return;
    const left = new Map(this.offers.value);
    left.delete(conv);
    this.offers.value = left;
  }

  #welcome(welcome: Welcome, { fresh, restored }: { fresh: boolean; restored: boolean }): void {
    setServerTime(welcome.now);
    this.scoring.value = welcome.scoring;
    if ('staff' in welcome.me) this.available.value = welcome.me.available;
    if (!fresh) return;
    if (restored) {
      this.summaries.clear();
      for (const opened of this.#opened.values()) opened.reset();
    }
    this.summaries.begin();
  }

  #snapshot(topic: Topic, conv: string | undefined): void {
    if (topic === 'inbox') {
      this.summaries.complete();
      this.ready.value = true;
    }
    if (topic === 'conv' && conv !== undefined) void this.#opened.get(conv)?.load();
  }

  #take(frame: ServerFrame): void {
    switch (frame.t) {
      case 'conv':
        return this.#line(frame.summary);
      case 'event':
        return this.#opened.get(frame.conv)?.take(frame);
      case 'typing': {
        const opened = this.#opened.get(frame.conv);
        return opened?.setTyping(frame.on ? (frame.name ?? frame.who) : undefined);
      }
      case 'offer':
        this.#line(frame.summary);
        this.offers.value = new Map(this.offers.value).set(frame.summary.conv, frame);
        break;
      case 'alert':
        this.#line(frame.summary);
        break;
      case 'board':
        setServerTime(frame.now);
        this.scoring.value = frame.scoring;
        break;
    }
    this.#onFrame?.(frame);
  }

  #line(summary: Summary): void {
    if (this.summaries.take(summary) && summary.phase !== 'handing_off') this.dropOffer(summary.conv);
  }
}
