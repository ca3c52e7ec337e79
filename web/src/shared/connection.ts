// One living connection to the server. Owns connecting, `hello`/resume, and coming back; requests wait in an
// `Outbox` across cuts. Never interprets conversations.
// Keeps: `online` is said only after `welcome`; every request is answered or refused once; a lost socket is
// noticed within two heartbeats, or two seconds after the browser says that the network went away.
import { fullJitter } from './backoff';
import { Heartbeat } from './heartbeat';
import { type Answer, Outbox, type Request } from './outbox';
import { type ClientFrame, SUBPROTOCOL, type ServerFrame, type Welcome } from './protocol';
import { Refused } from './refused';
import { watchSigns } from './socket_events';
import { type Credential, SEQUENCED, type ConnectionOptions, type Status, parseFrame } from './socket_types';

/** From dialling to `welcome`. */
const OPEN_MS = 10_000;
/** A connection that lasted this long was a good one: the next cut starts the backoff anew. */
const STABLE_MS = 5_000;
const NORMAL_CLOSE = 1000;
const GIVEN_UP = 4000;

export class Connection {
  #socket: WebSocket | undefined;
  protected readonly outbox = new Outbox();
  #session: string | undefined;
  #epoch: string | undefined;
  #received = 0;
  #attempt = 0;
  #serverWait = 0;
  #onlineAt = 0;
  #fresh = false;
  #dialing = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #guard: ReturnType<typeof setTimeout> | undefined;
  #flushing: ReturnType<typeof setTimeout> | undefined;
  #current: Status = { phase: 'idle', since: Date.now(), noNetwork: false };
  readonly #random: () => number;
  readonly #heart: Heartbeat;
  readonly #release: () => void;
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#heart = new Heartbeat(() => this.#beat(), () => this.#lost(), this.#random);
    const offline = (): void => {
      if (this.#current.phase === 'online') this.#heart.probe();
      this.#say(this.#current);
    };
    this.#release = watchSigns({ hurry: () => this.#hurry(), offline, left: () => this.#left() });
  }

  get status(): Status {
    return this.#current;
  }

  /** Connects; does nothing when connected or on the way. Also leaves `stopped`. */
  connect(): void {
    const { phase } = this.#current;
    if (phase === 'idle' || phase === 'stopped' || phase === 'waiting') void this.#dial();
  }

  /** Ends for good: requests are refused, listeners are removed. */
  close(): void {
    this.#release();
    this.#drop(NORMAL_CLOSE);
    this.outbox.clear('session_ended');
    this.#say({ phase: 'idle' });
  }

  /** Sends a request until it is answered; rejects with `Refused`. Survives cuts, not reloads. */
  request(frame: Request, lane?: string): Promise<Answer> {
    const answer = this.outbox.add(frame, lane);
    this.#flush();
    return answer;
  }

  /** Sends now or never: typing, read. */
  hint(frame: Extract<ClientFrame, { t: 'typing' | 'read' }>): void {
    if (this.#current.phase === 'online') this.#write(frame);
  }

  async #dial(): Promise<void> {
    clearTimeout(this.#retry);
    const turn = ++this.#dialing;
    this.#say({ phase: 'connecting' });
    try {
      const credential = await this.#options.credential(this.#fresh);
      if (turn === this.#dialing) this.#open(credential);
    } catch (error) {
      if (turn !== this.#dialing) return;
      if (error instanceof Refused && error.final) this.#stop(error.code);
      else this.#later();
    }
  }

  #open(credential: Credential): void {
    const socket = new WebSocket(this.#options.url, [SUBPROTOCOL]);
    this.#socket = socket;
    this.#guard = setTimeout(() => this.#lost(), OPEN_MS);
    socket.onopen = () => {
      const resume = this.#session === undefined ? {} : { resume: { session: this.#session, received: this.#received } };
      this.#write({ t: 'hello', ...credential, ...resume, language: this.#options.language() });
    };
    socket.onmessage = (event) => {
      if (this.#socket === socket && typeof event.data === 'string') this.#hear(event.data);
    };
    socket.onclose = (event) => {
      if (this.#socket === socket) this.#gone(event.code);
    };
  }

  #gone(code: number): void {
    const refusedOnce = code === 4401 && !this.#fresh;
    this.#drop(NORMAL_CLOSE);
    if (refusedOnce) {
      this.#fresh = true;
      this.#session = undefined;
      void this.#dial();
    } else if (code >= 4400 && code < 4500) this.#stop(this.#options.stops?.[code] ?? 'forbidden');
    else this.#later();
  }

  /** Gives a silent socket up without waiting for its close. */
  #lost(): void {
    this.#drop(GIVEN_UP);
    this.#later();
  }

  /** The page may never run again, or in an hour: the session stays, for whoever comes back to resume. */
  #left(): void {
    if (!this.#socket) return;
    this.#drop(GIVEN_UP);
    this.#say({ phase: 'waiting' });
  }

  #drop(code: number): void {
    this.#heart.stop();
    for (const timer of [this.#guard, this.#retry, this.#flushing]) clearTimeout(timer);
    this.#dialing++;
    const socket = this.#socket;
    this.#socket = undefined;
    this.outbox.unsent();
    if (this.#onlineAt > 0 && Date.now() - this.#onlineAt > STABLE_MS) this.#attempt = 0;
    this.#onlineAt = 0;
    if (socket && socket.readyState <= WebSocket.OPEN) socket.close(code);
  }

  #later(): void {
    const wait = this.#serverWait + fullJitter(this.#attempt++, this.#random());
    this.#serverWait = 0;
    this.#say({ phase: 'waiting', retryAt: Date.now() + wait });
    this.#retry = setTimeout(() => {
      if (!(this.#options.restWhenHidden && document.visibilityState === 'hidden')) void this.#dial();
    }, wait);
  }

  #stop(code: Refused['code']): void {
    this.#session = undefined;
    this.#say({ phase: 'stopped', code });
    this.outbox.clear(code);
  }

  /** The world changed for the better: try now instead of at the end of the wait. */
  #hurry(): void {
    if (this.#current.phase === 'waiting') void this.#dial();
    else if (this.#current.phase === 'online') this.#heart.probe();
  }

  #hear(text: string): void {
    this.#heart.heard();
    const frame = parseFrame(text);
    if (!frame) return;
    if (SEQUENCED.has(frame.t)) this.#received++;
    if (frame.t === 'welcome') this.#welcome(frame);
    else if (frame.t === 'ack' || frame.t === 'history') {
      this.outbox.settle(frame);
      this.#flush();
    } else if (frame.t === 'nack' && frame.id !== undefined) this.#refused(frame.id, frame);
    else if (frame.t === 'bye') this.#serverWait = frame.retry_ms ?? 0;
    else if (frame.t !== 'pong') this.#options.onFrame(frame);
  }

  #welcome(welcome: Welcome): void {
    clearTimeout(this.#guard);
    const fresh = !welcome.resumed;
    const restored = this.#epoch !== undefined && this.#epoch !== welcome.epoch;
    if (fresh) this.#received = 0;
    this.#session = welcome.session;
    this.#epoch = welcome.epoch;
    this.#fresh = false;
    this.#onlineAt = Date.now();
    this.#heart.start(welcome.heartbeat_ms);
    this.#say({ phase: 'online' });
    this.#options.onWelcome(welcome, { fresh, restored });
    this.#flush();
  }

  #refused(id: string, nack: Extract<ServerFrame, { t: 'nack' }>): void {
    const wait = this.outbox.refuse(id, nack, Date.now(), this.#random());
    if (wait === undefined) return this.#flush();
    clearTimeout(this.#flushing);
    this.#flushing = setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    if (this.#current.phase !== 'online') return;
    for (const frame of this.outbox.due(Date.now())) this.#write(frame);
  }

  #beat(): void {
    this.#write({ t: 'ping', received: this.#received });
    this.#flush();
  }

  #write(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #say(next: Pick<Status, 'phase' | 'retryAt' | 'code'>): void {
    const { phase, since } = this.#current;
    const cut = (name: Status['phase']): boolean => name === 'connecting' || name === 'waiting';
    const same = next.phase === phase || (cut(next.phase) && cut(phase));
    this.#current = { ...next, since: same ? since : Date.now(), noNetwork: navigator.onLine === false };
    this.#options.onStatus(this.#current);
  }
}
