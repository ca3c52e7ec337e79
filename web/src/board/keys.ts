// Keys of the board: J and K walk over the alerts, letters press the buttons of the one that has the focus. Single
// letters rest while somebody types, and can be switched off (WCAG 2.1.4).
import { letterKeys } from '../staff/preferences';

/** Listens on the whole page; returns what stops it. */
export function listenToKeys(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !letterKeys.value) return;
    if (press(event.key.toLowerCase(), event.target)) event.preventDefault();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** Does what a key means; `false` when it means nothing here. */
export function press(key: string, target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : undefined;
  if (element?.matches('input, textarea, select, [contenteditable]')) return false;
  const own = element?.closest<HTMLElement>('[data-alert]');
  if (key === 'j' || key === 'k') return walk(own ?? undefined, key === 'j' ? 1 : -1);
  const button = /^[a-z]$/.test(key) ? own?.querySelector<HTMLElement>(`[data-key="${key}"]`) : undefined;
  button?.click();
  return Boolean(button);
}

function walk(from: HTMLElement | undefined, by: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>('[data-alert]')].filter((one) => !one.closest('details:not([open])'));
  const at = from ? all.indexOf(from) + by : 0;
  const next = all[Math.max(0, Math.min(at, all.length - 1))];
  next?.focus();
  return next !== undefined;
}
