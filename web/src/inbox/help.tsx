// The keys of the inbox, and whether single letters act. Fetched when it is first asked for.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { letterKeys } from '../staff/preferences';
import { common } from '../staff/texts';
import { helpWords } from './help_texts';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

export function Help({ on: inbox }: { on: Inbox }): JSX.Element {
  const words = helpWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const keys: readonly (readonly [string, string])[] = [
    ['J K', words.keyMove],
    ['Enter', words.keyOpen],
    ['R', words.keyReply],
    ['N', words.keyNote],
    ['E', words.keyResolve],
    ['T', words.keyTransfer],
    ['I', words.keyAsk],
    ['C', words.keyClaim],
    ['A D', words.keyOffer],
    ['Y X', words.keyVerdict],
    ['S', words.keySnooze],
    ['L', words.keyTag],
    ['P', words.keyDue],
    ['Ctrl+K', words.keyPalette],
    ['/', words.keyFilter],
    ['1–9', words.keySaved],
    ['U', words.keyUp],
    ['Alt+Enter', words.keyAlternative],
    ['?', words.keyHelp],
    ['Esc', words.keyEscape],
  ];
  return (
    <dialog
      class="help"
      ref={dialog}
      aria-labelledby="keys"
      onClose={() => {
        inbox.help.value = false;
      }}
    >
      <h2 id="keys">{inboxWords().help}</h2>
      <dl>
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={letterKeys.value}
          onChange={({ currentTarget }) => {
            letterKeys.value = currentTarget.checked;
          }}
        />{' '}
        {words.letterKeys}
      </label>
      <form method="dialog">
        <button class="button">{common().close}</button>
      </form>
    </dialog>
  );
}
