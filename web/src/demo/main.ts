// Entry of /demo: a shop page in two languages that carries the widget like any other site would.
import { type Language, htmlLang, pickLanguage } from '../shared/i18n';
import { chinese } from './chinese';

type Attune = ((...command: unknown[]) => void) & { q?: unknown[][] };
const page = window as unknown as { Attune?: Attune };

/** The call queue of the install snippet: commands wait there until the script has arrived. */
page.Attune ??= Object.assign((...command: unknown[]) => void page.Attune?.q?.push(command), { q: [] as unknown[][] });

const english = new Map<Element, string>();
for (const element of document.querySelectorAll('[data-t]')) english.set(element, element.textContent ?? '');

function speak(language: Language): void {
  document.documentElement.lang = htmlLang(language);
  for (const [element, text] of english) {
    const key = element.getAttribute('data-t') ?? '';
    element.textContent = language === 'zh' ? (chinese[key] ?? text) : text;
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-language') === language));
  }
  page.Attune?.('setLocale', language);
}

for (const button of document.querySelectorAll<HTMLElement>('[data-language]')) {
  button.addEventListener('click', () => speak(pickLanguage(button.dataset['language'])));
}
speak(pickLanguage(new URLSearchParams(location.search).get('lang'), ...navigator.languages));
