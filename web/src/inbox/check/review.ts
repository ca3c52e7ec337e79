// One text on its way out: what is found in it, whether sending was held, and the last alternative that was put in.
// Owns the rule of the second Enter: what was shown at the first is what the second sends. Never sends by itself.
import { type ReadonlySignal, computed, signal } from '@preact/signals';
import { type Point, type Situation, check, replaced } from './check';
import type { Finder } from './find';

export interface Replacement {
  readonly before: string;
  readonly after: string;
  readonly words: string;
}

/** What becomes of a text when somebody wants it sent. */
export type Verdict = 'send' | 'send_knowingly' | 'hold';

export class Review {
  readonly #held = signal<string | undefined>(undefined);
  readonly #replacement = signal<Replacement | undefined>(undefined);

  constructor(
    readonly text: ReadonlySignal<string>,
    readonly finder: ReadonlySignal<Finder | undefined>,
    readonly situation: () => Omit<Situation, 'sending'>,
  ) {}

  /** Sending was asked for and held, and the text is still the same. */
  readonly isHeld = computed(() => this.#held.value === this.text.value);

  readonly points = computed(() => this.#check(this.isHeld.value));

  /** The alternative that was put in last, until the text changes. */
  readonly replacement = computed(() => {
    const last = this.#replacement.value;
    return last?.after === this.text.value ? last : undefined;
  });

  /** Somebody wants it sent. */
  ask(): Verdict {
    const points = this.#check(true);
    const isStopped = points.some(({ level }) => level === 'stop');
    if (points.length > 0 && (!this.isHeld.value || isStopped)) {
      this.#held.value = this.text.value;
      return 'hold';
    }
    this.#held.value = undefined;
    return points.some(({ level }) => level === 'block') ? 'send_knowingly' : 'send';
  }

  /** The text with an alternative in its place, and where the caret goes; remembered for `undo`. */
  replace(point: Point, instead: string): { text: string; caret: number } {
    const before = this.text.value;
    const done = replaced(before, point, instead);
    this.#replacement.value = { before, after: done.text, words: instead };
    return done;
  }

  #check(sending: boolean): Point[] {
    return check(this.text.value, this.finder.value, { ...this.situation(), sending });
  }
}
