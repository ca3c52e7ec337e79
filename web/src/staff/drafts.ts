// What was typed and not sent, per conversation; survives a reload. Owns its bound: the oldest make way.
import { forget, load, recordOf, save } from './storage';

const MOST = 50;
const KEY = 'drafts';

export type DraftKind = 'reply' | 'note';

const isText = (value: unknown): value is string => typeof value === 'string';
let drafts: Map<string, string> | undefined;
let saving: ReturnType<typeof setTimeout> | undefined;

function all(): Map<string, string> {
  drafts ??= new Map(Object.entries(load(KEY, {}, recordOf(isText))));
  return drafts;
}

export function draft(conv: string, kind: DraftKind): string {
  return all().get(`${kind} ${conv}`) ?? '';
}

export function keepDraft(conv: string, kind: DraftKind, text: string): void {
  const kept = all();
  const key = `${kind} ${conv}`;
  kept.delete(key);
  if (text.trim() !== '') kept.set(key, text);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
  clearTimeout(saving);
  saving = setTimeout(() => save(KEY, Object.fromEntries(kept)), 300);
}

/** Whether something waits to be sent in this conversation. */
export function hasDraft(conv: string): boolean {
  return all().has(`reply ${conv}`);
}

export function clearDrafts(): void {
  clearTimeout(saving);
  all().clear();
  forget(KEY);
}
