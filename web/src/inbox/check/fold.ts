// A text as a row of letters, without what people vary or slip in between. The server folds the same way
// (src/wording/fold.rs); schema/fixtures/wording_vectors.json holds both to the same findings.

/** Stands for a whole number, whatever its digits. */
export const NUMBER = '0';
/** Stands where a phrase cannot go on: a sentence or a clause ends. */
export const BREAK = '\n';
/** Any number, in a phrase of the list. */
const ANY_NUMBER = '#';

/** What stands before a letter: nothing, white space alone, or signs alone. */
export type Gap = 'none' | 'space' | 'sign';

export interface Letter {
  readonly letter: string;
  readonly gap: Gap;
  /** The part of the text that it stands for. */
  readonly from: number;
  readonly to: number;
  /** The digits of a number; empty for any number. */
  readonly digits: string;
}

/** Traditional characters, each with the simplified one that it is read as. */
export type Variants = Readonly<Record<string, string>>;
interface Piece {
  readonly letter: string;
  readonly from: number;
  readonly to: number;
}

/** Digits and signs that are read as letters, where at most two of them stand between letters. */
const LOOKALIKES = new Map([
  ['0', 'o'], ['1', 'i'], ['3', 'e'], ['4', 'a'], ['5', 's'], ['7', 't'], ['@', 'a'], ['$', 's'],
]);
const LOOKALIKES_MOST = 2;
/** Marks on letters, and characters without a picture of their own. */
const UNSEEN = /[\p{M}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
/** A percent sign says as much as a word. */
const WORD = /[\p{Alphabetic}\p{N}%]/u;
const SPACE = /\p{White_Space}/u;
/** Signs at which a clause ends, and a line's end. */
const ENDS = /[\n\r,;:!?。、]/;
const LATIN = /^[a-z]$/;
const DIGIT = /^[0-9]$/;
const EAST_ASIAN = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

/** A text that somebody wrote. */
export function fold(text: string, variants: Variants): Letter[] {
  return letters(pieces(text, variants));
}

/** A phrase of the list, in which `#` is any number. */
export function foldPhrase(phrase: string, variants: Variants): Letter[] {
  const all = pieces(phrase, variants);
  const any = new Set(all.filter(({ letter }) => letter === ANY_NUMBER).map(({ from }) => from));
  const folded = letters(all.map((one) => (any.has(one.from) ? { ...one, letter: NUMBER } : one)));
  return folded.map((one) => (any.has(one.from) ? { ...one, digits: '' } : one));
}

/** Letters before and after which no word has to begin or end. */
export function isEastAsian(letter: string): boolean {
  return EAST_ASIAN.test(letter);
}

function pieces(text: string, variants: Variants): Piece[] {
  const out: Piece[] = [];
  let from = 0;
  for (const char of text) {
    const to = from + char.length;
    if (char < '\u0080') out.push({ letter: char.toLowerCase(), from, to });
    // Han characters have no other form of their own.
    else if (char >= '\u4e00' && char <= '\u9fff') out.push({ letter: variants[char] ?? char, from, to });
    else if (!UNSEEN.test(char)) {
      for (const letter of char.normalize('NFKC').toLowerCase()) {
        if (!UNSEEN.test(letter)) out.push({ letter: variants[letter] ?? letter, from, to });
      }
    }
    from = to;
  }
  return out;
}

function letters(all: readonly Piece[]): Letter[] {
  const out: Letter[] = [];
  let gap: Gap = 'none';
  let at = 0;
  while (at < all.length) {
    const { letter, from, to } = all[at] as Piece;
    const alike = lookalikes(all, at);
    if (alike.length > 0) {
      alike.forEach((one, index) => out.push({ ...(all[at + index] as Piece), letter: one, gap, digits: '' }));
      at += alike.length;
    } else if (DIGIT.test(letter)) {
      const length = count(all, at, (one) => DIGIT.test(one));
      const run = all.slice(at, at + length);
      out.push({ letter: NUMBER, gap, from, to: run.at(-1)?.to ?? to, digits: run.map((one) => one.letter).join('') });
      at += length;
    } else if (WORD.test(letter)) {
      out.push({ letter, gap, from, to, digits: '' });
      at += 1;
    } else {
      const length = count(all, at, (one) => !WORD.test(one));
      const between = gapOf(all.slice(at, at + length));
      at += length;
      if (between) {
        gap = between;
        continue;
      }
      out.push({ letter: BREAK, gap: 'none', from, to, digits: '' });
    }
    gap = 'none';
  }
  return out;
}

/** The letters that digits and signs stand for here; none where they mean themselves. */
function lookalikes(all: readonly Piece[], at: number): string[] {
  const found: string[] = [];
  for (let place = at; found.length <= LOOKALIKES_MOST; place += 1) {
    const alike = LOOKALIKES.get(all[place]?.letter ?? '');
    if (alike === undefined) break;
    found.push(alike);
  }
  const isBetween = LATIN.test(all[at - 1]?.letter ?? '') && LATIN.test(all[at + found.length]?.letter ?? '');
  return found.length <= LOOKALIKES_MOST && isBetween ? found : [];
}

function count(all: readonly Piece[], at: number, is: (letter: string) => boolean): number {
  let end = at;
  while (end < all.length && is((all[end] as Piece).letter)) end += 1;
  return end - at;
}

/** White space or signs; `undefined` where a clause ends: at its signs, and where both stand. */
function gapOf(run: readonly Piece[]): Gap | undefined {
  if (run.some(({ letter }) => ENDS.test(letter))) return undefined;
  const spaces = run.filter(({ letter }) => SPACE.test(letter)).length;
  if (spaces === 0) return 'sign';
  return spaces === run.length ? 'space' : undefined;
}
