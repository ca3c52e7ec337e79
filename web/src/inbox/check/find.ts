// Finds the phrases of the list in a text. The rules of a match are the server's (src/wording/finder.rs).
import { BREAK, type Letter, NUMBER, type Variants, fold, foldPhrase, isEastAsian } from './fold';

/** Phrases that should not be sent for one reason. */
export interface Rule {
  readonly id: string;
  readonly kind: 'banned' | 'tone' | 'promise';
  readonly level: 'warn' | 'block';
  readonly phrases: readonly string[];
  /** Longer phrases inside which they are none. */
  readonly unless?: readonly string[];
  readonly instead?: readonly string[];
  readonly why: { readonly en: string; readonly zh: string };
}

/** What `GET /v1/wording` answers. */
export interface Listing {
  readonly rules: readonly Rule[];
  readonly acknowledgements: readonly string[];
  readonly variants: Variants;
}

export interface Found {
  readonly rule: Rule;
  readonly from: number;
  readonly to: number;
}

interface Phrase {
  readonly rule: number;
  readonly excuses: boolean;
  readonly letters: readonly Letter[];
}
/** A phrase and its place in the row of letters. */
interface Match {
  readonly phrase: Phrase;
  readonly start: number;
  readonly end: number;
}

/** The list, ready to find. */
export class Finder {
  readonly #rules: readonly Rule[];
  readonly #variants: Variants;
  readonly #phrases: ReadonlyMap<string, readonly Phrase[]>;
  readonly #acknowledgements: ReadonlyMap<string, readonly Phrase[]>;

  constructor({ rules, acknowledgements, variants }: Listing) {
    const phrase = (rule: number, excuses: boolean) => (text: string): Phrase =>
      ({ rule, excuses, letters: foldPhrase(text, variants) });
    this.#rules = rules;
    this.#variants = variants;
    this.#phrases = byFirst(rules.flatMap(({ phrases, unless = [] }, rule) =>
      [...phrases.map(phrase(rule, false)), ...unless.map(phrase(rule, true))]));
    this.#acknowledgements = byFirst(acknowledgements.map(phrase(0, false)));
  }

  /** Every phrase of the list that stands in a text, in its order; of overlapping ones of a rule the first and longest. */
  find(text: string): Found[] {
    const letters = fold(text, this.#variants);
    const all = [...matches(this.#phrases, letters)];
    const excuses = all.filter(({ phrase }) => phrase.excuses);
    const isExcused = ({ phrase, start, end }: Match): boolean =>
      excuses.some((wide) => wide.phrase.rule === phrase.rule && wide.start <= start && end <= wide.end);
    const kept = all.filter((match) => !match.phrase.excuses && !isExcused(match));
    kept.sort((a, b) => a.start - b.start || b.end - a.end || a.phrase.rule - b.phrase.rule);
    const ends = new Map<number, number>();
    const found: Found[] = [];
    for (const { phrase, start, end } of kept) {
      if (start < (ends.get(phrase.rule) ?? 0)) continue;
      ends.set(phrase.rule, end);
      found.push({ rule: this.#rules[phrase.rule] as Rule, from: (letters[start] as Letter).from, to: (letters[end - 1] as Letter).to });
    }
    return found;
  }

  /** Whether a text holds words of apology or understanding. */
  acknowledges(text: string): boolean {
    return !matches(this.#acknowledgements, fold(text, this.#variants)).next().done;
  }
}

function byFirst(phrases: readonly Phrase[]): ReadonlyMap<string, readonly Phrase[]> {
  const by = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const first = phrase.letters[0]?.letter ?? '';
    by.set(first, [...(by.get(first) ?? []), phrase]);
  }
  return by;
}

function* matches(phrases: ReadonlyMap<string, readonly Phrase[]>, letters: readonly Letter[]): Generator<Match> {
  for (let start = 0; start < letters.length; start += 1) {
    for (const phrase of phrases.get((letters[start] as Letter).letter) ?? []) {
      const end = start + phrase.letters.length;
      if (end <= letters.length && holds(phrase.letters, letters, start)) yield { phrase, start, end };
    }
  }
}

/** Whether the phrase stands there: its letters and numbers, in words that begin and end as its own do. */
function holds(wanted: readonly Letter[], letters: readonly Letter[], start: number): boolean {
  const isSame = wanted.every(({ letter, digits }, index) => {
    const found = letters[start + index] as Letter;
    return found.letter === letter && (letter !== NUMBER || digits === '' || digits === found.digits);
  });
  const end = start + wanted.length;
  return isSame && isParted(letters[start - 1], letters[start]) && isParted(letters[end - 1], letters[end]) && isWhole(wanted, letters, start);
}

/** Whether one word ends and another begins between two letters, or at the text's end. */
function isParted(before: Letter | undefined, after: Letter | undefined): boolean {
  if (!before || !after || after.gap !== 'none') return true;
  return [before.letter, after.letter].some((letter) => letter === BREAK || isEastAsian(letter));
}

/** Whether no word of the phrase has a space inside, unless no two of its letters touch. */
function isWhole(wanted: readonly Letter[], letters: readonly Letter[], start: number): boolean {
  let spaced = false;
  let touching = false;
  for (let index = 1; index < wanted.length; index += 1) {
    const before = letters[start + index - 1] as Letter;
    const found = letters[start + index] as Letter;
    if (wanted[index]?.gap !== 'none' || isEastAsian(before.letter) || isEastAsian(found.letter)) {
      if (spaced && touching) return false;
      spaced = touching = false;
      continue;
    }
    spaced ||= found.gap === 'space';
    touching ||= found.gap === 'none';
  }
  return !(spaced && touching);
}
