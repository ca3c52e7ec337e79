// The staff's connection with what every page needs of it: status, who am I, whether messages are scored.
// Owns handing frames on once per drawn frame. Never interprets conversations.
import { signal } from '@preact/signals';
import { call, socketUrl } from '../shared/api';
import type { ClientFrame, ScoringStatus, ServerFrame, Topic, Welcome } from '../shared/protocol';
import { type Answer, Socket, type Status } from '../shared/socket';
import { uuidv7 } from '../shared/uuid';
import { serverNow, setServerTime } from './clock';
import { FrameBatch } from './frame_batch';
import { language } from './preferences';
import type { Member } from './session';

export interface Listener {
  readonly frame?: (frame: ServerFrame) => void;
  /** A followed topic's snapshot has been handed on in full. */
  readonly snapshot?: (topic: Topic, conv: string | undefined) => void;
  /** `restored`: the server's database is another one; whatever is shown may never have been. */
  readonly welcome?: (how: { fresh: boolean; restored: boolean }) => void;
}

/** Commands about one conversation that carry nothing else. */
export type Act = Extract<ClientFrame, { t: 'claim' | 'decline' | 'release' | 'resolve' | 'reopen' }>['t'];

export class Client {
  readonly status = signal<Status>({ phase: 'idle', since: Date.now(), noNetwork: false });
  readonly scoring = signal<ScoringStatus | undefined>(undefined);
  readonly available = signal(true);
  readonly socket: Socket;
  readonly #frames = new FrameBatch();
  readonly #listeners = new Set<Listener>();

  constructor(readonly member: Member) {
    this.socket = new Socket({
      url: socketUrl(location.href),
      credential: async () => ({ ticket: (await call<{ ticket: string }>('POST', '/v1/ticket')).ticket }),
      language: () => language.value,
      onFrame: (frame) => this.#frames.push(() => this.#hand(frame)),
      onSnapshot: (topic, conv) => this.#frames.push(() => this.#tell((to) => to.snapshot?.(topic, conv))),
      onWelcome: (welcome, how) => {
        this.#welcome(welcome);
        this.#frames.push(() => this.#tell((to) => to.welcome?.(how)));
      },
      onStatus: (status) => {
        this.status.value = status;
      },
    });
  }

  /** Hands on frames from now on; returns what stops it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  act(t: Act, conv: string): Promise<Answer> {
    return this.socket.request({ t, id: uuidv7(serverNow()), conv });
  }

  /** Takes new conversations from now on, or not; rejects with `Refused`. */
  async setAvailable(available: boolean): Promise<void> {
    const before = this.available.value;
    this.available.value = available;
    try {
      await this.socket.request({ t: 'me', id: uuidv7(), available });
    } catch (error) {
      this.available.value = before;
      throw error;
    }
  }

  #welcome(welcome: Welcome): void {
    setServerTime(welcome.now);
    this.scoring.value = welcome.scoring;
    if ('staff' in welcome.me) this.available.value = welcome.me.available;
  }

  #hand(frame: ServerFrame): void {
    if (frame.t === 'board') this.scoring.value = frame.scoring;
    this.#tell((to) => to.frame?.(frame));
  }

  #tell(what: (listener: Listener) => void): void {
    for (const listener of this.#listeners) what(listener);
  }
}
