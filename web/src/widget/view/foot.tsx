/** @jsxImportSource . */
// What stands under the log: the composer, or a part of the second file.
import { MESSAGE_MAX_CHARS } from '../../shared/protocol';
import type { Screen } from '../screen';
import { CLIP, Icon, SEND } from './icon';
import type { JSX } from './jsx-runtime';

/** Safari ends a composition before the Enter that ended it arrives; this code gives it away. */
const COMPOSING_KEY = 229;

export const submit = (act: () => void) => (event: Event) => {
  event.preventDefault();
  act();
};

/** The limit counts characters and `maxlength` UTF-16 units, which are never fewer. */
export function Composer({ screen }: { screen: Screen }): JSX.Element {
  const { chat, words, draft } = screen;
  return (
    <form class="foot composer" onSubmit={submit(() => screen.send())}>
      <textarea
        rows={1}
        maxlength={MESSAGE_MAX_CHARS}
        value={draft}
        placeholder={words.write}
        aria-label={words.write}
        dir="auto"
        enterkeyhint="send"
        onInput={({ currentTarget }) => {
          screen.write(currentTarget.value);
          chat.ownTyping.typed();
        }}
        onBlur={() => chat.ownTyping.stopped()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === COMPOSING_KEY) return;
          event.preventDefault();
          screen.send();
        }}
      />
      {draft.length > MESSAGE_MAX_CHARS - 200 && (
        <span class="small">
          {draft.length}/{MESSAGE_MAX_CHARS}
        </span>
      )}
      {chat.files && (
        <label class="quiet">
          <Icon of={CLIP} />
          <input type="file" class="hidden" multiple accept={chat.files.types.join()} value="" aria-label={words.attach} />
        </label>
      )}
      <button class="strong send" aria-label={words.send} aria-disabled={!draft.trim() && !screen.tray?.hasAny}>
        <Icon of={SEND} />
      </button>
    </form>
  );
}
