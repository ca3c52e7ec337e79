// The site as REST tells of it, and what the form makes of it. Pure.
import type { Language } from '../../shared/protocol';

export const ASKED = ['off', 'optional', 'required'] as const;
export type Asked = (typeof ASKED)[number];

/** What can be set while the server runs. */
export interface SiteBody {
  readonly name: string;
  readonly language: Language;
  readonly origins: readonly string[];
  readonly form: {
    readonly name: Asked;
    readonly email: Asked;
    readonly topic: Asked;
    readonly topics: readonly { readonly en: string; readonly zh: string }[];
  };
}

export interface Site extends SiteBody {
  readonly site: string;
  /** It was changed here. */
  readonly own: boolean;
}

/** What stands in the form; lists one a line. */
export interface Draft {
  readonly name: string;
  readonly language: Language;
  readonly origins: string;
  readonly askName: Asked;
  readonly askEmail: Asked;
  readonly askTopic: Asked;
  readonly topics: string;
}

export function draftOf({ name, language, origins, form }: SiteBody): Draft {
  const topics = form.topics.map(({ en, zh }) => `${en} | ${zh}`);
  return {
    name, language, origins: origins.join('\n'), askName: form.name, askEmail: form.email, askTopic: form.topic, topics: topics.join('\n'),
  };
}

export function isSame(a: Draft, b: Draft): boolean {
  return (Object.keys(a) as (keyof Draft)[]).every((key) => a[key] === b[key]);
}

/** A topic without a bar is the same in both languages. */
export function bodyOf({ name, language, origins, askName, askEmail, askTopic, topics }: Draft): SiteBody {
  const topic = (line: string): { en: string; zh: string } => {
    const [en = '', zh = en] = line.split('|').map((part) => part.trim());
    return { en, zh };
  };
  return { name: name.trim(), language, origins: lines(origins), form: { name: askName, email: askEmail, topic: askTopic, topics: lines(topics).map(topic) } };
}

/** What is sent to set the site as it stands. */
export function bodyOfSite({ name, language, origins, form }: Site): SiteBody {
  return { name, language, origins, form };
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
