// One living connection to the server. Owns connecting, `hello`/resume, the heartbeat, and coming back; requests
// wait in an `Outbox` across cuts. Never interprets conversations.
// Keeps: `online` is said only after `welcome`; every request is answered or refused once; a lost socket is
// noticed within two heartbeats, or two seconds after the browser says that the network went away.
import { fullJitter } from './backoff';
import { type Answer, Outbox, type Request } from './outbox';
import type { ClientFrame, Code, Language, ServerFrame, Topic, Welcome } from './protocol';
import { watchSigns } from './socket_events';
import { uuidv7 } from './uuid';

export const SUBPROTOCOL = 'attune.v1.json';

/** `waiting`: cut, and trying again at `retryAt`. `stopped`: will not come back by itself; `code` says why. */
export interface Status {
  readonly phase: 'idle' | 'connecting' | 'online' | 'waiting' | 'stopped';
  /** Since when, epoch ms. Across `connecting` and `waiting` it stays the moment of the cut. */
  readonly since: number;
  readonly retryAt?: number;
  readonly code?: Code;
  /** The browser itself says that there is no network. */
  readonly noNetwork: boolean;
}

export type Credential = { token: string } | { ticket: string };

/** Thrown by `credential` when trying again is useless. */
export class Stop extends Error {
  constructor(readonly code: Code) {
    super(code);
  }
}

export interface SocketOptions {
  /** `wss://host/ws`. */
  readonly url: string;
  /** Called before each connect; `fresh` asks for a new credential because the last one was refused. */
  readonly credential: (fresh: boolean) => Promise<Credential>;
  readonly language: () => Language;
  /** Every frame that is not an answer to a request; sequenced frames come in order. */
  readonly onFrame: (frame: ServerFrame) => void;
  /** `fresh`: not a resume, so anything may have been missed; `restored`: the server's database is another one. */
  readonly onWelcome: (welcome: Welcome, how: { fresh: boolean; restored: boolean }) => void;
  readonly onStatus: (status: Status) => void;
  /** A hidden page does not reconnect until it is seen again (visitors; staff stay connected). */
  readonly restWhenHidden?: boolean;
  readonly random?: () => number;
}

const SEQUENCED: ReadonlySet<string> = new Set(['msg', 'state', 'event', 'conv', 'offer', 'alert']);
const OPEN_MS = 10_000;
const PROBE_MS = 2_000;
const STABLE_MS = 5_000;
const NORMAL_CLOSE = 1000;
const CLIENT_DROP = 4000;

type Timer = ReturnType<typeof setTimeout>;
const STOPS: Readonly<Record<number, Code>> = {
  4400: 'bad_frame', 4401: 'unauthorized', 4403: 'origin_refused', 4406: 'unknown_type', 4409: 'session_ended', 4429: 'rate_limited',
};

export class Socket {
  private socket: WebSocket | undefined;
  private outbox = new Outbox();
  private topics = new Map<string, { topic: Topic; conv?: string }>();
  private session: string | undefined;
  private epoch: string | undefined;
  private received = 0;
  private attempt = 0;
  private serverWait = 0;
  private heartbeatMs = 25_000;
  private heardAt = 0;
  private onlineAt = 0;
  private fresh = false;
  private dialing = 0;
  private retry: Timer | undefined;
  private beat: Timer | undefined;
  private guard: Timer | undefined;
  private flushAt: Timer | undefined;
  private current: Status = { phase: 'idle', since: Date.now(), noNetwork: false };
  private readonly random: () => number;
  private readonly release: () => void;

  constructor(private readonly options: SocketOptions) {
    this.random = options.random ?? Math.random;
    const offline = (): void => {
      this.probe();
      this.say(this.current);
    };
    this.release = watchSigns({ hurry: () => this.hurry(), offline });
  }

  get status(): Status {
    return this.current;
  }

  /** Requests without an answer. */
  get pending(): number {
    return this.outbox.size;
  }

  /** Connects; does nothing when connected or on the way. Also leaves `stopped`. */
  connect(): void {
    const { phase } = this.current;
    if (phase === 'idle' || phase === 'stopped') this.dial();
    else if (phase === 'waiting') this.hurry();
  }

  /** Ends for good: requests are refused, listeners are removed. */
  close(): void {
    this.release();
    this.drop(NORMAL_CLOSE);
    this.outbox.clear('session_ended');
    this.say({ phase: 'idle' });
  }

  /** Sends a request until it is answered; rejects with `Refused`. Survives cuts, not reloads. */
  request(frame: Request): Promise<Answer> {
    const answer = this.outbox.add(frame);
    this.flush();
    return answer;
  }

  /** Sends now or never: typing, read. */
  hint(frame: Extract<ClientFrame, { t: 'typing' | 'read' }>): void {
    if (this.current.phase === 'online') this.write(frame);
  }

  /** Follows a topic, over every reconnect. */
  follow(topic: Topic, conv?: string): void {
    this.topics.set(`${topic} ${conv ?? ''}`, conv === undefined ? { topic } : { topic, conv });
    if (this.current.phase === 'online') this.subscribe(topic, conv);
  }

  unfollow(topic: Topic, conv?: string): void {
    if (!this.topics.delete(`${topic} ${conv ?? ''}`)) return;
    this.outbox.drop((frame) => frame.t === 'sub' && frame.topic === topic && (frame.conv ?? undefined) === conv);
    if (this.current.phase === 'online') this.request({ t: 'unsub', id: uuidv7(), topic, ...(conv && { conv }) }).catch(() => {});
  }

  private subscribe(topic: Topic, conv?: string): void {
    this.request({ t: 'sub', id: uuidv7(), topic, ...(conv && { conv }) }).catch(() => {});
  }

  // ---- coming and going ----

  private async dial(): Promise<void> {
    clearTimeout(this.retry);
    const turn = ++this.dialing;
    this.say({ phase: 'connecting' });
    let credential: Credential;
    try {
      credential = await this.options.credential(this.fresh);
    } catch (error) {
      if (turn !== this.dialing) return;
      if (error instanceof Stop) this.stop(error.code);
      else this.later();
      return;
    }
    if (turn === this.dialing) this.open(credential);
  }

  private open(credential: Credential): void {
    const socket = new WebSocket(this.options.url, [SUBPROTOCOL]);
    this.socket = socket;
    this.guard = setTimeout(() => this.lost(socket), OPEN_MS);
    socket.onopen = () => {
      const resume = this.session === undefined ? {} : { resume: { session: this.session, received: this.received } };
      this.write({ t: 'hello', ...credential, ...resume, language: this.options.language() });
    };
    socket.onmessage = (event) => {
      if (this.socket === socket && typeof event.data === 'string') this.hear(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.gone(event.code);
    };
  }

  private gone(code: number): void {
    const refusedOnce = code === 4401 && !this.fresh;
    this.drop(NORMAL_CLOSE);
    if (refusedOnce) {
      this.fresh = true;
      this.session = undefined;
      void this.dial();
    } else if (code >= 4400 && code < 4500) this.stop(STOPS[code] ?? 'forbidden');
    else this.later();
  }

  /** Gives a silent socket up without waiting for its close. */
  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.drop(CLIENT_DROP);
    this.later();
  }

  private drop(code: number): void {
    clearTimeout(this.beat);
    clearTimeout(this.guard);
    clearTimeout(this.retry);
    clearTimeout(this.flushAt);
    this.dialing++;
    const socket = this.socket;
    this.socket = undefined;
    this.outbox.unsent();
    if (this.onlineAt && Date.now() - this.onlineAt > STABLE_MS) this.attempt = 0;
    this.onlineAt = 0;
    if (socket && socket.readyState <= WebSocket.OPEN) socket.close(code);
  }

  private later(): void {
    const wait = this.serverWait + fullJitter(this.attempt++, this.random());
    this.serverWait = 0;
    this.say({ phase: 'waiting', retryAt: Date.now() + wait });
    this.retry = setTimeout(() => {
      if (!(this.options.restWhenHidden && document.visibilityState === 'hidden')) void this.dial();
    }, wait);
  }

  private stop(code: Code): void {
    this.outbox.clear(code);
    this.session = undefined;
    this.say({ phase: 'stopped', code });
  }

  /** The world changed for the better: try now instead of at the end of the wait. */
  private hurry(): void {
    if (this.current.phase === 'waiting') void this.dial();
    else if (this.current.phase === 'online') this.probe();
  }

  /** Asks for a sign of life and gives the socket up when none comes. */
  private probe(): void {
    const { socket } = this;
    if (!socket || this.current.phase !== 'online') return;
    const asked = Date.now();
    this.ping();
    setTimeout(() => {
      if (this.socket === socket && this.heardAt < asked) this.lost(socket);
    }, PROBE_MS);
  }

  // ---- frames ----

  private hear(text: string): void {
    this.heardAt = Date.now();
    const frame = parse(text);
    if (!frame) return;
    if (SEQUENCED.has(frame.t)) this.received++;
    switch (frame.t) {
      case 'welcome':
        return this.welcome(frame);
      case 'pong':
        return;
      case 'ack':
      case 'history':
        if (!this.outbox.settle(frame)) return;
        return this.flush();
      case 'nack':
        this.refused(frame);
        return;
      case 'bye':
        this.serverWait = frame.retry_ms ?? 0;
        return;
      default:
        this.options.onFrame(frame);
    }
  }

  private welcome(welcome: Welcome): void {
    clearTimeout(this.guard);
    const restored = this.epoch !== undefined && this.epoch !== welcome.epoch;
    if (!welcome.resumed) this.received = 0;
    this.session = welcome.session;
    this.epoch = welcome.epoch;
    this.heartbeatMs = welcome.heartbeat_ms;
    this.fresh = false;
    this.onlineAt = Date.now();
    this.say({ phase: 'online' });
    this.schedule();
    this.options.onWelcome(welcome, { fresh: !welcome.resumed, restored });
    if (!welcome.resumed) {
      this.outbox.drop((frame) => frame.t === 'sub' || frame.t === 'unsub');
      for (const { topic, conv } of this.topics.values()) this.subscribe(topic, conv);
    }
    this.flush();
  }

  private refused(frame: Extract<ServerFrame, { t: 'nack' }>): void {
    if (frame.id === undefined) return this.options.onFrame(frame);
    const wait = this.outbox.refuse(frame.id, frame.code, Date.now(), this.random(), frame.retry_ms, frame.field, frame.rule);
    if (wait === undefined) return this.flush();
    clearTimeout(this.flushAt);
    this.flushAt = setTimeout(() => this.flush(), wait);
  }

  private flush(): void {
    if (this.current.phase !== 'online') return;
    for (const frame of this.outbox.due(Date.now())) this.write(frame);
  }

  private ping(): void {
    this.write({ t: 'ping', received: this.received });
  }

  /** Beats every `heartbeat_ms` +-20 %; silence for twice that is death, looked at again after a second since timers may have slept. */
  private schedule(): void {
    clearTimeout(this.beat);
    this.beat = setTimeout(() => {
      const { socket } = this;
      if (!socket) return;
      const dead = (): boolean => Date.now() - this.heardAt > 2 * this.heartbeatMs;
      this.ping();
      this.flush();
      if (dead()) setTimeout(() => dead() && this.lost(socket), 1_000);
      this.schedule();
    }, this.heartbeatMs * (0.8 + 0.4 * this.random()));
  }

  private write(frame: ClientFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private say(next: Omit<Status, 'since' | 'noNetwork'>): void {
    const cut = (phase: Status['phase']): boolean => phase === 'connecting' || phase === 'waiting';
    const same = next.phase === this.current.phase || (cut(next.phase) && cut(this.current.phase));
    this.current = { ...next, since: same ? this.current.since : Date.now(), noNetwork: navigator.onLine === false };
    this.options.onStatus(this.current);
  }
}

function parse(text: string): ServerFrame | undefined {
  try {
    return JSON.parse(text) as ServerFrame;
  } catch {
    return undefined;
  }
}
