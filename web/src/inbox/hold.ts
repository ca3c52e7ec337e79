// Rows do not move while a hand or the focus is on the list; what would have moved up is counted instead. Pure.
import type { Key, Sort } from '../staff/need';

/** The list as it stood when a hand came over it. */
export interface Held {
  readonly ids: readonly string[];
  /** The keys that the rows had then. */
  readonly keys: ReadonlyMap<string, Key>;
}

export function holdNow(live: readonly Key[]): Held {
  return { ids: live.map(({ conv }) => conv), keys: new Map(live.map((key) => [key.conv, key])) };
}

/** Rows that need somebody and are new, or have come to need more, since the list is held. */
export function pending(held: Held, live: readonly Key[], sort: Sort, needs: (conv: string) => boolean): number {
  const grown = (now: Key, then: Key): boolean => (sort === 'need' ? now.need > then.need : now.last > then.last);
  let count = 0;
  for (const key of live) {
    const then = held.keys.get(key.conv);
    if ((!then || grown(key, then)) && needs(key.conv)) count += 1;
  }
  return count;
}
