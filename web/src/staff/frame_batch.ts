// Gathers what arrives and applies it with the next drawn frame, but not more than ten times a second, so that two hundred
// events a second cost ten redraws. What comes after a pause is there at once.
// Keeps: tasks run in the order they came, each once; a hidden page, which draws no frames, is served by a timer.
import { batch } from '@preact/signals';

const HIDDEN_MS = 200;
/** Between two times of applying. */
const REST_MS = 100;

export class FrameBatch {
  #tasks: (() => void)[] = [];
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushed = -REST_MS;

  push(task: () => void): void {
    this.#tasks.push(task);
    if (this.#timer !== undefined) return;
    const rest = this.#flushed + REST_MS - performance.now();
    const isSeen = document.visibilityState === 'visible';
    // The timer also runs: a page that is hidden after the frame was asked for would sleep on it.
    this.#timer = setTimeout(() => this.flush(), isSeen && rest > 0 ? rest : HIDDEN_MS);
    if (isSeen && rest <= 0) this.#frame = requestAnimationFrame(() => this.flush());
  }

  /** Applies everything now. */
  flush(): void {
    clearTimeout(this.#timer);
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#timer = this.#frame = undefined;
    this.#flushed = performance.now();
    const tasks = this.#tasks;
    this.#tasks = [];
    batch(() => {
      for (const task of tasks) run(task);
    });
  }
}

/** One task that fails must not take the others with it; the browser reports it as it would any error. */
function run(task: () => void): void {
  try {
    task();
  } catch (error) {
    reportError(error);
  }
}
