// What the form makes of an article, and what is sent of it. Pure.
import type { Language } from '../../shared/i18n';
import type { Article } from './shapes';

/** An article as it is sent. */
export interface ArticleBody {
  readonly withdrawn: boolean;
  readonly language: Language;
  readonly title: string;
  readonly variants: readonly string[];
  readonly answer: string;
  readonly category: string;
  readonly reviewed: string;
  readonly source: string;
}

/** What stands in the form; other ways to ask one a line. */
export interface Draft extends Omit<ArticleBody, 'variants'> {
  readonly variants: string;
}

/** A question that nobody could answer yet, to begin an article with. */
export interface Asked {
  readonly language: Language;
  readonly questions: readonly string[];
}

/** The day of a moment, in UTC, as a field for days has it. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function draftOf(article: Article): Draft {
  return { ...bodyOfArticle(article), variants: article.variants.join('\n') };
}

/** Long questions are left to the author: a title has 120 characters at most. */
export function draftOfAsked({ language, questions: [first = '', ...others] }: Asked, now: number): Draft {
  return {
    withdrawn: false, language, title: first.slice(0, 120), variants: others.join('\n'), answer: '', category: '', reviewed: dayOf(now), source: '',
  };
}

export function isSame(a: Draft, b: Draft): boolean {
  return (Object.keys(a) as (keyof Draft)[]).every((key) => a[key] === b[key]);
}

export function bodyOf({ variants, ...draft }: Draft): ArticleBody {
  return { ...draft, variants: variants.split('\n').map((line) => line.trim()).filter((line) => line !== '') };
}

/** What is sent to put an article back as it was. */
export function bodyOfArticle({ withdrawn, language, title, variants, answer, category = '', reviewed, source = '' }: Article): ArticleBody {
  return { withdrawn, language, title, variants, answer, category, reviewed: reviewed === undefined ? '' : dayOf(reviewed), source };
}
