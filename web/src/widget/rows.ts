// From the thread to the lines of the log. Owns grouping and what each change of state says; pure.
import { type Language, htmlLang } from '../shared/i18n';
import type { AttachedFile } from '../shared/protocol';
import type { Outgoing } from './outgoing';
import type { Words } from './texts';
import type { StateEntry, Thread } from './thread';

export interface Bubble {
  readonly kind: 'bubble';
  readonly key: string;
  readonly from: 'visitor' | 'bot' | 'agent';
  readonly name: string;
  readonly text: string;
  readonly files?: readonly AttachedFile[] | undefined;
  readonly at: number;
  /** First of its speaker's group. */
  readonly first: boolean;
  /** Own messages: what became of it. */
  readonly state?: 'sending' | 'sent' | 'seen' | 'failed';
  readonly code?: string | undefined;
  /** Own messages: the state is told under this one. */
  readonly tell: boolean;
}
export type Row = Bubble | { readonly kind: 'day' | 'line'; readonly key: string; readonly text: string };

export function rowsOf(thread: Thread | undefined, outgoing: readonly Outgoing[], words: Words, language: Language, now: number): Row[] {
  const rows: Row[] = [];
  let day = '';
  const startDay = (at: number): void => {
    const name = dayName(at, now, words, language);
    if (name !== day) rows.push({ kind: 'day', key: `day ${name}`, text: name });
    day = name;
  };
  const bubble = (made: Omit<Bubble, 'kind' | 'first' | 'tell'>): void => {
    startDay(made.at);
    const last = rows.at(-1);
    const first = last?.kind !== 'bubble' || last.from !== made.from || last.name !== made.name;
    rows.push({ ...made, kind: 'bubble', first, tell: made.state === 'failed' });
  };
  for (const entry of thread?.entries ?? []) {
    if (entry.t === 'msg') {
      const state = entry.from === 'visitor' ? { state: entry.seq <= (thread?.seen ?? 0) ? 'seen' : 'sent' } as const : {};
      bubble({ key: entry.id, from: entry.from, name: nameOf(entry.from, entry.name, words), text: entry.text, files: entry.files, at: entry.at, ...state });
    } else {
      const text = lineOf(entry, words);
      if (text === undefined) continue;
      startDay(entry.at);
      rows.push({ kind: 'line', key: `line ${entry.seq}`, text });
    }
  }
  for (const { id, conv, text, files, at, state, code } of outgoing) {
    // What came too late for one conversation may go into any other.
    if (!conv || conv === thread?.conv || code === 'closed') bubble({ key: id, from: 'visitor', name: words.you, text, files, at, state, code });
  }
  return tellLast(rows);
}

/** Only the last own message tells its state, beside those that failed. */
function tellLast(rows: Row[]): Row[] {
  const last = rows.findLastIndex((row) => row.kind === 'bubble' && row.from === 'visitor');
  const answered = rows.slice(last + 1).some((row) => row.kind === 'bubble');
  return rows.map((row, index) => (index === last && row.kind === 'bubble' && !answered ? { ...row, tell: true } : row));
}

export function nameOf(from: Bubble['from'], name: string | undefined, words: Words): string {
  if (from === 'visitor') return words.you;
  return from === 'bot' ? words.assistant : (name ?? words.agent);
}

function lineOf({ what, name }: StateEntry, words: Words): string | undefined {
  switch (what) {
    case 'waiting':
      return words.waitingLine;
    case 'joined':
      return words.joined(name ?? words.agent);
    case 'closed':
      return words.ended;
    case 'reopened':
      return words.reopened;
    case 'rated':
      return words.rated;
    default:
      return undefined;
  }
}

function dayName(at: number, now: number, words: Words, language: Language): string {
  const start = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((start(now) - start(at)) / 86_400_000);
  if (days <= 0) return words.today;
  if (days === 1) return words.yesterday;
  return new Date(at).toLocaleDateString(htmlLang(language), { month: 'long', day: 'numeric', weekday: 'short' });
}
