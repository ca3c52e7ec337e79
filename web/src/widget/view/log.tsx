/** @jsxImportSource . */
// The messages.
import { htmlLang, languageOf } from '../../shared/i18n';
import { pieces } from '../../shared/links';
import { type Bubble, type Row, nameOf, rowsOf } from '../rows';
import type { Screen } from '../screen';
import { DOWN, Icon } from './icon';
import type { JSX } from './jsx-runtime';

export function Log({ screen }: { screen: Screen }): JSX.Element {
  const { chat, words } = screen;
  const { loading, older } = chat;
  const { who } = chat.typing;
  const rows = rowsOf(chat.thread, chat.outgoing.all, words, chat.language, Date.now());
  return (
    <div class="logbox">
      <div class="log" onScroll={() => screen.scrolled()} role="log" aria-label={words.log} aria-busy={loading} tabindex={0}>
        {older && !loading && (
          <button class="quiet older" onClick={() => void chat.loadOlder()}>
            {words.older}
          </button>
        )}
        {loading && <div class="skeleton" />}
        {rows.length === 0 && !loading && <p class="text">{words.greeting}</p>}
        <ol>
          {rows.map((row) => (
            <Line key={row.key} row={row} screen={screen} />
          ))}
        </ol>
        {who && <p class="small typing">{words.typing(nameOf(who.who, who.name, words))}</p>}
      </div>
      {screen.behind && (
        <button class="jump" onClick={() => screen.toEnd()}>
          <Icon of={DOWN} /> {words.latest}
        </button>
      )}
    </div>
  );
}

function Line({ row, screen }: { row: Row; screen: Screen }): JSX.Element {
  if (row.kind !== 'bubble') return <li class={`small ${row.kind}`}>{row.text}</li>;
  const { chat, words } = screen;
  const lang = htmlLang(chat.language);
  const time = new Date(row.at).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' });
  const label = row.from === 'bot' || (row.first && row.from === 'agent');
  return (
    <li class={`${row.from}${row.first ? ' first' : ''}${row.state === 'failed' ? ' failed' : ''}`}>
      <p class={label ? 'small' : 'hidden'}>
        {row.name} {row.from === 'bot' && <b>{words.bot}</b>} {time}
      </p>
      {row.text && (
        <p class="text" dir="auto" lang={htmlLang(languageOf(row.text, chat.language))}>
          {pieces(row.text).map(({ text, href }) =>
            href === undefined ? (
              text
            ) : (
              <a href={href} target="_blank" rel="noopener noreferrer nofollow">
                {text}
              </a>
            ),
          )}
        </p>
      )}
      {row.files?.map((file) => screen.later.more?.attached(screen, file) ?? <p class="text">{file.name}</p>)}
      {row.tell && <Fate row={row} screen={screen} />}
    </li>
  );
}

/** What became of an own message. */
function Fate({ row, screen: { chat, words } }: { row: Bubble; screen: Screen }): JSX.Element {
  if (row.state !== 'failed') return <p class="small">{words[row.state ?? 'sent']}</p>;
  if (row.code === 'invalid_field' || row.code === 'too_large') return <p class="small error">{words.failedLong}</p>;
  return (
    <button class="small error" onClick={() => chat.retry(row.key)}>
      {row.code === 'closed' ? words.failedClosed : words.failed}
    </button>
  );
}
