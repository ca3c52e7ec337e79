// Which rows of a long list of equal rows are worth drawing. Pure.

export interface Window {
  /** First row drawn. */
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** Rows in sight, and `spare` on either side. */
export function windowOf(count: number, rowHeight: number, scrollTop: number, height: number, spare = 6): Window {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const shown = Math.ceil(Math.max(0, height) / rowHeight) + 1;
  const to = Math.min(count, first + shown + spare);
  return { from: Math.max(0, Math.min(first, count - shown) - spare), to: Math.max(0, to) };
}

/** Where to scroll so that a row is in sight: no further than needed. */
export function scrollFor(index: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}
