// Reads one conversation's log. Owns its order and completeness: live frames, repairs of gaps, older pages.
import type { Connection } from '../shared/connection';
import type { Answer } from '../shared/outbox';
import { HISTORY_MAX } from '../shared/protocol';
import { Sequencer } from '../shared/sequencer';
import { uuidv7 } from '../shared/uuid';
import { type Entry, isEntry } from './thread';

const PAGE = 50;
/** Frames that overtook one another settle in this time; what is still missing then was lost. */
const REPAIR_MS = 250;

export class Reader {
  readonly #sequencer: Sequencer<Entry>;
  #repairing = false;
  #over = false;
  readonly #socket: Connection;
  readonly #conv: string;

  /** Live frames after `head` go to `apply`, in order and each once. */
  constructor(
    socket: Connection,
    conv: string,
    head: number,
    apply: (entry: Entry) => void,
  ) {
    this.#socket = socket;
    this.#conv = conv;
    this.#sequencer = new Sequencer<Entry>(head, (entry) => this.#over || apply(entry), () => this.#repair());
  }

  push(entry: Entry): void {
    this.#sequencer.push(entry);
  }

  /** The log reaches to `head`, as the server says. */
  expect(head: number): void {
    this.#sequencer.expect(head);
  }

  /** Up to 50 entries before `before`, and whether there are more. */
  async page(before: number): Promise<{ entries: Entry[]; more: boolean }> {
    const answer = await this.#socket.request({ t: 'history', id: uuidv7(), conv: this.#conv, before, limit: PAGE });
    return answer.t === 'history' ? { entries: answer.items.filter(isEntry), more: answer.more } : { entries: [], more: false };
  }

  /** Another conversation is read from now on. */
  stop(): void {
    this.#over = true;
  }

  /** Fetches what is missing after the head, page by page, one fetch at a time. */
  #repair(): void {
    if (this.#repairing) return;
    this.#repairing = true;
    setTimeout(() => {
      const after = this.#sequencer.head;
      const request = { t: 'history', id: uuidv7(), conv: this.#conv, after, limit: HISTORY_MAX } as const;
      if (this.#over) return;
      this.#socket.request(request).then((answer) => this.#fill(answer), () => (this.#repairing = false));
    }, REPAIR_MS);
  }

  #fill(answer: Answer): void {
    this.#repairing = false;
    if (answer.t !== 'history') return;
    this.#sequencer.fill(answer.items.filter(isEntry));
    if (answer.items.length > 0) this.#sequencer.expect(answer.head);
  }
}
