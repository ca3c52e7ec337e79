// Notices that a socket has died. Owns the beat and the silence that counts as death; never touches the socket.

/** The server answers a ping at once: longer than this after a probe, nobody is there. */
export const PROBE_MS = 2_000;
/** Timers of hidden pages sleep, so silence is looked at twice. */
const SECOND_LOOK_MS = 1_000;

export class Heartbeat {
  #heardAt = 0;
  #everyMs = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];
  readonly #ping: () => void;
  readonly #dead: () => void;
  readonly #random: () => number;

  constructor(
    ping: () => void,
    dead: () => void,
    random: () => number,
  ) {
    this.#ping = ping;
    this.#dead = dead;
    this.#random = random;
  }

  /** Something came from the server. */
  heard(): void {
    this.#heardAt = Date.now();
  }

  /** Beats every `everyMs` +-20 %; silence for twice that is death. */
  start(everyMs: number): void {
    this.stop();
    this.#everyMs = everyMs;
    this.#next();
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }

  /** Asks for a sign of life now. */
  probe(): void {
    const asked = Date.now();
    this.#ping();
    this.#after(PROBE_MS, () => this.#heardAt < asked && this.#dead());
  }

  #next(): void {
    this.#after(this.#everyMs * (0.8 + 0.4 * this.#random()), () => {
      this.#timers = [];
      this.#ping();
      if (this.#silent()) this.#after(SECOND_LOOK_MS, () => this.#silent() && this.#dead());
      this.#next();
    });
  }

  #silent(): boolean {
    return Date.now() - this.#heardAt > 2 * this.#everyMs;
  }

  #after(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms));
  }
}
