// Ctrl+K, before the palette itself is loaded.
import { type Signal, signal } from '@preact/signals';

/** Whether the palette is open; one stands on each page. */
export const isPaletteOpen: Signal<boolean> = signal(false);

/** Opens the palette by its key; returns what stops it. It rests while another dialog is open. */
export function listenToPaletteKey(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const isWanted = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k';
    if (!isWanted || (!isPaletteOpen.peek() && document.querySelector('dialog[open]'))) return;
    event.preventDefault();
    isPaletteOpen.value = !isPaletteOpen.peek();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
