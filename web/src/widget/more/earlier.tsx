/** @jsxImportSource ../view */
// The visitor's conversations: a list over the log, and what stands under an ended one while it is read.
import { htmlLang, languageOf } from '../../shared/i18n';
import type { Drawing } from '../later';
import { nameOf } from '../rows';
import type { Screen } from '../screen';
import type { JSX } from '../view/jsx-runtime';
import { type Line, isBusy, othersOf, showChat } from './others';
import { Save } from './save';
import { moreWordsOf } from './texts';

export function earlier(screen: Screen): Drawing {
  const { chat } = screen;
  const others = othersOf(screen);
  let isHeld = false;
  const show = (line: Line): void => {
    isHeld = isBusy(screen);
    if (isHeld) screen.changed();
    else showChat(screen, others.open.find(({ conv }) => conv === line.conv) ?? line);
  };
  void others.refresh();
  return () => {
    const words = moreWordsOf(chat.language);
    const { lines, isAbsent } = others;
    return (
      <div class="foot over" role="group" aria-label={words.earlier}>
        <div class="row">
          <strong>{words.earlier}</strong>
          <button type="button" class="plain" onClick={() => screen.turnTo()}>
            {words.keepChatting}
          </button>
        </div>
        {isAbsent && (
          <button type="button" class="plain error" onClick={() => void others.refresh()}>
            {words.unlisted}
          </button>
        )}
        <p class="small" role="status">
          {isHeld ? words.held : lines ? lines.length === 0 && words.none : !isAbsent && words.listing}
        </p>
        <ul>{lines?.map((line) => <Entry key={line.conv} line={line} screen={screen} show={() => show(line)} />)}</ul>
      </div>
    );
  };
}

function Entry({ line, screen, show }: { line: Line; screen: Screen; show: () => void }): JSX.Element {
  const { chat } = screen;
  const words = moreWordsOf(chat.language);
  const others = othersOf(screen);
  const thread = others.thread(line.conv);
  const unread = others.unreadOf(line.conv);
  // What is followed is newer than what was listed.
  const last = thread?.entries.findLast((entry) => entry.t === 'msg');
  const said = last?.t === 'msg' ? { ...last, preview: last.text, files: last.files?.length } : { ...line, from: line.last_from, at: line.last_at, name: line.agent_name };
  const preview = said.preview || (said.files && words.count(said.files));
  const name = nameOf(said.from, said.name, screen.words);
  const when = new Date(said.at).toLocaleString(htmlLang(chat.language), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li>
      <button type="button" aria-current={line.conv === chat.thread?.conv} onClick={show}>
        <span class="small">
          {when} {(thread ?? line).phase === 'closed' ? words.ended : <b>{words.open}</b>} {unread > 0 && <b class="new">{words.unread(unread)}</b>}
        </span>
        <span class="line" dir="auto" lang={htmlLang(languageOf(said.preview, chat.language))}>
          {preview ? `${name}: ${preview}` : words.silent}
        </span>
      </button>
    </li>
  );
}

/** Under an ended conversation that is read again. */
export function past(screen: Screen): Drawing {
  const { chat } = screen;
  const save = new Save(screen);
  const conv = chat.thread?.conv;
  const goOn = (): void => {
    const [open] = othersOf(screen).open;
    if (open) showChat(screen, open);
    else chat.startAgain();
  };
  return () => {
    const words = moreWordsOf(chat.language);
    // Another one was begun, here or in another tab.
    if (chat.thread?.conv !== conv) queueMicrotask(() => screen.turnTo());
    return (
      <div class="foot sheet">
        <div class="row">
          <button type="button" class="plain" onClick={() => screen.turnTo('earlier')}>
            {words.earlier}
          </button>
          <button type="button" class="strong" onClick={goOn}>
            {chat.storage.get('live') ? words.current : screen.words.startAgain}
          </button>
        </div>
        {chat.thread && save.draw(chat.thread.conv)}
      </div>
    );
  };
}
