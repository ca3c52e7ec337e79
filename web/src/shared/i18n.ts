// The languages of the screens, and typed dictionaries: a text that one language lacks does not compile.

export type Language = 'en' | 'zh';

export const LANGUAGES: readonly Language[] = ['en', 'zh'];

/** The shape of a dictionary: texts, or functions from values to a text. */
export type Texts = Readonly<Record<string, string | ((...values: never[]) => string)>>;

/** A dictionary with the same texts in another language. */
export type Translated<T extends Texts> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };

/** Binds both languages of a face: `const textsOf = dictionary(en, zh); textsOf('zh').send`. */
export function dictionary<T extends Texts>(en: T, zh: Translated<T>): (language: Language) => Translated<T> {
  return (language) => (language === 'zh' ? zh : (en as Translated<T>));
}

/** The first wish that names a language we speak (`zh-Hant`, `en_GB` …), else English. */
export function pickLanguage(...wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const prefix = wish?.slice(0, 2).toLowerCase();
    if (prefix === 'en' || prefix === 'zh') return prefix;
  }
  return 'en';
}

/** What `lang` attributes say, so that Han glyphs and voices fit. */
export function htmlLang(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

/** Guesses the language of one message by its script, for the `lang` of its bubble. */
export function languageOf(text: string, otherwise: Language): Language {
  if (/[\u3400-\u9fff]/.test(text)) return 'zh';
  return /[a-z]{2}/i.test(text) ? 'en' : otherwise;
}
