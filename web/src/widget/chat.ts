// One visitor's chat, without any screen. Owns the thread, what is unsent and what is read; screens subscribe and
// call its acts. Connects only when asked to, or when an earlier conversation may have news.
import { socketUrl } from '../shared/api';
import { Connection } from '../shared/connection';
import type { Language } from '../shared/i18n';
import type { Answer, Request } from '../shared/outbox';
import type { AttachedFile, Customer, FileRules, ServerFrame, VisitorConversation, VisitorForm, Welcome } from '../shared/protocol';
import { Refused } from '../shared/refused';
import type { Credential, Status } from '../shared/socket_types';
import { uuidv7 } from '../shared/uuid';
import { type Attributes, type Told, type User, checked, customer } from './customer';
import { OutgoingList, Sender } from './outgoing';
import { ReadMark } from './read_mark';
import { Reader } from './reader';
import { visitorToken } from './session';
import { Storage } from './storage';
import { type Entry, type MessageEntry, type Thread, append, begin, isEntry, lastSeq, prepend, unreadAfter } from './thread';
import { OwnTyping, TheirTyping } from './typing';

export interface ChatOptions {
  /** Origin of the Attune server. */
  readonly server: string;
  readonly site: string;
  readonly language: Language;
}

/** What happens in conversations that are not shown. */
export interface Elsewhere {
  /** Messages of the other side that no tab has shown. */
  unread: number;
  hear(frame: ServerFrame): void;
}

type Asked = Request extends infer One ? (One extends Request ? Omit<One, 'id'> & { id?: string } : never) : never;

const quiet = (): void => {};

export class Chat {
  readonly storage: Storage;
  readonly outgoing: OutgoingList;
  readonly typing = new TheirTyping(() => this.changed());
  readonly ownTyping = new OwnTyping((on) => this.thread && this.#socket.hint({ t: 'typing', conv: this.thread.conv, on }));
  language: Language;
  thread: Thread | undefined;
  status: Status;
  /** Older entries exist. */
  older = false;
  /** A page of the thread is on its way. */
  loading = false;
  /** A person was asked for; the answer is on its way. */
  asking = false;
  /** Only counts what comes; where there are several conversations the second file keeps them instead. */
  elsewhere: Elsewhere = {
    unread: 0,
    hear(frame) {
      if (frame.t === 'msg' && frame.from !== 'visitor') this.unread++;
    },
  };
  /** Those that are open beside it, as the last welcome told. */
  others: readonly VisitorConversation[] = [];
  onMessage: (entry: MessageEntry) => void = quiet;
  /** What may be attached; absent where nothing may. */
  files: FileRules | undefined;
  /** What the site asks before a conversation opens. */
  form: VisitorForm | undefined;
  /** Set while a conversation waits for those answers: goes on with it. */
  formDone: (() => void) | undefined;
  readonly mark: ReadMark;
  visitor: string | undefined;
  readonly server: string;
  readonly credential: (fresh: boolean) => Promise<Credential>;

  readonly #socket: Connection;
  readonly #listeners = new Set<() => void>();
  #reader: Reader | undefined;
  #meet: () => void = quiet;
  /** The first welcome, which tells what the site asks. */
  readonly #met = new Promise<void>((met) => (this.#meet = met));
  #opening: Promise<string> | undefined;
  #wanted = false;
  #aside = false;
  #user: User = {};
  #attributes: Record<string, string> = {};
  readonly #sender: Sender;

  constructor({ server, site, language }: ChatOptions) {
    this.server = server;
    this.language = language;
    this.storage = new Storage(`attune.${site}.`);
    this.outgoing = new OutgoingList(this.storage);
    this.credential = (fresh) => visitorToken(server, site, this.storage, fresh, this.#user.token);
    this.#socket = new Connection({
      url: socketUrl(server),
      credential: this.credential,
      language: () => this.language,
      onFrame: (frame) => this.#hear(frame),
      onWelcome: (welcome, how) => this.#welcome(welcome, how.restored),
      onStatus: (status) => this.#statusChanged(status),
      restWhenHidden: true,
    });
    this.status = this.#socket.status;
    this.mark = new ReadMark(this.storage, () => this.changed());
    this.#sender = new Sender(this.outgoing, {
      conversation: () => this.conversation(),
      request: (frame) => this.ask(frame),
      logged: (entry) => this.#hear(entry),
      changed: () => this.changed(),
    });
  }

  /** Sends a request until it is answered, under an id of its own unless it has one; rejects with `Refused`. */
  ask(asked: Asked): Promise<Answer> {
    return this.#socket.request({ id: uuidv7(), ...asked } as Request);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Messages of the other side that no tab has shown. */
  get unread(): number {
    return this.elsewhere.unread + (this.#aside ? 0 : unreadAfter(this.thread, this.mark.upTo(this.thread?.conv)));
  }

  /** News may wait: an earlier conversation, or messages that never left. */
  get worthConnecting(): boolean {
    return this.storage.get('live') === true || this.outgoing.waiting > 0;
  }

  connect(): void {
    this.#socket.connect();
    this.#sender.start();
  }

  /** The visitor looks at the chat: begins a conversation when there is none. */
  show(): void {
    this.#wanted = true;
    this.connect();
    if (this.status.phase === 'online' && !this.thread) this.conversation().catch(quiet);
  }

  send(text: string, files?: AttachedFile[]): void {
    if (!this.#sender.post(text, files)) return;
    this.ownTyping.stopped();
    this.connect();
  }

  /** Sends a refused message anew: in the open conversation and under a new id. */
  retry(id: string): void {
    this.connect();
    this.#sender.retry(id);
  }

  askForPerson(): void {
    this.asking = true;
    this.connect();
    this.changed();
    const done = (): void => {
      this.asking = false;
      this.changed();
    };
    this.conversation().then((conv) => this.ask({ t: 'human', conv })).then(done, done);
  }

  /** Begins a new conversation after a closed one. */
  startAgain(): void {
    this.connect();
    this.conversation().catch(quiet);
  }

  /** Marks everything shown as read, but for what has ended and is only looked at. */
  read(): void {
    const { thread } = this;
    const seq = lastSeq(thread);
    if (thread && !this.#aside && this.mark.move(thread.conv, seq)) this.#socket.hint({ t: 'read', conv: thread.conv, seq });
  }

  /** Fetches the page before the first entry. */
  loadOlder(): Promise<void> {
    const before = this.thread?.entries[0]?.seq;
    return !before || !this.older || this.loading ? Promise.resolve() : this.#load(before);
  }

  setLanguage(language: Language): void {
    this.language = language;
    this.#describe();
    this.changed();
  }

  /** Who the page says this is. */
  identify({ name, email, token }: User): void {
    this.#user = { ...(name && { name: checked('name', name) }), ...(email && { email: checked('email', email) }), ...(token && { token }) };
    this.#describe();
  }

  /** Adds to what the page tells of the visitor, of which the server takes 20 attributes. */
  setAttributes(attributes: Attributes): void {
    const all = { ...this.#attributes };
    for (const [name, text] of Object.entries(attributes)) all[checked('attribute', name, 40)] = checked(name, `${text}`);
    if (Object.keys(all).length > 20) throw new Error('knows 20 attributes at most');
    this.#attributes = all;
    this.#describe();
  }

  /** What the visitor answered to the site's form. */
  get formAnswers(): Told {
    return this.storage.get(`told.${this.visitor}`) ?? {};
  }

  /** Who this is: what the page tells counts more than what the visitor told. */
  get user(): User {
    return { ...this.formAnswers.user, ...this.#user };
  }

  get #customer(): Customer {
    return customer(this.language, this.user, { ...this.formAnswers.attributes, ...this.#attributes });
  }

  #describe(): void {
    const conv = this.#live;
    if (conv) this.ask({ t: 'customer', conv, customer: this.#customer }).catch(quiet);
  }

  /** Disconnects for good; `forget` also drops the visitor's identity. */
  close(forget: boolean): void {
    this.mark.stop();
    this.#sender.stop();
    this.#socket.close();
    this.typing.hide();
    this.#reader?.stop();
    if (forget) this.storage.clear();
  }

  #statusChanged(status: Status): void {
    this.status = status;
    if (status.phase !== 'online') this.typing.hide();
    this.changed();
  }

  #welcome(welcome: Welcome, restored: boolean): void {
    const { visitor } = welcome.me as { visitor?: string };
    const other = restored || (this.visitor && this.visitor !== visitor);
    this.visitor = visitor;
    this.form = welcome.form;
    this.files = welcome.files;
    this.#meet();
    this.others = welcome.others ?? [];
    const shown = this.thread?.conv ?? this.storage.get('shown');
    const known = this.others.find(({ conv }) => conv === shown) ?? welcome.conv;
    if (other || (known?.conv !== this.thread?.conv && !this.#aside)) this.adopt(known);
    else if (!this.#aside) {
      if (known) this.#reader?.expect(known.head);
      else this.#remember();
    }
    if (this.#wanted && !this.thread) this.conversation().catch(quiet);
    this.changed();
  }

  /**
   * Makes `known` the conversation on the screen and fetches its latest page.
   * @param aside it is only looked at: what is open goes on behind it, and a reconnect leaves it
   */
  adopt(known: VisitorConversation | undefined, aside = false): void {
    this.#aside = aside;
    this.#reader?.stop();
    this.thread = known && begin(known);
    this.#reader = known && new Reader(this.#socket, known.conv, known.head, (entry) => this.#apply(entry));
    this.older = false;
    if (!aside) this.#remember();
    if (known && known.head > 0) void this.#load(known.head + 1);
  }

  async #load(before: number): Promise<void> {
    const reader = this.#reader;
    this.loading = true;
    this.changed();
    try {
      const page = await reader?.page(before);
      if (!page || reader !== this.#reader || !this.thread) return;
      this.thread = prepend(this.thread, page.entries);
      for (const entry of page.entries) if (entry.t === 'msg') this.outgoing.remove(entry.id);
      this.older = page.more;
    } catch {
      this.older = false;
    } finally {
      this.loading = false;
      this.changed();
    }
  }

  #hear(frame: ServerFrame): void {
    if (frame.t === 'state' && frame.what === 'opened' && !this.#live && !this.#aside) this.#join(frame.conv);
    if (!('conv' in frame) || !this.thread) return;
    if (frame.conv !== this.thread.conv) {
      this.elsewhere.hear(frame);
      this.changed();
    } else if (isEntry(frame)) this.#reader?.push(frame);
    else if (frame.t === 'queue') this.#update({ queue: frame });
    else if (frame.t === 'receipt') {
      if (frame.who === 'visitor') this.mark.move(frame.conv, frame.seq);
      else this.#update({ seen: Math.max(frame.seq, this.thread.seen) });
    } else if (frame.t === 'typing' && frame.who !== 'visitor') {
      if (frame.on) this.typing.show({ who: frame.who, name: frame.name });
      else this.typing.hide();
    }
  }

  #apply(entry: Entry): void {
    if (!this.thread) return;
    this.thread = append(this.thread, entry);
    if (entry.t === 'msg') {
      this.outgoing.remove(entry.id);
      if (entry.from !== 'visitor') this.typing.hide();
      this.onMessage(entry);
    }
    this.#remember();
    this.changed();
  }

  /** A conversation that begins now, opened here or in another tab: everything in it is still to come. */
  #join(conv: string): void {
    if (conv === this.thread?.conv) return;
    this.formDone?.();
    this.adopt({ conv, head: 0, phase: 'with_bot' });
  }

  /** The conversation that is shown, while it is open. */
  get #live(): string | undefined {
    return this.thread?.phase === 'closed' ? undefined : this.thread?.conv;
  }

  /**
   * The conversation to speak in; opened when there is none or the last one is closed.
   * @param beside another is wanted than these, which are open
   */
  conversation(beside?: string[]): Promise<string> {
    if (!beside && this.#live) return Promise.resolve(this.#live);
    this.#opening ??= this.#open(beside).finally(() => {
      this.#opening = undefined;
      this.changed();
    });
    return this.#opening;
  }

  async #open(beside?: string[]): Promise<string> {
    await this.#met;
    // Going back to the open one asks nothing.
    if (this.form && !this.storage.get('live')) {
      await new Promise<void>((done) => {
        this.formDone = done;
        this.changed();
      });
      this.formDone = undefined;
    }
    // Where another tab has opened one meanwhile, this is that one.
    const { conv } = await this.ask({ t: 'open', customer: this.#customer, beside } as Asked);
    if (!conv) throw new Refused('internal');
    this.#join(conv);
    this.#reader?.expect(1);
    return conv;
  }

  #update(change: Partial<Thread>): void {
    if (this.thread) this.thread = { ...this.thread, ...change };
    this.changed();
  }

  #remember(): void {
    this.storage.set('live', this.#live && true);
  }

  /** Tells whoever listens. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
