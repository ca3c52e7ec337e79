// A message in short with the words that weighed most. Pure; pieces of text, never markup.
import type { Span } from '../shared/protocol';
import { type Segment, segments } from './spans';

/** Words marked at most. */
const WORDS = 3;
/** UTF-16 units shown at most, and so many of them before the first marked word. */
const ROOM = 160;
const LEAD = 48;

export interface Excerpt {
  readonly pieces: readonly Segment[];
  /** Words left out before and after. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

/** The strongest words of a score that raise it, strongest first. */
export function topSpans(spans: readonly Span[]): Span[] {
  return spans.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight).slice(0, WORDS);
}

/** What stands around the first marked word, or the beginning where none is marked. */
export function excerpt(text: string, spans: readonly Span[]): Excerpt {
  const all = segments(text, topSpans(spans)).map(({ text: piece, mark }): Segment => ({ text: piece, ...(mark && { mark }) }));
  if (text.length <= ROOM) return { pieces: all, isCutBefore: false, isCutAfter: false };
  const marked = all.findIndex(({ mark }) => mark !== undefined);
  const place = all.slice(0, Math.max(marked, 0)).reduce((sum, piece) => sum + piece.text.length, 0);
  const from = startOf(text, Math.min(Math.max(place - LEAD, 0), text.length - ROOM), place);
  const to = whole(text, from + ROOM);
  return { pieces: cut(all, from, to), isCutBefore: from > 0, isCutAfter: to < text.length };
}

/** The beginning of a word, if there is one before the place that must be seen. */
function startOf(text: string, from: number, place: number): number {
  if (from === 0) return 0;
  const space = text.slice(from, place).search(/\s/);
  return space >= 0 ? from + space + 1 : whole(text, from);
}

/** A place that does not split a character. */
function whole(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}

function cut(pieces: readonly Segment[], from: number, to: number): Segment[] {
  const out: Segment[] = [];
  let at = 0;
  for (const piece of pieces) {
    const text = piece.text.slice(Math.max(from - at, 0), Math.max(to - at, 0));
    if (text !== '') out.push({ ...piece, text });
    at += piece.text.length;
  }
  return out;
}

/** The marked words alone. */
export function markedWords({ pieces }: Excerpt): string[] {
  return pieces.filter(({ mark }) => mark !== undefined).map(({ text }) => text.trim());
}
