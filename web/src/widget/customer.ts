// What the site's staff may know of the visitor's surroundings. Owns what is left out.
import type { Customer, Language } from '../shared/protocol';

const PAGE_MAX = 500;
const WORDS_MAX = 200;

/** Where the chat began; query and fragment of the address may hold secrets and stay out. */
export function customer(language: Language): Customer {
  return {
    language,
    page: (location.origin + location.pathname).slice(0, PAGE_MAX),
    page_title: document.title.slice(0, WORDS_MAX),
    device: navigator.userAgent.slice(0, WORDS_MAX),
  };
}
