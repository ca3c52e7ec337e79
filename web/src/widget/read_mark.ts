// Up to where the visitor has read. Owns one mark for all tabs: reading in one clears the badge in the others.
import type { Storage } from './storage';

interface Mark {
  conv: string;
  seq: number;
}

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
    this.stop = storage.watch('read', changed);
  }

  /** Last place read in `conv`, 0 when none. */
  upTo(conv: string | undefined): number {
    const mark = this.#storage.get<Mark>('read');
    return mark !== undefined && mark.conv === conv ? mark.seq : 0;
  }

  /** Moves the mark forwards; `false` when it stands there already. */
  move(conv: string, seq: number): boolean {
    if (seq <= this.upTo(conv)) return false;
    this.#storage.set('read', { conv, seq });
    this.#changed();
    return true;
  }
}
