/** @jsxImportSource ../view */
// What stands between the log and where one writes: the place in the queue, and that something was said in another chat.
// Fetched as the visitor begins to wait; without it the panel's head says that a person is looked for.
import type { Screen } from '../screen';
import type { JSX } from '../view/jsx-runtime';
import { isBusy, othersOf, showChat } from './others';
import { moreWordsOf } from './texts';

export function above(screen: Screen): JSX.Element[] {
  const { chat } = screen;
  const words = moreWordsOf(chat.language);
  const { unread } = chat.elsewhere;
  const queue = chat.thread?.queue;
  const go = (): void => {
    const others = othersOf(screen);
    const [only, more] = others.open.filter(({ conv }) => others.unreadOf(conv) > 0);
    if (only && !more && !isBusy(screen)) showChat(screen, only);
    else screen.turnTo('earlier');
  };
  return [
    <div key="elsewhere" class="elsewhere" role="status">
      {unread > 0 && (
        <button type="button" class="plain" onClick={go}>
          {words.elsewhere(unread)}
        </button>
      )}
    </div>,
    <div key="queue" class={queue ? 'waiting' : 'hidden'} role="status">
      {queue && [<strong>{words.position(queue.position, queue.minutes)}</strong>, ` ${words.keepWriting}`]}
    </div>,
  ];
}
