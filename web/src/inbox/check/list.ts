// The list of words at hand. Without it, what needs no list is checked, and the server holds the rest.
import { type Signal, signal } from '@preact/signals';
import { call } from '../../shared/api';
import { Finder, type Listing } from './find';

export class WordList {
  readonly finder: Signal<Finder | undefined> = signal(undefined);
  #isLoading = false;

  /** Fetches the list, unless it is there; called whenever the server is reached, so that a failure mends itself. */
  async load(): Promise<void> {
    if (this.finder.peek() || this.#isLoading) return;
    this.#isLoading = true;
    const listing = await call<Listing>('GET', '/v1/wording').catch(() => undefined);
    this.#isLoading = false;
    if (listing) this.finder.value = new Finder(listing);
  }
}
