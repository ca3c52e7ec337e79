// Messages that were found, under the list: who said what when, with the words marked. Text nodes alone. Fetched with the
// first search.
import type { JSX } from 'preact';
import { errorText } from '../staff/errors';
import { excerpt } from '../staff/excerpt';
import { momentText } from '../staff/format';
import { Icon } from '../staff/icons';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import type { Hit, Looked, MessageSearch } from './search';
import { type InboxWords, inboxWords } from './texts';

interface Props {
  readonly search: MessageSearch;
  /** Opens a conversation at a message. */
  readonly openAt: (conv: string, seq: number) => void;
}

export function Found({ on: { search, openAt } }: { on: Props }): JSX.Element | null {
  const words = inboxWords();
  const looked = search.looked.value;
  if (looked.state === 'idle') return null;
  return (
    <section class="found" aria-label={words.inMessages}>
      <h2 class="small">{words.inMessages}</h2>
      <p class="small state" role="status">
        {stateText(looked, words)}
      </p>
      {looked.state === 'failed' && (
        <p class="failure" role="alert">
          {looked.code === 'not_found' ? words.searchOff : errorText(looked.code, language.value)}{' '}
          {looked.code !== 'not_found' && (
            <button type="button" class="button small" onClick={() => search.again()}>
              {common().retry}
            </button>
          )}
        </p>
      )}
      {looked.state === 'found' && (
        <ol>
          {looked.hits.map((hit) => (
            <li key={`${hit.conv} ${hit.seq}`}>
              <HitView hit={hit} words={words} onOpen={openAt} />
            </li>
          ))}
        </ol>
      )}
      {looked.state === 'found' && looked.next !== undefined && (
        <button type="button" class="button small older" aria-disabled={search.loadingMore.value} onClick={() => void search.more()}>
          {search.loadingMore.value ? common().loading : words.olderHits}
        </button>
      )}
    </section>
  );
}

/** What whoever looks should know beside the hits. */
function stateText(looked: Looked, words: InboxWords): string {
  if (looked.state === 'looking') return words.looking;
  if (looked.state !== 'found') return '';
  const notes = [
    looked.hits.length === 0 && words.noMessages,
    !looked.complete && words.cutShort,
    looked.rebuilding && words.rebuilding,
    !looked.rebuilding && looked.behind > 0 && words.behind(looked.behind),
  ];
  return notes.filter((note) => note !== false).join(' ');
}

function HitView({ hit, words, onOpen }: { hit: Hit; words: InboxWords; onOpen: Props['openAt'] }): JSX.Element {
  const { pieces, isCutBefore, isCutAfter } = excerpt(hit.text, hit.spans.map((span) => ({ ...span, weight: 1 })));
  return (
    <button type="button" class="hit" onClick={() => onOpen(hit.conv, hit.seq)}>
      <span class="small">
        <b dir="auto">{sayer(hit, words)}</b>
        {hit.kind === 'note' && ` · ${words.hitNote}`}
        {' · '}
        <time dateTime={new Date(hit.at).toISOString()}>{momentText(hit.at, Date.now(), language.value)}</time>
      </span>
      <span class="said" dir="auto">
        {isCutBefore && '…'}
        {pieces.map(({ text, mark }, at) => (mark === undefined ? text : <mark key={at}>{text}</mark>))}
        {isCutAfter && '…'}
      </span>
      {hit.files?.map((name) => (
        <span key={name} class="small" dir="auto">
          <Icon name="clip" /> {name}
        </span>
      ))}
    </button>
  );
}

function sayer({ by, visitor_name }: Hit, words: InboxWords): string {
  if (by.who === 'staff') return by.name;
  return by.who === 'visitor' ? (visitor_name ?? common().visitor) : words.withBot;
}
