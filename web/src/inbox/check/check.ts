// What of a reply should be looked at before it is sent. Pure, and fast enough for every key.
import { type Language, languageOf } from '../../shared/i18n';
import type { Stage } from '../../shared/protocol';
import type { Finder, Rule } from './find';

export type Kind = Rule['kind'] | 'capitals' | 'marks' | 'acknowledgement' | 'variable';

export interface Point {
  readonly kind: Kind;
  /** `warn`: sent when wanted. `block`: the same, and logged. `stop`: never sent. */
  readonly level: 'warn' | 'block' | 'stop';
  /** Where; what is missing has its place in front. */
  readonly from: number;
  readonly to: number;
  /** As they stand in the text. */
  readonly words: string;
  /** What may stand in their place. */
  readonly instead: readonly string[];
  /** The list's own reason; the others' stand in the texts of the screen. */
  readonly why?: Rule['why'];
}

export interface Situation {
  readonly stage: Stage;
  /** What staff said since the customer spoke last. */
  readonly earlier: readonly string[];
  /** Somebody wants to send: only then can something be missing. */
  readonly sending: boolean;
}

/** `{name}`, `{{ order }}`, `{客户姓名}`: a place that was not filled. */
const VARIABLE = /\{\{?\s*[\p{L}_][\p{L}\p{N}_ .|-]{0,40}\}\}?/gu;
/** Several words in capitals. */
const CAPITALS = /(?<![\p{L}\p{N}])[A-Z][A-Z']*(?:[ ,]+[A-Z][A-Z']*)+(?![\p{L}\p{N}])/gu;
const CAPITALS_LEAST = 10;
const MARKS = /[!?！？]{3,}/g;
/** An upset customer should hear words of understanding within so many sentences. */
const SENTENCES = 3;
const SENTENCE = /[^.!?。！？\n]*[.!?。！？\n]*/g;

const ACKNOWLEDGEMENTS: Readonly<Record<Language, readonly string[]>> = {
  en: ['I am sorry about this.', 'I understand why this upsets you.'],
  zh: ['非常抱歉给您添麻烦了。', '我理解您的心情。'],
};

/** Everything to look at, in the order of the text; what stops it first. */
export function check(text: string, finder: Finder | undefined, situation: Situation): Point[] {
  const points = [
    ...patterns(text, VARIABLE, 'variable', 'stop', () => []),
    ...missing(text, finder, situation),
    ...(finder?.find(text) ?? []).map(({ rule, from, to }): Point => {
      const { kind, level, instead = [], why } = rule;
      return { kind, level, from, to, words: text.slice(from, to), instead, why };
    }),
    ...patterns(text, CAPITALS, 'capitals', 'warn', (words) => [lowered(words)]).filter(({ words }) => isShouted(words)),
    ...patterns(text, MARKS, 'marks', 'warn', (words) => [words.charAt(0)]),
  ];
  return points.sort((a, b) => Number(b.level === 'stop') - Number(a.level === 'stop') || a.from - b.from);
}

/** The text with an alternative in the place of the words, and where the caret goes. */
export function replaced(text: string, { kind, from, to, words }: Point, instead: string): { text: string; caret: number } {
  if (instead === '') return { text: withoutWords(text, from, to), caret: from };
  const begins = /^\p{Lu}/u.test(words) || /(^|[.!?\n]\s*)$/.test(text.slice(0, from));
  const fitting = begins && kind !== 'acknowledgement' ? instead.charAt(0).toUpperCase() + instead.slice(1) : instead;
  const gap = kind === 'acknowledgement' && languageOf(instead, 'en') === 'en' ? ' ' : '';
  return { text: text.slice(0, from) + fitting + gap + text.slice(to), caret: from + fitting.length };
}

/** The text without the words, and without the space that would then stand there twice. */
function withoutWords(text: string, from: number, to: number): string {
  const rest = text.slice(to);
  const before = text.slice(0, from);
  return (/^([\s.,!?;:，。！？]|$)/.test(rest) ? before.replace(/ $/, '') : before) + rest;
}

function patterns(
  text: string, pattern: RegExp, kind: Kind, level: Point['level'], instead: (words: string) => readonly string[],
): Point[] {
  return [...text.matchAll(pattern)].map(({ 0: words, index }) =>
    ({ kind, level, from: index, to: index + words.length, words, instead: instead(words) }));
}

function missing(text: string, finder: Finder | undefined, { stage, earlier, sending }: Situation): Point[] {
  const isUpset = stage === 'concern' || stage === 'critical';
  if (!sending || !isUpset || !finder) return [];
  const first = (text.trim().match(SENTENCE) ?? []).slice(0, SENTENCES).join('');
  if ([first, ...earlier].some((words) => finder.acknowledges(words))) return [];
  return [{ kind: 'acknowledgement', level: 'warn', from: 0, to: 0, words: '', instead: ACKNOWLEDGEMENTS[languageOf(text, 'en')] }];
}

/** Names of things are short; a sentence in capitals is not. */
function isShouted(words: string): boolean {
  return words.replace(/[^A-Z]/g, '').length >= CAPITALS_LEAST && /[A-Z]{4}/.test(words);
}

function lowered(words: string): string {
  const small = words.toLowerCase().replace(/\bi\b/g, 'I');
  return small.charAt(0).toUpperCase() + small.slice(1);
}
