// The knowledge base: a question to try, what was asked and not answered, and articles to write and change.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type Language, htmlLang } from '../../shared/i18n';
import { show } from '../../staff/notices';
import { language } from '../../staff/preferences';
import { Fetched } from '../fetched';
import { useResource } from '../resource';
import { type All, Articles } from './articles';
import type { Asked } from './draft';
import { ArticleForm, type Opened } from './form';
import { TryQuestion } from './question';
import { shelves } from './shapes';
import { type KnowledgeWords, knowledgeWords } from './texts';

interface Gap {
  readonly language: Language;
  readonly times: number;
  readonly examples: readonly string[];
  /** The article that it is answered from now. */
  readonly answered?: string;
}

interface Gaps {
  readonly conversations: number;
  readonly gaps: readonly Gap[];
}

export function Knowledge(): JSX.Element {
  const words = knowledgeWords();
  const all = useResource<All>('/v1/knowledge/articles');
  const gaps = useResource<Gaps>('/v1/knowledge/gaps');
  const [opened, setOpened] = useState<Opened>();
  const write = (asked: Asked): void => setOpened({ asked });
  return (
    <>
      <p class="muted">{words.lead}</p>
      <TryQuestion />
      <Fetched of={gaps}>{(value) => <GapList value={value} words={words} onWrite={write} />}</Fetched>
      <Fetched of={all}>
        {({ articles }) => (
          <Articles
            all={all}
            articles={articles}
            onOpen={(article) => setOpened({ article })}
            onWrite={() => write({ language: language.value, questions: [] })}
          />
        )}
      </Fetched>
      {opened && (
        <ArticleForm
          of={opened}
          categories={shelves(all.value?.articles ?? []).flatMap(({ category }) => category ?? [])}
          onSaved={(title) => {
            const isAway = 'article' in opened && opened.article.withdrawn;
            show({ kind: 'done', text: isAway ? words.withdrawn(title) : words.inForce(title) });
            void all.load();
            void gaps.load();
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}

interface GapProps {
  readonly value: Gaps;
  readonly words: KnowledgeWords;
  readonly onWrite: (asked: Asked) => void;
}

/** What nothing answers first; each in the order in which it was told. */
function byNeed(gaps: readonly Gap[]): readonly Gap[] {
  return [...gaps.filter(({ answered }) => answered === undefined), ...gaps.filter(({ answered }) => answered !== undefined)];
}

function GapList({ value: { gaps, conversations }, words, onWrite }: GapProps): JSX.Element {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{words.gaps}</h2>
      {conversations > 0 && <p class="small">{words.gapsHint(conversations)}</p>}
      {gaps.length === 0 ? (
        <p>{conversations === 0 ? words.noneEnded : words.noGaps}</p>
      ) : (
        <ol class="gaps">
          {byNeed(gaps).map(({ language: spoken, times, examples, answered }) => (
            <li key={examples[0]} class="head">
              <b class="number">{words.times(times)}</b>
              <span class="grow" lang={htmlLang(spoken)}>{examples.join(' · ')}</span>
              {answered === undefined ? (
                <button type="button" class="button small" aria-label={words.writeFor(examples[0] ?? '')}
                  onClick={() => onWrite({ language: spoken, questions: examples })}>
                  {words.write}
                </button>
              ) : (
                <span class="badge">{words.answeredNow(answered)}</span>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
