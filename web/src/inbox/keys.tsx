// Keys of the inbox. Single letters rest while somebody types, and can be switched off (WCAG 2.1.4).
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { letterKeys } from '../staff/preferences';
import { common } from '../staff/texts';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable]');
}

/** Listens on the whole page; returns what stops it. */
export function listenToKeys(inbox: Inbox): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (inbox.help.value) return;
    if (event.key !== '?' && !letterKeys.value) return;
    if (act(inbox, event.key.toLowerCase(), event.target)) event.preventDefault();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** Does what a key means; `false` when it means nothing here. */
function act(inbox: Inbox, key: string, target: EventTarget | null): boolean {
  const conv = inbox.selected.value;
  const line = conv === undefined ? undefined : inbox.line(conv);
  switch (key) {
    case 'j':
    case 'k':
      inbox.move(key === 'j' ? 1 : -1);
      return true;
    case 'arrowdown':
    case 'arrowup':
      if (!(target instanceof HTMLElement && target.closest('.rows'))) return false;
      inbox.move(key === 'arrowdown' ? 1 : -1);
      return true;
    case 'enter':
      if (target !== document.body || inbox.cursor.value === undefined) return false;
      inbox.open(inbox.cursor.value);
      return true;
    case 'r':
    case 'n':
      if (line) inbox.writeIn(line.conv, key === 'r' ? 'reply' : 'note');
      return line !== undefined;
    case 'e':
      if (line && line.phase !== 'closed') void inbox.resolve(line.conv);
      return line !== undefined;
    case 'c':
      return claim(inbox);
    case '?':
      inbox.help.value = true;
      return true;
    default:
      return false;
  }
}

/** The opened conversation when it can be claimed, else the first offer. */
function claim(inbox: Inbox): boolean {
  const conv = inbox.selected.value;
  const line = conv === undefined ? undefined : inbox.line(conv);
  const wanted = line && inbox.mayClaim(line) ? line : inbox.survey.value.offered[0];
  if (wanted) void inbox.claim(wanted.conv);
  return wanted !== undefined;
}

export function Help({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const open = inbox.help.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  const keys: readonly (readonly [string, string])[] = [
    ['J K', words.keyMove],
    ['Enter', words.keyOpen],
    ['R', words.keyReply],
    ['N', words.keyNote],
    ['E', words.keyResolve],
    ['C', words.keyClaim],
    ['Esc', words.keyEscape],
    ['?', words.keyHelp],
  ];
  return (
    <dialog
      ref={dialog}
      aria-labelledby="keys"
      onClose={() => {
        inbox.help.value = false;
      }}
    >
      <h2 id="keys">{words.keys}</h2>
      <p class="small">{words.keysLead}</p>
      <dl class="keys">
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={letterKeys.value}
          onChange={({ currentTarget }) => {
            letterKeys.value = currentTarget.checked;
          }}
        />
        {words.keyLetters}
      </label>
      <form method="dialog">
        <button class="strong">{common().close}</button>
      </form>
    </dialog>
  );
}
