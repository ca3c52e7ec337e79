// The lines of the inbox, one for each conversation, as `conv`, `offer` and `alert` frames bring them.
// Keeps: of two lines of one conversation the later wins, in whatever order they come; after a full snapshot no line
// is left that the server does not know as open. Tells once what a whole batch of frames has changed.
import { batch, signal } from '@preact/signals';
import type { Summary } from '../shared/protocol';

/** Closed lines kept, so that what was just resolved can still be shown. */
const CLOSED_KEPT = 200;

/** More lines than this are not worth sorting and drawing at every frame of the screen. */
const MANY = 500;
const SLOW_MS = 200;

/** After the frames at hand; with many lines a few times a second. */
function soon(run: () => void, lines: number): void {
  if (lines > MANY) setTimeout(run, SLOW_MS);
  else queueMicrotask(run);
}

/** What changed, by conversation; `undefined` for lines that are gone. */
export type Changed = ReadonlyMap<string, Summary | undefined>;

export class Summaries {
  readonly #lines = new Map<string, { summary: Summary; round: number }>();
  readonly #watchers = new Set<(changed: Changed) => void>();
  #changed = new Map<string, Summary | undefined>();
  #round = 0;
  /** Grows whenever something changed; read it to follow the store. */
  readonly version = signal(0);
  readonly #later: (tell: () => void) => void;

  /** @param later runs a function soon, after the frames at hand */
  constructor(later?: (tell: () => void) => void) {
    this.#later = later ?? ((tell) => soon(tell, this.size));
  }

  get size(): number {
    return this.#lines.size;
  }

  get(conv: string): Summary | undefined {
    return this.#lines.get(conv)?.summary;
  }

  *all(): IterableIterator<Summary> {
    for (const { summary } of this.#lines.values()) yield summary;
  }

  /** Calls for every batch of changes, before `version` grows. */
  watch(watcher: (changed: Changed) => void): void {
    this.#watchers.add(watcher);
  }

  /** Takes a line in; `false` when a later one is known. */
  take(summary: Summary): boolean {
    const known = this.#lines.get(summary.conv);
    if (known && known.summary.last_seq > summary.last_seq) {
      known.round = this.#round;
      return false;
    }
    this.#lines.set(summary.conv, { summary, round: this.#round });
    this.#tell(summary.conv, summary);
    return true;
  }

  /** A snapshot begins: lines that it does not bring are gone. */
  begin(): void {
    this.#round += 1;
  }

  /** The snapshot is complete. */
  complete(): void {
    const closed: Summary[] = [];
    for (const { summary, round } of this.#lines.values()) {
      if (summary.phase === 'closed') closed.push(summary);
      else if (round < this.#round) this.#drop(summary.conv);
    }
    closed.sort((a, b) => b.last_at - a.last_at);
    for (const { conv } of closed.slice(CLOSED_KEPT)) this.#drop(conv);
  }

  /** The database is another one: nothing that was known holds. */
  clear(): void {
    for (const conv of [...this.#lines.keys()]) this.#drop(conv);
  }

  #drop(conv: string): void {
    if (this.#lines.delete(conv)) this.#tell(conv, undefined);
  }

  #tell(conv: string, line: Summary | undefined): void {
    const isFirst = this.#changed.size === 0;
    this.#changed.set(conv, line);
    if (!isFirst) return;
    this.#later(() => {
      const changed = this.#changed;
      this.#changed = new Map();
      batch(() => {
        for (const watcher of this.#watchers) watcher(changed);
        this.version.value += 1;
      });
    });
  }
}
