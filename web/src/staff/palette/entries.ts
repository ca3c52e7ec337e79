// What the palette offers, narrowed and ordered by what was typed. Pure.
import { fitness } from './fuzzy';

export interface Entry {
  readonly id: string;
  /** Shown, and searched. */
  readonly text: string;
  /** Searched too: the same in the other language, what was said last. */
  readonly also?: string;
  /** Shown small behind the text. */
  readonly hint?: string;
  /** The key that does the same. */
  readonly key?: string | undefined;
  readonly run: () => void;
}

/** As many as are seen at once; more are found by typing on. */
const SHOWN = 10;

/** Those that fit, the best first; of equals those that stand first. What is found in its own text goes before the rest. */
export function fitting(entries: readonly Entry[], query: string): Entry[] {
  const found = entries.flatMap((entry, place) => {
    const own = fitness(query, entry.text);
    const fit = own === undefined ? fitness(query, `${entry.text} ${entry.also ?? ''}`) : own + 1;
    return fit === undefined ? [] : [{ entry, fit, place }];
  });
  return found.sort((a, b) => b.fit - a.fit || a.place - b.place).slice(0, SHOWN).map(({ entry }) => entry);
}
