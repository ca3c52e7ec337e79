// What is written and not saved: asked about before it is lost. One form is open at a time.
import { signal } from '@preact/signals';
import { settingsWords } from './texts';

/** Something in the open form differs from what is saved. */
export const unsaved = signal(false);

/** Whether it may go: nothing is unsaved, or the person says so. */
export function mayLeave(): boolean {
  if (!unsaved.peek()) return true;
  if (!confirm(settingsWords().discardSure)) return false;
  unsaved.value = false;
  return true;
}

/** Lets the browser ask before the page goes; returns what ends it. */
export function guardPage(): () => void {
  const onLeave = (event: BeforeUnloadEvent): void => {
    if (unsaved.peek()) event.preventDefault();
  };
  addEventListener('beforeunload', onLeave);
  return () => removeEventListener('beforeunload', onLeave);
}
