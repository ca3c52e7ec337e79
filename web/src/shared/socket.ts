// The staff's connection: a `Connection` that also follows topics, over every reconnect.
// Keeps: after a fresh welcome every followed topic is asked for again; a resume keeps what the session followed.
import { Connection } from './connection';
import type { Request } from './outbox';
import type { Code, Topic } from './protocol';
import type { ConnectionOptions } from './socket_types';
import { uuidv7 } from './uuid';

export type { Answer } from './outbox';
export { Refused } from './refused';
export type { Credential, Status } from './socket_types';

/** What each close code that ends a session means. Visitors are told the same for all. */
const STOPS: Readonly<Record<number, Code>> = {
  4400: 'bad_frame',
  4401: 'unauthorized',
  4403: 'origin_refused',
  4406: 'unknown_type',
  4409: 'session_ended',
  4429: 'rate_limited',
};

/** Following and leaving go in order, whatever they are about. */
const LANE = 'sub';

export interface SocketOptions extends ConnectionOptions {
  /** A followed topic's snapshot has arrived in full (again after every fresh welcome). */
  readonly onSnapshot?: (topic: Topic, conv?: string) => void;
}

export class Socket extends Connection {
  readonly #topics = new Map<string, { topic: Topic; conv: string | undefined }>();
  readonly #onSnapshot: SocketOptions['onSnapshot'];

  constructor(options: SocketOptions) {
    super({
      ...options,
      stops: STOPS,
      onWelcome: (welcome, how) => {
        options.onWelcome(welcome, how);
        if (how.fresh) this.#followAgain();
      },
    });
    this.#onSnapshot = options.onSnapshot;
  }

  follow(topic: Topic, conv?: string): void {
    this.#topics.set(`${topic} ${conv ?? ''}`, { topic, conv });
    this.#subscribe(topic, conv);
  }

  unfollow(topic: Topic, conv?: string): void {
    if (!this.#topics.delete(`${topic} ${conv ?? ''}`)) return;
    this.#withdraw((frame) => frame.t === 'sub' && frame.topic === topic && (frame.conv ?? undefined) === conv);
    this.request({ t: 'unsub', id: uuidv7(), topic, ...(conv && { conv }) }, LANE).catch(() => {});
  }

  /** Forgets requests that make no sense any more, without an answer. */
  #withdraw(match: (frame: Request) => boolean): void {
    this.outbox.pending = this.outbox.pending.filter(({ frame }) => !match(frame));
  }

  #followAgain(): void {
    this.#withdraw((frame) => frame.t === 'sub' || frame.t === 'unsub');
    for (const { topic, conv } of this.#topics.values()) this.#subscribe(topic, conv);
  }

  #subscribe(topic: Topic, conv?: string): void {
    const done = (): void => this.#onSnapshot?.(topic, conv);
    this.request({ t: 'sub', id: uuidv7(), topic, ...(conv && { conv }) }, LANE).then(done, () => {});
  }
}
