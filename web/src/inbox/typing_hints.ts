// Tells the other side that somebody types: at most every few seconds, and once when they stop.

const EVERY_MS = 3_000;
const STOPS_AFTER_MS = 5_000;

export class TypingHints {
  #saidAt = 0;
  #stopping: ReturnType<typeof setTimeout> | undefined;
  readonly #say: (on: boolean) => void;

  constructor(say: (on: boolean) => void) {
    this.#say = say;
  }

  /** The text changed; `isSome`: there is any. */
  typed(isSome: boolean): void {
    if (!isSome) return this.stop();
    clearTimeout(this.#stopping);
    this.#stopping = setTimeout(() => this.stop(), STOPS_AFTER_MS);
    if (Date.now() - this.#saidAt < EVERY_MS) return;
    this.#saidAt = Date.now();
    this.#say(true);
  }

  stop(): void {
    clearTimeout(this.#stopping);
    if (this.#saidAt === 0) return;
    this.#saidAt = 0;
    this.#say(false);
  }
}
