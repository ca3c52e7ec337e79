// Short messages at the edge of the screen: what could not be done, and what can be undone.
import { signal } from '@preact/signals';
import { type ErrorCode, codeOf, errorText } from './errors';
import { language } from './preferences';

export interface Notice {
  readonly key: number;
  readonly kind: 'done' | 'error';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const MOST = 3;
/** An error is read, an undo is reached for. */
const SHOWN_MS = { done: 5_000, error: 8_000 };

export const notices = signal<readonly Notice[]>([]);
let nextKey = 1;

export function show(notice: Omit<Notice, 'key'>): void {
  const key = nextKey++;
  notices.value = [...notices.value.slice(1 - MOST), { ...notice, key }];
  setTimeout(() => dismiss(key), SHOWN_MS[notice.kind]);
}

/** Says why something was not done; a session that ended is told of by the login. */
export function showError(error: unknown): void {
  const code: ErrorCode = codeOf(error);
  if (code === 'session_ended' || code === 'unauthorized') return;
  show({ kind: 'error', text: errorText(code, language.value) });
}

/** Does it, says so, and offers the way back; says why where it is not done. */
export async function doWithUndo(act: () => Promise<void>, back: () => Promise<void>, text: string, undo: string): Promise<void> {
  try {
    await act();
    show({ kind: 'done', text, action: { label: undo, run: () => void back().catch(showError) } });
  } catch (error) {
    showError(error);
  }
}

export function dismiss(key: number): void {
  notices.value = notices.value.filter((notice) => notice.key !== key);
}
