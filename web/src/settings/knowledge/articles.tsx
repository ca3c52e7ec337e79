// Articles by category, each with what can be done with it.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { htmlLang } from '../../shared/i18n';
import { show } from '../../staff/notices';
import { language } from '../../staff/preferences';
import { showFailure } from '../failure';
import { remove } from '../removal';
import type { Resource } from '../resource';
import { send } from '../rest';
import { SearchField } from '../search_field';
import { settingsWords } from '../texts';
import { bodyOfArticle } from './draft';
import { type Article, type Shelf, arePaired, countOf, fits, lacking, shelves } from './shapes';
import { type KnowledgeWords, knowledgeWords } from './texts';

export interface All {
  readonly articles: readonly Article[];
}

interface Props {
  readonly all: Resource<All>;
  readonly articles: readonly Article[];
  readonly onOpen: (article: Article) => void;
  readonly onWrite: () => void;
}

export function Articles({ all, articles, onOpen, onWrite }: Props): JSX.Element {
  const words = knowledgeWords();
  const id = useId();
  const [query, setQuery] = useState('');
  const [isDueOnly, setDueOnly] = useState(false);
  const [isOwnOnly, setOwnOnly] = useState(false);
  const count = countOf(articles);
  const due = articles.filter((article) => article.due).length;
  const isPaired = arePaired(shelves(articles));
  const isNarrow = query !== '' || isDueOnly || isOwnOnly;
  const shown = shelves(
    articles.filter((article) => (!isDueOnly || article.due) && (!isOwnOnly || article.origin === 'own') && fits(article, query)),
  );
  return (
    <section class="articles" aria-labelledby={id}>
      <h2 id={id}>{words.articles}</h2>
      <p class="small">
        {words.count(count.en, count.zh)}
        {due > 0 && ` · ${words.due(due)}`}
      </p>
      <div class="tools">
        <SearchField value={query} onInput={setQuery} />
        <label class="check">
          <input type="checkbox" checked={isDueOnly} onChange={() => setDueOnly(!isDueOnly)} /> {words.onlyDue}
        </label>
        <label class="check">
          <input type="checkbox" checked={isOwnOnly} onChange={() => setOwnOnly(!isOwnOnly)} /> {words.onlyOwn}
        </label>
        <button type="button" class="button strong" onClick={onWrite}>
          {words.write}
        </button>
      </div>
      {articles.length === 0 && <p class="empty">{words.none}</p>}
      {articles.length > 0 && shown.length === 0 && <p class="empty">{settingsWords().nothingFound}</p>}
      {shown.map((shelf) => (
        <ShelfView key={shelf.category ?? ''} shelf={shelf} words={words} isPaired={isPaired} isOpen={isNarrow} all={all} onOpen={onOpen} />
      ))}
    </section>
  );
}

interface ShelfProps extends Pick<Props, 'all' | 'onOpen'> {
  readonly shelf: Shelf;
  readonly words: KnowledgeWords;
  /** Where categories are named in each language alone, one that lacks the other is no finding. */
  readonly isPaired: boolean;
  readonly isOpen: boolean;
}

function ShelfView({ shelf, words, isPaired, isOpen, all, onOpen }: ShelfProps): JSX.Element {
  const { category, articles, count } = shelf;
  const lacks = isPaired ? lacking(shelf) : undefined;
  const due = articles.filter((article) => article.due).length;
  return (
    <details class="shelf" open={isOpen}>
      <summary>
        <b>{category ?? words.noCategory}</b>{' '}
        <span class="small">{isPaired ? words.count(count.en, count.zh) : count.en + count.zh}</span>{' '}
        {lacks && <span class="badge warn">{lacks === 'zh' ? words.lacksZh : words.lacksEn}</span>}{' '}
        {due > 0 && <span class="badge warn">{words.due(due)}</span>}
      </summary>
      <ul>
        {articles.map((article) => (
          <li key={article.id} lang={htmlLang(article.language)}>
            <ArticleView article={article} words={words} all={all} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </details>
  );
}

interface ArticleProps extends Pick<Props, 'all' | 'onOpen'> {
  readonly article: Article;
  readonly words: KnowledgeWords;
}

function ArticleView({ article, words, all, onOpen }: ArticleProps): JSX.Element {
  const { title, answer, variants, reviewed, due, version, origin, in_file: inFile, withdrawn, source } = article;
  const own = htmlLang(language.value);
  const day = (at: number): string => new Date(at).toLocaleDateString(own, { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <details>
      <summary>
        {title}{' '}
        <span lang={own}>
          {withdrawn && <span class="badge warn">{words.isWithdrawn}</span>}{' '}
          {origin === 'own' && <span class="badge">{inFile ? words.changedHere : words.writtenHere}</span>}{' '}
          {due && <span class="badge warn">{words.isDue}</span>}
        </span>
      </summary>
      <p class="text">{answer}</p>
      {source && <p class="small mono">{source}</p>}
      {variants.length > 0 && (
        <p class="small">
          <span lang={own}>{words.alsoAsked}:</span> {variants.join(' · ')}
        </p>
      )}
      <p class="small" lang={own}>
        v{version} · {reviewed === undefined ? words.never : words.reviewed(day(reviewed))}
      </p>
      <Acts article={article} words={words} all={all} onOpen={onOpen} />
    </details>
  );
}

function Acts({ article, words, all, onOpen }: ArticleProps): JSX.Element {
  const shared = settingsWords();
  const { id, title, origin, in_file: inFile, withdrawn } = article;
  const url = `/v1/knowledge/articles/${id}`;
  const body = bodyOfArticle(article);
  const put = (isAway: boolean): Promise<void> => send('PUT', url, { ...body, withdrawn: isAway }).then(() => all.load());
  const turn = (isAway: boolean): void => {
    const undo = { label: shared.undo, run: () => void put(!isAway).catch(showFailure) };
    const tell = (): void => show({ kind: 'done', text: isAway ? words.withdrawn(title) : words.inForce(title), action: undo });
    put(isAway).then(tell, showFailure);
  };
  const back = inFile ? words.asInFile : shared.remove;
  const act = (label: string, run: () => void): JSX.Element => (
    <button type="button" class="button small" aria-label={`${label}: ${title}`} onClick={run}>
      {label}
    </button>
  );
  return (
    <p class="acts" lang={htmlLang(language.value)}>
      {act(shared.edit, () => onOpen(article))}
      {act(withdrawn ? words.putBack : words.withdraw, () => turn(!withdrawn))}
      {origin === 'own' && act(back, () => void remove(all, url, body, inFile ? words.fileHolds(title) : words.removed(title)))}
    </p>
  );
}
