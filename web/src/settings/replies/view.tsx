// Canned replies, both languages side by side; what was deleted can be put back.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LANGUAGES, htmlLang } from '../../shared/i18n';
import { show } from '../../staff/notices';
import { Fetched } from '../fetched';
import { remove } from '../removal';
import { useResource } from '../resource';
import { SearchField } from '../search_field';
import { settingsWords } from '../texts';
import { ReplyForm } from './form';
import { type Reply, fits } from './shapes';
import { replyWords } from './texts';

export function Replies(): JSX.Element {
  const words = replyWords();
  const all = useResource<{ readonly replies: readonly Reply[] }>('/v1/replies');
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState<Reply | 'new'>();
  return (
    <>
      <p class="muted">{words.lead}</p>
      <div class="tools">
        <SearchField value={query} onInput={setQuery} />
        <button type="button" class="button strong" onClick={() => setOpened('new')}>
          {words.add}
        </button>
      </div>
      <Fetched of={all}>
        {({ replies }) => <List replies={replies} query={query} onOpen={setOpened} onRemove={({ id, ...body }) => void remove(all, `/v1/replies/${id}`, body, words.removed(id))} />}
      </Fetched>
      {opened && (
        <ReplyForm
          reply={opened === 'new' ? undefined : opened}
          taken={(all.value?.replies ?? []).map(({ id }) => id)}
          onSaved={(id) => {
            show({ kind: 'done', text: words.saved(id) });
            void all.load();
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}

interface ListProps {
  readonly replies: readonly Reply[];
  readonly query: string;
  readonly onOpen: (reply: Reply) => void;
  readonly onRemove: (reply: Reply) => void;
}

function List({ replies, query, onOpen, onRemove }: ListProps): JSX.Element {
  const words = replyWords();
  const shared = settingsWords();
  const shown = replies.filter((reply) => fits(reply, query));
  if (replies.length === 0) return <p class="empty">{words.none}</p>;
  if (shown.length === 0) return <p class="empty">{shared.nothingFound}</p>;
  return (
    <ul class="cards">
      {shown.map((reply) => (
        <li key={reply.id}>
          <p class="head">
            <b class="mono">/{reply.id}</b>
            <span class="grow" />
            <button type="button" class="button small" aria-label={`${shared.edit} /${reply.id}`} onClick={() => onOpen(reply)}>
              {shared.edit}
            </button>
            <button type="button" class="button small" aria-label={`${shared.remove} /${reply.id}`} onClick={() => onRemove(reply)}>
              {shared.remove}
            </button>
          </p>
          <div class="both">
            {LANGUAGES.map((each) => {
              const text = reply[each];
              return text ? (
                <div key={each} lang={htmlLang(each)}>
                  <b>{text.title}</b>
                  <p class="text">{text.text}</p>
                </div>
              ) : (
                <p key={each} class="small">
                  {each === 'zh' ? shared.chinese : shared.english}: {words.missing}
                </p>
              );
            })}
          </div>
        </li>
      ))}
    </ul>
  );
}
