// Where help is for a customer in personal distress: what the operator has set, or what is shipped where they have set
// nothing, as the server told at the welcome.
import { signal } from '@preact/signals';
import type { Language } from '../shared/i18n';
import type { DistressResources } from '../shared/protocol';

/** Absent until the server has told. */
export const resources = signal<DistressResources | undefined>(undefined);

/** What of the text there is in a language: `none` was told, `unknown` was not told yet. */
export function resourcesIn(language: Language): { readonly text: string; readonly isShipped: boolean } | 'none' | 'unknown' {
  const told = resources.value;
  if (!told) return 'unknown';
  const text = told[language];
  return text === undefined ? 'none' : { text, isShipped: told.shipped?.includes(language) ?? false };
}

/** A draft with the text under what is written already; the same text stands in it once. */
export function withResources(draft: string, text: string): string {
  if (draft.includes(text)) return draft;
  return draft.trim() === '' ? text : `${draft.trimEnd()}\n\n${text}`;
}
