// What the browser keeps between visits. Owns that nothing breaks where storage is denied or full.

const PREFIX = 'attune.';

/** The stored value, or `otherwise` when there is none, or none that `fits`. */
export function load<T>(key: string, otherwise: T, fits: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(PREFIX + key);
    if (text === null) return otherwise;
    const value: unknown = JSON.parse(text);
    return fits(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

/** Stores a value; storage that is full or denied is the same as none. */
export function save(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // The page works without.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // There was none.
  }
}

/** Hears when another tab of this browser has stored or forgotten something; returns what stops that. */
export function changedElsewhere(heard: () => void): () => void {
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

/** A test that a value is one of a closed list. */
export function oneOf<T extends string>(...values: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => values.some((known) => known === value);
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** An object whose values all pass. */
export function recordOf<T>(fits: (value: unknown) => value is T): (value: unknown) => value is Record<string, T> {
  return (value): value is Record<string, T> =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(fits);
}
