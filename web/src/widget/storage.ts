// What the widget remembers in the host page's own storage. Owns the fallback: where storage is denied or full,
// memory serves until the page is left.

export class Storage {
  readonly #memory = new Map<string, string>();
  /** Before every key of this site. */
  readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** The value under `key`; nothing when absent or not readable as what was stored. */
  get<T>(key: string): T | undefined {
    const full = this.prefix + key;
    const text = this.#memory.get(full) ?? attempt((kept) => kept.getItem(full));
    return text == null ? undefined : attempt(() => JSON.parse(text) as T);
  }

  /** Keeps a value; `undefined` forgets it. */
  set(key: string, value: unknown): void {
    const full = this.prefix + key;
    this.#memory.delete(full);
    if (value === undefined) return void attempt((kept) => kept.removeItem(full));
    const text = JSON.stringify(value);
    const kept = attempt((storage) => (storage.setItem(full, text), true));
    if (!kept) this.#memory.set(full, text);
  }

  /** Keys that begin with `start`, without the prefix, sorted. */
  keys(start: string): string[] {
    const kept = attempt((storage) => Object.keys(storage)) ?? [];
    const all = new Set([...kept, ...this.#memory.keys()]);
    return [...all].filter((key) => key.startsWith(this.prefix + start)).map((key) => key.slice(this.prefix.length)).sort();
  }

  /** Forgets everything under the prefix. */
  clear(): void {
    for (const key of this.keys('')) this.set(key, undefined);
  }

  /** Tells when another tab changes a key that begins with `start`; returns what stops it. */
  watch(start: string, changed: () => void): () => void {
    const listener = (event: StorageEvent): void => {
      if (event.key?.startsWith(this.prefix + start)) changed();
    };
    addEventListener('storage', listener);
    return () => removeEventListener('storage', listener);
  }
}

/** Even naming `localStorage` throws where the browser denies it. */
function attempt<T>(act: (storage: globalThis.Storage) => T): T | undefined {
  try {
    return act(localStorage);
  } catch {
    return undefined;
  }
}
