// Ctrl+K: everything that can be done here, by typing. A field that is a combobox over a list; the focus never leaves
// the field, arrows move the choice, Enter does it, Escape closes.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Entry, fitting } from './entries';
import { sends } from '../enter';
import { isPaletteOpen } from './key';
import { paletteWords } from './texts';

/** @param entries everything there is at the moment; asked for while it is open */
export function Palette({ entries }: { entries: () => readonly Entry[] }): JSX.Element | null {
  return isPaletteOpen.value ? <Opened all={entries()} /> : null;
}

const LIST = 'palette-list';

function Opened({ all }: { all: readonly Entry[] }): JSX.Element {
  const words = paletteWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const found = fitting(all, query);
  const chosen = Math.min(at, found.length - 1);
  useEffect(() => document.getElementById(`${LIST}-${chosen}`)?.scrollIntoView({ block: 'nearest' }), [chosen]);
  // At once, not when the browser gets to the dialog's close event: Ctrl+K pressed between the two would close it again.
  const leave = (): void => {
    dialog.current?.close();
    isPaletteOpen.value = false;
  };
  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    // The page has the focus again before the act moves it.
    leave();
    entry.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const moves: Readonly<Record<string, number>> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, Home: 0, End: found.length - 1 };
    const to = moves[event.key];
    if (to !== undefined && !(query !== '' && (event.key === 'Home' || event.key === 'End'))) setAt((to + found.length) % Math.max(found.length, 1));
    else if (sends(event)) run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={words.title}
      onCancel={leave}
      onClick={(event) => event.target === dialog.current && leave()}
    >
      <input
        role="combobox"
        aria-label={words.title}
        aria-expanded={found.length > 0}
        aria-controls={LIST}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${LIST}-${chosen}` : undefined}
        placeholder={words.placeholder}
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul id={LIST} role="listbox" aria-label={words.title}>
        {found.map((entry, index) => (
          <Option key={entry.id} entry={entry} index={index} isChosen={index === chosen} onRun={() => run(entry)} />
        ))}
      </ul>
      <p class="small" role="status">
        {found.length === 0 ? words.none : <span class="unseen">{words.found(found.length)}</span>}
      </p>
    </dialog>
  );
}

interface OptionProps {
  readonly entry: Entry;
  readonly index: number;
  readonly isChosen: boolean;
  readonly onRun: () => void;
}

function Option({ entry, index, isChosen, onRun }: OptionProps): JSX.Element {
  return (
    // A press leaves the caret in the field.
    <li id={`${LIST}-${index}`} role="option" aria-selected={isChosen} onMouseDown={(event) => event.preventDefault()} onClick={onRun}>
      <span class="what" dir="auto">
        {entry.text}
        {entry.hint !== undefined && <span class="small"> {entry.hint}</span>}
      </span>
      {entry.key !== undefined && <kbd>{entry.key}</kbd>}
    </li>
  );
}
