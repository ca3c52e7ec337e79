// What the browser tells about the network and the page. Owns the listeners and their removal.

export interface Signs {
  /** Likely to be reachable again: network back, page seen again, page out of the back-forward cache. */
  readonly hurry: () => void;
  /** The browser says that the network went away. */
  readonly offline: () => void;
  /** The page is left; it may come back out of the back-forward cache, which takes no page with an open socket. */
  readonly left: () => void;
}

/** Starts listening; returns what stops it. */
export function watchSigns({ hurry, offline, left }: Signs): () => void {
  const visible = (): void => {
    if (document.visibilityState === 'visible') hurry();
  };
  // `pageshow` also fires on the first load; only a page out of the back-forward cache gave its socket up.
  const shown = (event: PageTransitionEvent): void => {
    if (event.persisted) hurry();
  };
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('online', hurry, { signal });
  addEventListener('offline', offline, { signal });
  addEventListener('pagehide', left, { signal });
  addEventListener('pageshow', shown, { signal });
  document.addEventListener('visibilitychange', visible, { signal });
  document.addEventListener('resume', hurry, { signal });
  return () => listening.abort();
}
