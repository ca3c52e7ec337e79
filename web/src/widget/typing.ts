// Tells the other side that the visitor types, and shows when they do. Owns both clocks; both are hints.

const REPEAT_MS = 3_000;
const IDLE_MS = 5_000;
const SHOWN_MS = 8_000;

/** Own typing: `on` at most every 3 s, `off` after 5 s of rest. */
export class OwnTyping {
  #saidAt = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  readonly #say: (on: boolean) => void;

  constructor(say: (on: boolean) => void) {
    this.#say = say;
  }

  typed(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.stopped(), IDLE_MS);
    if (Date.now() - this.#saidAt < REPEAT_MS) return;
    this.#saidAt = Date.now();
    this.#say(true);
  }

  stopped(): void {
    clearTimeout(this.#rest);
    if (this.#saidAt === 0) return;
    this.#saidAt = 0;
    this.#say(false);
  }
}

/** Their typing: over when they say so, when they spoke, or after 8 s without a word. */
export class TheirTyping {
  who: { who: 'bot' | 'agent'; name: string | undefined } | undefined;
  #end: ReturnType<typeof setTimeout> | undefined;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  show(who: NonNullable<TheirTyping['who']>): void {
    clearTimeout(this.#end);
    this.who = who;
    this.#end = setTimeout(() => this.hide(), SHOWN_MS);
    this.#changed();
  }

  hide(): void {
    clearTimeout(this.#end);
    if (this.who === undefined) return;
    this.who = undefined;
    this.#changed();
  }
}
