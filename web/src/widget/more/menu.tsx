/** @jsxImportSource ../view */
// What a visitor can do beside writing: a sheet in place of the composer.
import type { Drawing } from '../later';
import type { Screen } from '../screen';
import { Icon } from '../view/icon';
import type { JSX } from '../view/jsx-runtime';
import { Save } from './save';
import { isMuted, setMuted } from './sound';
import { moreWordsOf } from './texts';

const LIST = 'M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01';
const PLUS = 'M12 5v14M5 12h14';
const BACK = 'M15 18l-6-6 6-6';
const BELL = 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4';
const DOOR = 'M9 4H5v16h4M16 8l4 4-4 4M20 12H9';

export function Act({ icon, name, act }: { icon: string; name: string; act: () => void }): JSX.Element {
  return (
    <button type="button" onClick={act}>
      <Icon of={icon} /> {name}
    </button>
  );
}

export function menu(screen: Screen): Drawing {
  const { chat } = screen;
  const save = new Save(screen);
  return () => {
    const words = moreWordsOf(chat.language);
    const { thread } = chat;
    return (
      <div class="foot sheet" role="group" aria-label={screen.words.more}>
        <Act icon={BACK} name={words.keepChatting} act={() => screen.turnTo()} />
        {thread && thread.phase !== 'closed' && <Act icon={PLUS} name={words.another} act={() => screen.turnTo('another')} />}
        <Act icon={LIST} name={words.earlier} act={() => screen.turnTo('earlier')} />
        {thread && save.draw(thread.conv)}
        <button type="button" role="switch" aria-checked={!isMuted(screen)} onClick={() => setMuted(screen, !isMuted(screen))}>
          <Icon of={BELL} /> {words.sound} <b>{isMuted(screen) ? words.off : words.on}</b>
        </button>
        {thread && thread.phase !== 'closed' && <Act icon={DOOR} name={words.end} act={() => screen.turnTo('ending')} />}
      </div>
    );
  };
}
