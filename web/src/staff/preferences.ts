// What a person chose for their screens: language, theme, sound. Remembered in this browser.
import { effect, signal } from '@preact/signals';
import { type Language, htmlLang, pickLanguage } from '../shared/i18n';
import { changedElsewhere, isBoolean, load, oneOf, save } from './storage';

export type Theme = 'auto' | 'light' | 'dark';

const asked = new URLSearchParams(location.search).get('lang');

export const language = signal<Language>(
  asked !== null
    ? pickLanguage(asked)
    : load('language', pickLanguage(...navigator.languages), oneOf<Language>('en', 'zh')),
);
export const theme = signal<Theme>(load('theme', 'auto', oneOf<Theme>('auto', 'light', 'dark')));
export const sound = signal(load('sound', true, isBoolean));
/** Of sounds, 1 to 100. */
export const volume = signal(load('volume', 50, isVolume));
/** Single letters act (J, K, R …); some people need them off (WCAG 2.1.4). */
export const letterKeys = signal(load('letterKeys', true, isBoolean));

function isVolume(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100;
}

/** Keeps the document and the storage like the choices; called once by each page. */
export function applyPreferences(): void {
  effect(() => {
    document.documentElement.lang = htmlLang(language.value);
    save('language', language.value);
  });
  effect(() => {
    if (theme.value === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
    save('theme', theme.value);
  });
  effect(() => save('sound', sound.value));
  effect(() => save('volume', volume.value));
  // Any tab may be the one that rings: muting one mutes all.
  changedElsewhere(() => {
    sound.value = load('sound', sound.peek(), isBoolean);
    volume.value = load('volume', volume.peek(), isVolume);
  });
  effect(() => save('letterKeys', letterKeys.value));
}
