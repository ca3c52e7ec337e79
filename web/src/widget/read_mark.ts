// Up to where the visitor has read. Owns one mark for each conversation and all tabs: reading in one clears the badge in
// the others, and tabs that show two conversations do not disturb one another. The second file takes out what is old.
import type { Storage } from './storage';

const KEY = 'read.';

export class ReadMark {
  readonly stop: () => void;

  readonly #storage: Storage;
  readonly #changed: () => void;

  constructor(
    storage: Storage,
    changed: () => void,
  ) {
    this.#storage = storage;
    this.#changed = changed;
    this.stop = storage.watch(KEY, changed);
  }

  /** Last place read in `conv`, 0 when none. */
  upTo(conv: string | undefined): number {
    return this.#storage.get<number>(KEY + conv) ?? 0;
  }

  /** Moves the mark forwards; `false` when it stands there already. */
  move(conv: string, seq: number): boolean {
    if (seq <= this.upTo(conv)) return false;
    this.#storage.set(KEY + conv, seq);
    this.#changed();
    return true;
  }
}
