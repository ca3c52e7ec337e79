// Canned replies as REST tells of them, what the form makes of one, and places that there are not. Pure.
import { LANGUAGES, type Language } from '../../shared/i18n';

export interface Text {
  readonly title: string;
  readonly text: string;
}

export interface Reply {
  readonly id: string;
  readonly en?: Text;
  readonly zh?: Text;
}

export interface Draft {
  readonly id: string;
  readonly en: Text;
  readonly zh: Text;
}

/** The places of a text, as the server knows them. */
export const PLACES = ['customer', 'agent', 'order'] as const;
const EMPTY: Text = { title: '', text: '' };

export function draftOf(reply: Reply | undefined): Draft {
  return { id: reply?.id ?? '', en: reply?.en ?? EMPTY, zh: reply?.zh ?? EMPTY };
}

export function isSame(a: Draft, b: Draft): boolean {
  return a.id === b.id && LANGUAGES.every((each) => a[each].title === b[each].title && a[each].text === b[each].text);
}

/** A language in which nothing stands is left out. */
export function bodyOf(draft: Draft): Partial<Record<Language, Text>> {
  return Object.fromEntries(LANGUAGES.filter((each) => !isEmpty(draft[each])).map((each) => [each, draft[each]]));
}

export function isEmpty({ title, text }: Text): boolean {
  return title.trim() === '' && text.trim() === '';
}

/** The first brace that begins or ends no place that there is; the server's rule (src/domain/canned.rs). */
export function stray(text: string): string | undefined {
  let rest = text;
  for (let at = rest.search(/[{}]/); at >= 0; at = rest.search(/[{}]/)) {
    const place = /^\{([^}]*)\}/.exec(rest.slice(at));
    if (!place) return rest.charAt(at);
    const inner = place[1] ?? '';
    const name = inner.split('|', 1)[0] ?? '';
    if (!PLACES.some((known) => known === name)) return `{${name}}`;
    rest = rest.slice(at + place[0].length);
  }
  return undefined;
}

export function fits(reply: Reply, query: string): boolean {
  const wanted = query.trim().toLowerCase().replace(/^\//, '');
  const texts = LANGUAGES.flatMap((each) => [reply[each]?.title ?? '', reply[each]?.text ?? '']);
  return [reply.id, ...texts].some((text) => text.toLowerCase().includes(wanted));
}
