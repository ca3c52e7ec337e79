/** @jsxImportSource . */
// What stands under the log: the composer, or ending the chat (rated before the end, while the server takes it).
import { MESSAGE_MAX_CHARS } from '../../shared/protocol';
import type { Screen } from '../screen';
import { Icon } from './icon';
import type { JSX } from './jsx-runtime';

const COMMENT_MAX = 1_000;
/** Safari ends a composition before the Enter that ended it arrives; this code gives it away. */
const COMPOSING_KEY = 229;
const SCORES = [1, 2, 3, 4, 5];

const submit = (act: () => void) => (event: Event) => {
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
      <button class="strong send" aria-label={words.send} aria-disabled={draft.trim() === ''}>
        <Icon of="send" />
      </button>
    </form>
  );
}

export function Ending({ screen, score, comment }: { screen: Screen; score: number; comment: string }): JSX.Element {
  const { chat, words } = screen;
  const end = (): void => {
    chat.end(score, comment);
    screen.setEnding(undefined);
  };
  return (
    <form class="foot" onSubmit={submit(end)}>
      <fieldset>
        <legend>{words.rateQuestion}</legend>
        {SCORES.map((value) => (
          <label class={value <= score ? 'on' : ''}>
            <input
              type="radio"
              name="score"
              aria-label={words.rate(value)}
              checked={score === value}
              onChange={() => screen.setEnding({ score: value, comment })}
            />
            <Icon of="star" />
          </label>
        ))}
      </fieldset>
      {score > 0 && (
        <textarea
          rows={2}
          maxlength={COMMENT_MAX}
          value={comment}
          placeholder={words.comment}
          aria-label={words.comment}
          onInput={(event) => screen.setEnding({ score, comment: event.currentTarget.value })}
        />
      )}
      <div class="row">
        <button type="button" class="plain" onClick={() => screen.setEnding(undefined)}>
          {words.keepChatting}
        </button>
        <button class="strong">{words.end}</button>
      </div>
    </form>
  );
}
