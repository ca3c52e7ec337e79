// Gathers what arrives and applies it once per drawn frame, so that two hundred events a second cost sixty redraws.
// Keeps: tasks run in the order they came, each once; a hidden page, which draws no frames, is served by a timer.
import { batch } from '@preact/signals';

const HIDDEN_MS = 200;

export class FrameBatch {
  #tasks: (() => void)[] = [];
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  push(task: () => void): void {
    this.#tasks.push(task);
    if (this.#timer !== undefined) return;
    // The timer also runs: a page that is hidden after the frame was asked for would sleep on it.
    this.#timer = setTimeout(() => this.flush(), HIDDEN_MS);
    if (document.visibilityState === 'visible') this.#frame = requestAnimationFrame(() => this.flush());
  }

  /** Applies everything now. */
  flush(): void {
    clearTimeout(this.#timer);
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#timer = this.#frame = undefined;
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
