// The knowledge base as REST tells of it, in the order of a screen. Pure.
import { LANGUAGES, type Language } from '../../shared/i18n';

export interface Article {
  readonly id: string;
  readonly origin: 'file' | 'own';
  /** A file's article stands behind it. */
  readonly in_file: boolean;
  readonly withdrawn: boolean;
  readonly language: Language;
  readonly title: string;
  readonly variants: readonly string[];
  readonly answer: string;
  readonly category?: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly reviewed?: number;
  readonly due: boolean;
  readonly source?: string;
}

export interface Shelf {
  /** None: articles without a category. */
  readonly category: string | undefined;
  readonly articles: readonly Article[];
  readonly count: Readonly<Record<Language, number>>;
}

/** Articles by category, in the order in which categories are first met. */
export function shelves(articles: readonly Article[]): Shelf[] {
  const by = new Map<string | undefined, Article[]>();
  for (const article of articles) {
    const shelf = by.get(article.category);
    if (shelf) shelf.push(article);
    else by.set(article.category, [article]);
  }
  return [...by].map(([category, all]) => ({ category, articles: all, count: countOf(all) }));
}

export function countOf(articles: readonly Article[]): Record<Language, number> {
  const count = (of: Language): number => articles.filter(({ language }) => language === of).length;
  return { en: count('en'), zh: count('zh') };
}

/** Whether categories mean the same in both languages: somewhere both stand on one shelf. */
export function arePaired(all: readonly Shelf[]): boolean {
  return all.some(({ count }) => LANGUAGES.every((each) => count[each] > 0));
}

/** A language in which a category has no article at all. */
export function lacking({ count }: Shelf): Language | undefined {
  return LANGUAGES.find((each) => count[each] === 0);
}

export function fits({ title, variants, answer, category }: Article, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return [title, ...variants, answer, category ?? ''].some((text) => text.toLowerCase().includes(wanted));
}
