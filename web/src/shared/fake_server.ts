// For tests: a WebSocket whose other end the test holds.
import type { ClientFrame, ServerFrame } from './protocol';

type Sent<T extends ClientFrame['t']> = Extract<ClientFrame, { t: T }>;

export class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }

  readyState = 0;
  closedWith: number | undefined;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onclose: ((event: { code: number }) => void) | undefined;
  readonly frames: ClientFrame[] = [];

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.frames.push(JSON.parse(text) as ClientFrame);
  }

  close(code: number): void {
    this.closedWith = code;
    this.readyState = 3;
  }

  // ---- the server's side ----

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  cut(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** Frames of one type that the client sent on this socket. */
  sent<T extends ClientFrame['t']>(type: T): Sent<T>[] {
    return this.frames.filter((frame): frame is Sent<T> => frame.t === type);
  }

  welcome(more: Partial<Extract<ServerFrame, { t: 'welcome' }>> = {}): void {
    this.accept();
    this.say({
      t: 'welcome', session: 's1', resumed: false, role: 'visitor', me: { visitor: 'v1', site: 'demo' },
      heartbeat_ms: 20_000, epoch: 'e1', server: 'test', now: 0, ...more,
    });
  }
}
