/** @jsxImportSource ../view */
// Another conversation beside those that are open. Owns asking first what the site asks, and saying why there is none.
import type { Drawing } from '../later';
import type { Screen } from '../screen';
import { formOf } from './form';
import { isBusy, othersOf, swapDraft } from './others';
import { moreWordsOf } from './texts';

export function another(screen: Screen): Drawing {
  const { chat } = screen;
  const others = othersOf(screen);
  const from = chat.thread?.conv;
  let why: 'full' | 'held' | 'unbegun' | undefined;
  const begin = async (): Promise<void> => {
    if (isBusy(screen)) {
      why = 'held';
      return screen.changed();
    }
    const beside = [...others.open.map(({ conv }) => conv), ...(from ? [from] : [])];
    try {
      await chat.conversation(beside);
    } catch (error) {
      why = (error as { code?: string }).code === 'too_many_open' ? 'full' : 'unbegun';
      return screen.changed();
    }
    swapDraft(screen, from);
    screen.turnTo();
  };
  const form = chat.form && formOf(screen, () => void begin());
  if (!form) void begin();
  return () => {
    const words = moreWordsOf(chat.language);
    const back = (
      <button type="button" class="plain" onClick={() => screen.turnTo()}>
        {words.keepChatting}
      </button>
    );
    return form && !why ? (
      form(back)
    ) : (
      <div class="foot" role="group" aria-label={words.another}>
        <p class={why ? 'error' : ''} role="status">
          {why ? words[why] : words.listing}
        </p>
        {back}
      </div>
    );
  };
}
