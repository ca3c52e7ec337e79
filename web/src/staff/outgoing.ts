// What I have written and the log does not hold yet. Owns showing it at once, and sending it again after a reload
// with the same id, which the server logs once.
import { signal } from '@preact/signals';
import type { AttachedFile } from '../shared/protocol';
import type { Socket } from '../shared/socket';
import { uuidv7 } from '../shared/uuid';
import { serverNow } from './clock';
import { type ErrorCode, codeOf } from './errors';
import { unsentKey } from './kept';
import { load, save } from './storage';

export interface Outgoing {
  readonly id: string;
  readonly conv: string;
  readonly kind: 'msg' | 'note';
  readonly text: string;
  /** Uploaded already; the text may be empty beside them. */
  readonly files?: AttachedFile[];
  readonly at: number;
  readonly state: 'sending' | 'sent' | 'failed';
  readonly code?: ErrorCode;
  /** Sent knowingly, whatever banned words it holds. */
  readonly anyway?: true;
}

/** Long enough for the event itself to have arrived. */
const SENT_MS = 10_000;

function fits(value: unknown): value is readonly Outgoing[] {
  return Array.isArray(value) && value.every((one: Partial<Outgoing> | null) => typeof one?.id === 'string' && typeof one.text === 'string');
}

export class OutgoingBox {
  readonly all = signal<readonly Outgoing[]>([]);
  readonly #key: string;
  readonly #socket: Pick<Socket, 'request'>;

  /** @param staff whose words: two people may share a browser */
  constructor(staff: string, socket: Pick<Socket, 'request'>) {
    this.#key = unsentKey(staff);
    this.#socket = socket;
    this.all.value = load<readonly Outgoing[]>(this.#key, [], fits);
    for (const one of this.all.value) if (one.state === 'sending') void this.#request(one);
  }

  /** @param knowingly whatever banned words it holds: the sender was warned of them */
  send(conv: string, kind: Outgoing['kind'], text: string, knowingly = false, files?: AttachedFile[]): void {
    const one: Outgoing = {
      id: uuidv7(serverNow()), conv, kind, text, at: serverNow(), state: 'sending', ...(files && { files }), ...(knowingly && { anyway: true }),
    };
    this.#set([...this.all.value, one]);
    void this.#request(one);
  }

  /** Sends a failed one again: under its own id, unless that was used up; knowingly, where banned words were why. */
  retry(id: string): void {
    const one = this.all.value.find((candidate) => candidate.id === id);
    if (one?.state !== 'failed') return;
    const { code, ...rest } = one;
    const again: Outgoing = {
      ...rest, state: 'sending', id: code === 'id_reused' ? uuidv7(serverNow()) : id,
      ...(code === 'banned_words' && { anyway: true }),
    };
    this.#set(this.all.value.map((candidate) => (candidate.id === id ? again : candidate)));
    void this.#request(again);
  }

  discard(id: string): void {
    this.#set(this.all.value.filter((one) => one.id !== id));
  }

  async #request({ id, conv, kind, text, files, anyway }: Outgoing): Promise<void> {
    try {
      const message = { t: 'msg', id, conv, text, ...(files && { files: files.map((file) => file.id) }), ...(anyway && { anyway }) } as const;
      await this.#socket.request(kind === 'msg' ? message : { t: kind, id, conv, text });
      this.#mark(id, { state: 'sent' });
      setTimeout(() => this.discard(id), SENT_MS);
    } catch (error) {
      const code = codeOf(error);
      // The login ended: after the next one it leaves again.
      if (code !== 'session_ended' && code !== 'unauthorized') this.#mark(id, { state: 'failed', code });
    }
  }

  #mark(id: string, change: Pick<Outgoing, 'state' | 'code'>): void {
    this.#set(this.all.value.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  #set(all: readonly Outgoing[]): void {
    this.all.value = all;
    save(this.#key, all.filter(({ state }) => state !== 'sent'));
  }
}
