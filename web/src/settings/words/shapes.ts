// Rules of wording as REST tells of them, and what the form makes of one. Pure.
import type { Rule as InForce } from '../../inbox/check/find';

export interface Rule extends InForce {
  readonly origin: 'shipped' | 'file' | 'own';
}

export interface Found {
  readonly words: string;
  readonly rule: string;
  readonly kind: Rule['kind'];
  readonly level: Rule['level'];
  readonly why: Rule['why'];
  readonly instead: readonly string[];
}

/** What stands in the form; lists one a line. */
export interface Draft {
  readonly id: string;
  readonly kind: Rule['kind'];
  readonly level: Rule['level'];
  readonly phrases: string;
  readonly unless: string;
  readonly instead: string;
  readonly en: string;
  readonly zh: string;
}

export const KINDS = ['banned', 'tone', 'promise'] as const;
export const LEVELS = ['warn', 'block'] as const;

export function draftOf(rule: Rule | undefined): Draft {
  const { id = '', kind = 'banned', level = 'warn', phrases = [], unless = [], instead = [], why } = rule ?? {};
  return { id, kind, level, phrases: joined(phrases), unless: joined(unless), instead: joined(instead), en: why?.en ?? '', zh: why?.zh ?? '' };
}

export function isSame(a: Draft, b: Draft): boolean {
  return (Object.keys(a) as (keyof Draft)[]).every((key) => a[key] === b[key]);
}

export function bodyOf({ kind, level, phrases, unless, instead, en, zh }: Draft): Omit<InForce, 'id'> {
  return { kind, level, phrases: lines(phrases), unless: lines(unless), instead: lines(instead), why: { en, zh } };
}

/** What is sent to put a rule back as it was. */
export function bodyOfRule({ kind, level, phrases, unless = [], instead = [], why }: Rule): Omit<InForce, 'id'> {
  return { kind, level, phrases, unless, instead, why };
}

export function fits({ id, phrases, why }: Rule, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return [id, ...phrases, why.en, why.zh].some((text) => text.toLowerCase().includes(wanted));
}

function joined(list: readonly string[]): string {
  return list.join('\n');
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
