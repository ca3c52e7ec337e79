// Marks the words that carried a score. Spans count Unicode scalar values, strings count UTF-16 units. Pure.
import type { Span } from '../shared/protocol';

export interface Stretch {
  readonly text: string;
  readonly marked: boolean;
}

/** Words that carried less than this share of what the strongest word carried are not worth a mark. */
const WORTH = 0.5;

/** Cuts a text where marks begin and end; joined together the stretches are the text again. */
export function stretches(text: string, spans: readonly Span[]): Stretch[] {
  const characters = Array.from(text);
  const marked = new Array<boolean>(characters.length).fill(false);
  const worth = WORTH * Math.max(0, ...spans.map(({ weight }) => weight));
  for (const { start, end, weight } of spans) {
    if (weight > 0 && weight >= worth) marked.fill(true, Math.max(0, start), Math.max(0, Math.min(end, characters.length)));
  }
  const out: { text: string; marked: boolean }[] = [];
  characters.forEach((character, index) => {
    const last = out.at(-1);
    const mark = marked[index] === true;
    if (last && last.marked === mark) last.text += character;
    else out.push({ text: character, marked: mark });
  });
  return out;
}
