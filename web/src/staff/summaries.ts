// The lines of the inbox, one for each conversation, as `conv`, `offer` and `alert` frames bring them.
// Keeps: of two lines of one conversation the later wins, in whatever order they come; after a full snapshot no line
// is left that the server does not know as open. Tells of changes once per frame of the screen, not once per line.
import { signal } from '@preact/signals';
import type { Summary } from '../shared/protocol';

/** Closed lines kept, so that what was just resolved can still be shown. */
const CLOSED_KEPT = 200;

export class Summaries {
  readonly #lines = new Map<string, { summary: Summary; round: number }>();
  #round = 0;
  #told = false;
  /** Grows whenever something changed; read it to follow the store. */
  readonly version = signal(0);
  readonly #later: (tell: () => void) => void;

  /** @param later runs a function soon; calls in between are one */
  constructor(later: (tell: () => void) => void) {
    this.#later = later;
  }

  get size(): number {
    return this.#lines.size;
  }

  get(conv: string): Summary | undefined {
    return this.#lines.get(conv)?.summary;
  }

  all(): Summary[] {
    return Array.from(this.#lines.values(), (line) => line.summary);
  }

  /** Takes a line in; `false` when a later one is known. */
  take(summary: Summary): boolean {
    const known = this.#lines.get(summary.conv);
    if (known && known.summary.last_seq > summary.last_seq) {
      known.round = this.#round;
      return false;
    }
    this.#lines.set(summary.conv, { summary, round: this.#round });
    this.#tell();
    return true;
  }

  /** A snapshot begins: lines that it does not bring are gone. */
  begin(): void {
    this.#round += 1;
  }

  /** The snapshot is complete. */
  complete(): void {
    const open = [...this.#lines.values()].filter((line) => line.summary.phase !== 'closed');
    for (const line of open) if (line.round < this.#round) this.#lines.delete(line.summary.conv);
    const closed = [...this.#lines.values()].filter((line) => line.summary.phase === 'closed');
    closed.sort((a, b) => b.summary.last_at - a.summary.last_at);
    for (const line of closed.slice(CLOSED_KEPT)) this.#lines.delete(line.summary.conv);
    this.#tell();
  }

  /** The database is another one: nothing that was known holds. */
  clear(): void {
    this.#lines.clear();
    this.#tell();
  }

  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    this.#later(() => {
      this.#told = false;
      this.version.value += 1;
    });
  }
}

/** More lines than this are not worth sorting at every frame of the screen. */
const MANY = 500;
const SLOW_MS = 250;

/** Runs at the next frame of the screen; a quarter of a second later on a hidden page, which has none, or with many lines. */
export function soon(run: () => void, lines: number): void {
  if (document.hidden || lines > MANY) setTimeout(run, SLOW_MS);
  else requestAnimationFrame(run);
}
