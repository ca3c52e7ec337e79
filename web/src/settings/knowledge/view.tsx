// The knowledge base, read only: a question to try, articles by category, and what was asked and not answered.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type Language, htmlLang } from '../../shared/i18n';
import { language } from '../../staff/preferences';
import { Fetched } from '../fetched';
import { useResource } from '../resource';
import { SearchField } from '../search_field';
import { settingsWords } from '../texts';
import { TryQuestion } from './question';
import { type Article, type Shelf, arePaired, countOf, fits, lacking, shelves } from './shapes';
import { type KnowledgeWords, knowledgeWords } from './texts';

interface Gaps {
  readonly conversations: number;
  readonly gaps: readonly { readonly language: Language; readonly times: number; readonly examples: readonly string[] }[];
}

export function Knowledge(): JSX.Element {
  const words = knowledgeWords();
  const articles = useResource<{ readonly articles: readonly Article[] }>('/v1/knowledge/articles');
  const gaps = useResource<Gaps>('/v1/knowledge/gaps');
  return (
    <>
      <p class="muted">{words.lead}</p>
      <TryQuestion />
      <Fetched of={gaps}>{(value) => <GapList value={value} words={words} />}</Fetched>
      <Fetched of={articles}>{(value) => <Articles all={value.articles} words={words} />}</Fetched>
    </>
  );
}

function GapList({ value: { gaps, conversations }, words }: { value: Gaps; words: KnowledgeWords }): JSX.Element {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{words.gaps}</h2>
      {conversations > 0 && <p class="small">{words.gapsHint(conversations)}</p>}
      {gaps.length === 0 ? (
        <p>{conversations === 0 ? words.noneEnded : words.noGaps}</p>
      ) : (
        <ol class="gaps">
          {gaps.map(({ language: spoken, times, examples }) => (
            <li key={examples[0]}>
              <b class="number">{words.times(times)}</b>{' '}
              <span lang={htmlLang(spoken)}>{examples.join(' · ')}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Articles({ all, words }: { all: readonly Article[]; words: KnowledgeWords }): JSX.Element {
  const id = useId();
  const [query, setQuery] = useState('');
  const [isDueOnly, setDueOnly] = useState(false);
  const count = countOf(all);
  const due = all.filter((article) => article.due).length;
  const isPaired = arePaired(shelves(all));
  const shown = shelves(all.filter((article) => (!isDueOnly || article.due) && fits(article, query)));
  return (
    <section class="articles" aria-labelledby={id}>
      <h2 id={id}>{words.articles}</h2>
      {all.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <>
          <p class="small">
            {words.count(count.en, count.zh)}
            {due > 0 && ` · ${words.due(due)}`}
          </p>
          <div class="tools">
            <SearchField value={query} onInput={setQuery} />
            <label class="check">
              <input type="checkbox" checked={isDueOnly} onChange={() => setDueOnly(!isDueOnly)} /> {words.onlyDue}
            </label>
          </div>
          {shown.length === 0 && <p class="empty">{settingsWords().nothingFound}</p>}
          {shown.map((shelf) => (
            <ShelfView key={shelf.category ?? ''} shelf={shelf} words={words} isPaired={isPaired} isOpen={query !== '' || isDueOnly} />
          ))}
        </>
      )}
    </section>
  );
}

interface ShelfProps {
  readonly shelf: Shelf;
  readonly words: KnowledgeWords;
  /** Where categories are named in each language alone, one that lacks the other is no finding. */
  readonly isPaired: boolean;
  readonly isOpen: boolean;
}

function ShelfView({ shelf, words, isPaired, isOpen }: ShelfProps): JSX.Element {
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
          <li key={`${article.language} ${article.title}`} lang={htmlLang(article.language)}>
            <ArticleView article={article} words={words} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function ArticleView({ article, words }: { article: Article; words: KnowledgeWords }): JSX.Element {
  const { title, answer, variants, reviewed, due, version } = article;
  const day = (at: number): string => new Date(at).toLocaleDateString(htmlLang(language.value), { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <details>
      <summary>
        {title} {due && <span class="badge warn" lang={htmlLang(language.value)}>{words.isDue}</span>}
      </summary>
      <p class="text">{answer}</p>
      {variants.length > 0 && (
        <p class="small">
          <span lang={htmlLang(language.value)}>{words.alsoAsked}:</span> {variants.join(' · ')}
        </p>
      )}
      <p class="small" lang={htmlLang(language.value)}>
        v{version} · {reviewed === undefined ? words.never : words.reviewed(day(reviewed))}
      </p>
    </details>
  );
}
