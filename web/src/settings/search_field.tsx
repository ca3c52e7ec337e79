// Narrows a list as one types.
import type { JSX } from 'preact';
import { settingsWords } from './texts';

export function SearchField({ value, onInput }: { value: string; onInput: (value: string) => void }): JSX.Element {
  const words = settingsWords();
  return (
    <input
      type="search"
      class="search"
      aria-label={words.find}
      placeholder={words.find}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}
