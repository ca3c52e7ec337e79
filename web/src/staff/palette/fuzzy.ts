// How well what was typed fits a text, in English and Chinese alike. Pure.
//
// Every word of the query must be found: at the beginning of a word best, inside one next, and last as letters that
// follow each other with gaps, the first of which begins a word ("rsv" finds "resolve"). Han has no spaces between
// words: every character begins one.

const BEGINS = /[\p{L}\p{N}]/u;
const HAN = /\p{Script=Han}/u;

/** The higher the better; `undefined`: it does not fit. An empty query fits everything the same. */
export function fitness(query: string, text: string): number | undefined {
  const within = text.toLowerCase();
  let sum = 0;
  for (const word of query.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const one = fitnessOf(word, within);
    if (one === undefined) return undefined;
    sum += one;
  }
  return sum;
}

function fitnessOf(word: string, text: string): number | undefined {
  let best: number | undefined;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    best = Math.max(best ?? 0, beginsWord(text, at) ? (at === 0 ? 4 : 3) : 2);
  }
  return best ?? scattered(word, text);
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || HAN.test(text.charAt(at)) || !BEGINS.test(text.charAt(at - 1));
}

/** Letters in order with gaps, begun at a word: up to 1, the denser the better. */
function scattered(word: string, text: string): number | undefined {
  if (word.length < 2) return undefined;
  let best: number | undefined;
  for (let start = text.indexOf(word.charAt(0)); start >= 0; start = text.indexOf(word.charAt(0), start + 1)) {
    if (!beginsWord(text, start)) continue;
    const end = lastOf(word, text, start);
    if (end !== undefined) best = Math.max(best ?? 0, word.length / (end - start + 1));
  }
  // Letters strewn over half a sentence are an accident.
  return best !== undefined && best >= 0.3 ? best : undefined;
}

function lastOf(word: string, text: string, start: number): number | undefined {
  let at = start;
  for (const letter of word.slice(1)) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return undefined;
  }
  return at;
}
