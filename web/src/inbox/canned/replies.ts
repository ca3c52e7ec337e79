// Canned replies: found by a shortcut, filled with what is known. Pure, but for fetching them.
import { type Signal, signal } from '@preact/signals';
import { call } from '../../shared/api';
import { LANGUAGES, type Language } from '../../shared/i18n';

interface Text {
  readonly title: string;
  readonly text: string;
}

/** What `GET /v1/replies` lists. */
export interface Reply {
  readonly id: string;
  readonly en?: Text;
  readonly zh?: Text;
}

/** A reply in one language. */
export interface Option extends Text {
  readonly id: string;
  readonly language: Language;
}

/** What is known of the conversation; what is not has no value. */
export interface Values {
  readonly customer?: string | undefined;
  readonly agent?: string | undefined;
  readonly order?: string | undefined;
}

/** As many as are seen without scrolling; more are found by typing on. */
const SHOWN = 6;
const SHORTCUT = /^\/([^\n]{0,40})$/;
const PLACE = /\{(customer|agent|order)(?:\|([^{}]*))?\}/g;

export class Replies {
  readonly all: Signal<readonly Reply[]> = signal([]);

  /** Fetches them; what was fetched before stays where that fails. */
  async load(): Promise<void> {
    const answer = await call<{ replies: readonly Reply[] }>('GET', '/v1/replies').catch(() => undefined);
    if (answer) this.all.value = answer.replies;
  }
}

/** What is looked for: all that is written, behind a slash in front. */
export function shortcut(text: string): string | undefined {
  return SHORTCUT.exec(text)?.[1];
}

/** The replies that fit, those in the conversation's language first, then by where the query stands. */
export function matching(all: readonly Reply[], query: string, language: Language): Option[] {
  const wanted = query.trim().toLowerCase();
  const order = [language, ...LANGUAGES.filter((other) => other !== language)];
  const options = order.flatMap((each, place) =>
    all.flatMap((reply) => {
      const text = reply[each];
      const rank = text ? rankOf(reply.id, text, wanted) : undefined;
      return text && rank !== undefined ? [{ option: { id: reply.id, language: each, ...text }, rank: place * 10 + rank }] : [];
    }));
  return options.sort((a, b) => a.rank - b.rank).slice(0, SHOWN).map(({ option }) => option);
}

function rankOf(id: string, { title, text }: Text, wanted: string): number | undefined {
  if (id.startsWith(wanted)) return 0;
  if (id.includes(wanted) || title.toLowerCase().includes(wanted)) return 1;
  return text.toLowerCase().includes(wanted) ? 2 : undefined;
}

/** The text with every place filled that can be; one that cannot stays, and is never sent. */
export function filled(text: string, values: Values): string {
  return text.replace(PLACE, (place: string, name: keyof Values, otherwise: string | undefined) => values[name]?.trim() || (otherwise ?? place));
}
