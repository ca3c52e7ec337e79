// What the site's staff may know of the visitor: their surroundings, and what the page tells. Owns what is left out.
import type { Customer, Language } from '../shared/protocol';

const PAGE_MAX = 500;
const WORDS_MAX = 200;

/** What a page tells of its visitor: claims, but for what `token` holds, which the shop's server has signed. */
export interface User {
  readonly name?: string;
  readonly email?: string;
  readonly token?: string;
}

/** What a visitor answered to the site's form. */
export interface Told {
  readonly user?: User;
  readonly attributes?: Readonly<Record<string, string>>;
}

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A text that breaks the server's rule would keep the chat from opening: whoever built the page hears of it instead. */
export function checked(name: string, text: string, most = 200): string {
  if (text.length > 0 && text.length <= most && !/\p{Cc}/u.test(text)) return text;
  throw new Error(`${name} is a text of 1 to ${most} characters on one line`);
}

/** Where the chat began; query and fragment of the address may hold secrets and stay out. */
export function customer(language: Language, { token: _, ...user }: User, attributes: Record<string, string>): Customer {
  return {
    language,
    ...user,
    // The server's limit: a topic may be one more than the page's own.
    attributes: Object.fromEntries(Object.entries(attributes).slice(0, 20)),
    page: (location.origin + location.pathname).slice(0, PAGE_MAX),
    page_title: document.title.slice(0, WORDS_MAX),
    device: navigator.userAgent.slice(0, WORDS_MAX),
  };
}
