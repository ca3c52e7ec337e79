/** @jsxImportSource ../view */
// The visitor's conversations: a list over the log, and what stands under one of them while it is read.
import { htmlLang, languageOf } from '../../shared/i18n';
import type { VisitorConversation } from '../../shared/protocol';
import type { Drawing } from '../later';
import { nameOf } from '../rows';
import type { Screen } from '../screen';
import type { JSX } from '../view/jsx-runtime';
import { ask } from './ask';
import { Save } from './save';
import { moreWordsOf } from './texts';

/** One conversation, as `GET /v1/conversations` tells of it. */
interface Line extends VisitorConversation {
  readonly last_at: number;
  readonly preview: string;
  /** How many files stand beside it. */
  readonly files?: number;
  readonly last_from: 'visitor' | 'bot' | 'agent';
}

export function earlier(screen: Screen): Drawing {
  const { chat } = screen;
  let lines: readonly Line[] | undefined;
  let isAbsent = false;
  const load = async (): Promise<void> => {
    isAbsent = false;
    try {
      ({ conversations: lines } = (await (await ask(chat, 'conversations')).json()) as { conversations: Line[] });
    } catch {
      isAbsent = true;
    }
    screen.changed();
  };
  const read = (line: Line): void => {
    if (line.conv !== chat.thread?.conv) chat.adopt(line, line.phase === 'closed');
    screen.turnTo(line.phase === 'closed' ? 'past' : undefined);
  };
  void load();
  return () => {
    const words = moreWordsOf(chat.language);
    return (
      <div class="foot over" role="group" aria-label={words.earlier}>
        <div class="row">
          <strong>{words.earlier}</strong>
          <button type="button" class="plain" onClick={() => screen.turnTo()}>
            {words.keepChatting}
          </button>
        </div>
        {isAbsent && (
          <button type="button" class="plain error" onClick={() => void load()}>
            {words.unlisted}
          </button>
        )}
        <p class="small" role="status">
          {lines ? lines.length === 0 && words.none : !isAbsent && words.listing}
        </p>
        <ul>{lines?.map((line) => <Entry key={line.conv} line={line} screen={screen} read={() => read(line)} />)}</ul>
      </div>
    );
  };
}

function Entry({ line, screen, read }: { line: Line; screen: Screen; read: () => void }): JSX.Element {
  const { chat } = screen;
  const words = moreWordsOf(chat.language);
  const { last_from: from, files } = line;
  const preview = line.preview || (files && words.count(files));
  const name = nameOf(from, line.agent_name, screen.words);
  const when = new Date(line.last_at).toLocaleString(htmlLang(chat.language), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li>
      <button type="button" onClick={read}>
        <span class="small">
          {when} {line.phase === 'closed' ? words.ended : <b>{words.open}</b>}
        </span>
        <span class="line" dir="auto" lang={htmlLang(languageOf(line.preview, chat.language))}>
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
  return () => {
    const words = moreWordsOf(chat.language);
    // Another one was begun, here or in another tab.
    if (chat.thread?.conv !== conv) queueMicrotask(() => screen.turnTo());
    return (
      <div class="foot sheet">
        {chat.elsewhere && (
          <p class="small" role="status">
            {words.elsewhere}
          </p>
        )}
        <div class="row">
          <button type="button" class="plain" onClick={() => screen.turnTo('earlier')}>
            {words.earlier}
          </button>
          <button type="button" class="strong" onClick={() => chat.startAgain()}>
            {chat.storage.get('live') ? words.current : screen.words.startAgain}
          </button>
        </div>
        {chat.thread && save.draw(chat.thread.conv)}
      </div>
    );
  };
}
