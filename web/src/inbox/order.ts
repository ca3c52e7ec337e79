// The rows of the current view in order, kept up to date by small changes. Owns the sorted list.
// Keeps: holds exactly the ids whose summary passes, in the order of `compare`.
import type { Summary } from '../shared/protocol';
import { type Key, type Sort, compare, keyOf } from '../staff/need';

export class Order {
  #keys: readonly Key[] = [];

  /** The keys in order; another array after each change. */
  get keys(): readonly Key[] {
    return this.#keys;
  }

  /** Sorts anew, for another view or because time has passed. */
  rebuild(summaries: Iterable<Summary>, passes: (summary: Summary) => boolean, sort: Sort, now: number): void {
    const keys: Key[] = [];
    for (const summary of summaries) if (passes(summary)) keys.push(keyOf(summary, now));
    this.#keys = keys.sort(compare(sort));
  }

  /** Takes changed summaries in (those that are gone as `undefined`). The rest is in order already, so that the
   * sort costs about one comparison for each row. */
  update(changed: ReadonlyMap<string, Summary | undefined>, passes: (summary: Summary) => boolean, sort: Sort, now: number): void {
    const keys: Key[] = this.#keys.filter(({ conv }) => !changed.has(conv));
    for (const summary of changed.values()) if (summary && passes(summary)) keys.push(keyOf(summary, now));
    this.#keys = keys.sort(compare(sort));
  }
}
