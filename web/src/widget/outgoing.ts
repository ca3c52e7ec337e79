// Messages that the visitor wrote and the server has not logged yet. Owns keeping them over reloads, one key each,
// so that tabs never overwrite one another; sending one twice is harmless since its id is logged once.
import type { Answer, Request } from '../shared/outbox';
import type { AttachedFile } from '../shared/protocol';
import { Refused } from '../shared/refused';
import { uuidv7 } from '../shared/uuid';
import type { Storage } from './storage';
import type { MessageEntry } from './thread';

export interface Outgoing {
  readonly id: string;
  readonly text: string;
  /** Uploaded already. */
  readonly files?: AttachedFile[] | undefined;
  readonly at: number;
  /** Set from the first try on: the id counts in this conversation only. */
  readonly conv?: string;
  /** `sent`: logged, its frame is on the way. */
  readonly state: 'sending' | 'sent' | 'failed';
  readonly code?: Refused['code'];
}

const KEY = 'out.';

export class OutgoingList {
  #list: Outgoing[];
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#list = storage.keys(KEY).flatMap((key) => storage.get<Outgoing>(key) ?? []);
  }

  get all(): readonly Outgoing[] {
    return this.#list;
  }

  /** How many are not logged and may still go out by themselves. */
  get waiting(): number {
    return this.#list.filter((message) => message.state === 'sending').length;
  }

  add(text: string, now: number, files?: AttachedFile[]): Outgoing {
    const message: Outgoing = { id: uuidv7(now), text, files, at: now, state: 'sending' };
    this.#list = [...this.#list, message];
    this.#storage.set(KEY + message.id, message);
    return message;
  }

  change(id: string, change: Partial<Outgoing>): void {
    this.#list = this.#list.map((message) => (message.id === id ? { ...message, ...change } : message));
    const message = this.#list.find((candidate) => candidate.id === id);
    if (message) this.#storage.set(KEY + id, message.state === 'sent' ? undefined : message);
  }

  remove(id: string): void {
    this.#list = this.#list.filter((message) => message.id !== id);
    this.#storage.set(KEY + id, undefined);
  }
}

/** What a `Sender` needs of the chat. */
export interface Post {
  /** The conversation to speak in, opened first when need be. */
  readonly conversation: () => Promise<string>;
  readonly request: (frame: Request) => Promise<Answer>;
  /** The server logged it here. */
  readonly logged: (entry: MessageEntry) => void;
  readonly changed: () => void;
}

/** Controls that the server refuses in a text; line breaks and tabs stay. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Brings messages of an `OutgoingList` to the server, each once. */
export class Sender {
  #leftOver: readonly string[];
  #over = false;
  readonly #list: OutgoingList;
  readonly #chat: Post;

  constructor(list: OutgoingList, chat: Post) {
    this.#list = list;
    this.#chat = chat;
    this.#leftOver = list.all.filter((message) => message.state === 'sending').map((message) => message.id);
  }

  /** Sends what an earlier page left behind. */
  start(): void {
    const ids = this.#leftOver;
    this.#leftOver = [];
    for (const id of ids) void this.#dispatch(id);
  }

  /** Sends a text, files, or both; `false` when nothing is left to send. */
  post(text: string, files?: AttachedFile[]): boolean {
    const clean = text.replace(CONTROLS, '').trim();
    if (!clean && !files) return false;
    void this.#dispatch(this.#list.add(clean, Date.now(), files).id);
    this.#chat.changed();
    return true;
  }

  /** Sends a refused message under a new id. */
  retry(id: string): void {
    const message = this.#list.all.find((candidate) => candidate.id === id);
    this.#list.remove(id);
    if (message) this.post(message.text, message.files);
  }

  /** Whatever comes back is not kept any more. */
  stop(): void {
    this.#over = true;
  }

  async #dispatch(id: string): Promise<void> {
    const message = this.#list.all.find((candidate) => candidate.id === id);
    if (!message) return;
    const { text, files } = message;
    try {
      const conv = message.conv ?? (await this.#chat.conversation());
      this.#list.change(id, { conv });
      const ack = await this.#chat.request({ t: 'msg', id, conv, text, files: files?.map((file) => file.id) } as Request);
      this.#list.change(id, { state: 'sent' });
      if (ack.t === 'ack' && ack.seq !== undefined) {
        this.#chat.logged({ t: 'msg', conv, seq: ack.seq, at: ack.at ?? message.at, id, from: 'visitor', text, files } as MessageEntry);
      }
    } catch (error) {
      if (this.#over) return;
      this.#list.change(id, { state: 'failed', code: error instanceof Refused ? error.code : 'internal' });
    }
    this.#chat.changed();
  }
}
