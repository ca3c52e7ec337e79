// The list of words at hand. Without it, what needs no list is checked, and the server holds the rest.
import { type Signal, signal } from '@preact/signals';
import { call } from '../../shared/api';
import type { Finder, Listing } from './find';

/** Admins change the list at any time; one that is older is fetched anew when it is next needed. */
const FRESH_MS = 300_000;

export class WordList {
  readonly finder: Signal<Finder | undefined> = signal(undefined);
  #isLoading = false;
  #loadedAt = -Infinity;

  /** Fetches the list, unless a fresh one is there; called at every occasion, so that a failure mends itself. */
  async load(): Promise<void> {
    if (performance.now() - this.#loadedAt < FRESH_MS || this.#isLoading) return;
    this.#isLoading = true;
    // What finds the words is fetched beside them: the page begins without it.
    const fetched = await Promise.all([call<Listing>('GET', '/v1/wording'), import('./find')]).catch(() => undefined);
    this.#isLoading = false;
    if (!fetched) return;
    const [listing, { Finder }] = fetched;
    this.#loadedAt = performance.now();
    this.finder.value = new Finder(listing);
  }

  /** The server goes by another list: it refused what this one let through. */
  refresh(): Promise<void> {
    this.#loadedAt = -Infinity;
    return this.load();
  }
}
