// Cuts a message into pieces to draw: plain, link, or words that carried the anger. Pure.
// Spans count Unicode scalar values, script strings count UTF-16 units: an emoji is one and two.
import { pieces } from '../shared/links';
import type { Scoring, Span } from '../shared/protocol';

export interface Segment {
  readonly text: string;
  readonly href?: string;
  /** 1: carried some of the anger; 2: much of it. */
  readonly mark?: 1 | 2;
}

interface Marked {
  readonly start: number;
  readonly end: number;
  readonly mark: 1 | 2;
}

/** Words that carried less than this share of what the strongest word carried are not worth a mark. */
const WORTH = 0.5;
/** From this share on they count as strong. */
const STRONG = 0.8;
/** Anger below this is no reason to mark words. */
const REMARKABLE = 0.3;

/** The spans of a reading that are worth a mark: none where it does not sound angry. */
export function spansToMark(scoring: Scoring | undefined): readonly Span[] {
  return scoring?.outcome === 'scored' && scoring.anger >= REMARKABLE ? scoring.spans : [];
}

/** Spans that raise anger, as UTF-16 ranges in order and apart from each other; what lies outside the text is cut. */
export function ranges(text: string, spans: readonly Span[]): Marked[] {
  const most = Math.max(0, ...spans.map(({ weight }) => weight));
  const raising = spans.filter(({ weight, start, end }) => weight > 0 && weight >= most * WORTH && end > start);
  if (raising.length === 0) return [];
  const offsets = offsetsOf(text);
  const unit = (scalar: number): number => offsets[Math.min(Math.max(scalar, 0), offsets.length - 1)] ?? 0;
  const found = raising.map(({ start, end, weight }): Marked => {
    return { start: unit(start), end: unit(end), mark: weight >= most * STRONG ? 2 : 1 };
  });
  found.sort((a, b) => a.start - b.start);
  const apart: Marked[] = [];
  for (const range of found) {
    const start = Math.max(range.start, apart.at(-1)?.end ?? 0);
    if (range.end > start) apart.push({ ...range, start });
  }
  return apart;
}

/** `offsets[n]` is where the n-th scalar value begins in UTF-16; one more entry marks the end. */
function offsetsOf(text: string): number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    offsets.push(at);
    at += character.length;
  }
  offsets.push(at);
  return offsets;
}

/** The message in pieces; joined together they are the text again. Words inside a link are not marked. */
export function segments(text: string, spans: readonly Span[]): Segment[] {
  const marks = ranges(text, spans);
  const out: Segment[] = [];
  let at = 0;
  for (const piece of pieces(text)) {
    const end = at + piece.text.length;
    if (piece.href !== undefined) out.push({ text: piece.text, href: piece.href });
    else out.push(...marked(text, at, end, marks));
    at = end;
  }
  return out;
}

function marked(text: string, from: number, to: number, marks: readonly Marked[]): Segment[] {
  const out: Segment[] = [];
  let at = from;
  for (const { start, end, mark } of marks) {
    const [first, last] = [Math.max(start, at), Math.min(end, to)];
    if (last <= first) continue;
    if (first > at) out.push({ text: text.slice(at, first) });
    out.push({ text: text.slice(first, last), mark });
    at = last;
  }
  if (to > at) out.push({ text: text.slice(at, to) });
  return out;
}
