// What a member of the staff works with on one page: the connection, the lines, opened conversations, offers.
// Owns handing each frame to its place, once per drawn frame of the screen. Never draws.
import { signal } from '@preact/signals';
import { socketUrl } from '../shared/api';
import type { FileRules, FormTopic, HandoffPacket, ServerFrame, ScoringStatus, Summary, Topic, Welcome } from '../shared/protocol';
import type { Request } from '../shared/outbox';
import { Socket, type Status } from '../shared/socket';
import { uuidv7 } from '../shared/uuid';
import { loginEnded, ticket } from './account';
import { setServerTime } from './clock';
import { Conversation } from './conversation';
import { FrameBatch } from './frame_batch';
import { language } from './preferences';
import { resources } from './resources';
import { Summaries } from './summaries';

export interface Offer {
  readonly packet: HandoffPacket;
  readonly expires_at: number;
}
type Without<T> = T extends { id: string } ? Omit<T, 'id'> : never;
/** A request before it has an id. */
export type Asked = Without<Request>;

export interface DeskOptions {
  readonly topics: readonly Topic[];
  /** Every frame, after the desk itself has taken it in. */
  readonly onFrame?: (frame: ServerFrame) => void;
  /** A line is newer than what was known. */
  readonly onLine?: (line: Summary, before: Summary | undefined) => void;
  /** A topic has been handed on in full. */
  readonly onSnapshot?: (topic: Topic) => void;
}

/** Before whom a conversation lies, unanswered. */
export function offeredTo(line: Summary | undefined): string | undefined {
  return line?.phase === 'handing_off' ? line.agent : line?.passing?.to;
}

export class Desk {
  readonly status = signal<Status>({ phase: 'idle', since: Date.now(), noNetwork: false });
  readonly scoring = signal<ScoringStatus | undefined>(undefined);
  readonly available = signal(false);
  /** What may be attached; absent where nothing may. */
  readonly files = signal<FileRules | undefined>(undefined);
  /** What visitors say a chat is about. */
  readonly topics = signal<readonly FormTopic[]>([]);
  readonly summaries = new Summaries();
  /** The list has arrived in full. */
  readonly ready = signal(false);
  readonly offers = signal<ReadonlyMap<string, Offer>>(new Map());
  readonly socket: Socket;
  readonly #opened = new Map<string, { conversation: Conversation; hands: number }>();
  readonly #frames = new FrameBatch();
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.socket = new Socket({
      url: socketUrl(location.href),
      credential: ticket,
      language: () => language.value,
      onFrame: (frame) => this.#frames.push(() => this.#take(frame)),
      onWelcome: (welcome, how) => this.#frames.push(() => this.#welcome(welcome, how)),
      onStatus: (status) => {
        this.status.value = status;
        const { phase, code } = status;
        if (phase === 'stopped' && (code === 'unauthorized' || code === 'session_ended')) loginEnded();
      },
      onSnapshot: (topic, conv) => this.#frames.push(() => this.#snapshot(topic, conv)),
    });
    for (const topic of options.topics) this.socket.follow(topic);
  }

  connect(): void {
    this.socket.connect();
  }

  /** Leaves for good. */
  close(): void {
    this.socket.close();
  }

  /** Follows a conversation and loads its newest page. Each call needs its own `leave`. */
  open(conv: string): Conversation {
    const known = this.#opened.get(conv);
    if (known) {
      known.hands += 1;
      return known.conversation;
    }
    const conversation = new Conversation(conv, this.socket);
    this.#opened.set(conv, { conversation, hands: 1 });
    this.socket.follow('conv', conv);
    void conversation.load();
    return conversation;
  }

  /** Stops following a conversation that nobody looks at any more. */
  leave(conv: string): void {
    const known = this.#opened.get(conv);
    if (!known) return;
    known.hands -= 1;
    if (known.hands > 0) return;
    this.#opened.delete(conv);
    this.socket.unfollow('conv', conv);
  }

  /** Asks the server for something. Rejects with `Refused`. */
  async ask(asked: Asked): Promise<void> {
    await this.socket.request({ ...asked, id: uuidv7() } as Request);
  }

  keepOffer(conv: string, offer: Offer): void {
    this.offers.value = new Map(this.offers.value).set(conv, offer);
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
    resources.value = welcome.distress_resources;
    this.files.value = welcome.files;
    this.topics.value = welcome.form?.topics ?? [];
    if ('staff' in welcome.me) this.available.value = welcome.me.available;
    if (!fresh) return;
    if (restored) {
      this.summaries.clear();
      for (const { conversation } of this.#opened.values()) conversation.reset();
    }
    this.summaries.begin();
  }

  #snapshot(topic: Topic, conv: string | undefined): void {
    if (topic === 'inbox') {
      this.summaries.complete();
      this.ready.value = true;
    }
    if (topic === 'conv' && conv !== undefined) void this.#opened.get(conv)?.conversation.load();
    this.#options.onSnapshot?.(topic);
  }

  #take(frame: ServerFrame): void {
    switch (frame.t) {
      case 'conv':
      case 'alert':
        this.#line(frame.summary);
        break;
      case 'offer':
        this.#line(frame.summary);
        // One that I claimed by hand was offered and accepted in one commit: nothing is left to answer.
        if (offeredTo(this.summaries.get(frame.summary.conv)) !== undefined) this.keepOffer(frame.summary.conv, frame);
        break;
      case 'event':
        this.#opened.get(frame.conv)?.conversation.take(frame);
        break;
      case 'typing':
      case 'receipt':
        this.#opened.get(frame.conv)?.conversation.hear(frame);
        break;
      case 'board':
        setServerTime(frame.now);
        this.scoring.value = frame.scoring;
        break;
    }
    this.#options.onFrame?.(frame);
  }

  #line(summary: Summary): void {
    const before = this.summaries.get(summary.conv);
    if (!this.summaries.take(summary)) return;
    if (offeredTo(summary) === undefined) this.dropOffer(summary.conv);
    this.#options.onLine?.(summary, before);
  }
}
