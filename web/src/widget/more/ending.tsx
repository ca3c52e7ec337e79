/** @jsxImportSource ../view */
// Ending the chat: rated before the end, while the server still takes it.
import type { Drawing } from '../later';
import type { Screen } from '../screen';
import { submit } from '../view/foot';
import { Icon, STAR } from '../view/icon';
import { moreWordsOf } from './texts';

const COMMENT_MAX = 1_000;
const SCORES = [1, 2, 3, 4, 5];

export function ending(screen: Screen): Drawing {
  const { chat } = screen;
  /** 0 until a star is chosen. */
  let score = 0;
  let comment = '';
  const end = (): void => {
    const conv = chat.thread?.conv;
    const quiet = (): void => {};
    const text = comment.trim();
    // They leave in order.
    if (conv && score > 0) chat.ask({ t: 'rate', conv, score, ...(text && { text }) }).catch(quiet);
    if (conv) chat.ask({ t: 'end', conv }).catch(quiet);
    screen.turnTo();
  };
  const stars = (words: ReturnType<typeof moreWordsOf>) =>
    SCORES.map((value) => (
      <label class={value <= score ? 'on' : ''}>
        <input
          type="radio"
          name="score"
          aria-label={words.rate(value)}
          checked={score === value}
          onChange={() => {
            score = value;
            screen.changed();
          }}
        />
        <Icon of={STAR} />
      </label>
    ));
  return () => {
    const words = moreWordsOf(chat.language);
    return (
      <form class="foot ending" onSubmit={submit(end)}>
        <fieldset>
          <legend>{words.rateQuestion}</legend>
          {stars(words)}
        </fieldset>
        {score > 0 && (
          <textarea
            rows={2}
            maxlength={COMMENT_MAX}
            value={comment}
            placeholder={words.comment}
            aria-label={words.comment}
            onInput={(event) => (comment = event.currentTarget.value)}
          />
        )}
        <div class="row">
          <button type="button" class="plain" onClick={() => screen.turnTo()}>
            {words.keepChatting}
          </button>
          <button class="strong">{words.end}</button>
        </div>
      </form>
    );
  };
}
