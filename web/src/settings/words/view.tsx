// Words that agents should not send: a text to try, every rule in force, and rules made here.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { language } from '../../staff/preferences';
import { show } from '../../staff/notices';
import { Fetched } from '../fetched';
import { remove } from '../removal';
import { type Resource, useResource } from '../resource';
import { SearchField } from '../search_field';
import { settingsWords } from '../texts';
import { RuleForm } from './form';
import { type Rule, bodyOfRule, fits } from './shapes';
import { type WordingWords, wordingWords } from './texts';
import { Try } from './try';

type From = Rule['origin'] | 'all';
const FROM: readonly From[] = ['all', 'own', 'file', 'shipped'];

interface Rules {
  readonly rules: readonly Rule[];
}

export function Words(): JSX.Element {
  const words = wordingWords();
  const all = useResource<Rules>('/v1/wording/rules');
  const [opened, setOpened] = useState<Rule | 'new'>();
  return (
    <>
      <p class="muted">{words.lead}</p>
      {/* What is found is asked anew once the rules have changed. */}
      <Try rules={all.value?.rules} />
      <Fetched of={all}>{({ rules }) => <List all={all} rules={rules} onOpen={setOpened} />}</Fetched>
      {opened && (
        <RuleForm
          rule={opened === 'new' ? undefined : opened}
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
  readonly all: Resource<Rules>;
  readonly rules: readonly Rule[];
  readonly onOpen: (rule: Rule | 'new') => void;
}

function List({ all, rules, onOpen }: ListProps): JSX.Element {
  const words = wordingWords();
  const [query, setQuery] = useState('');
  const [from, setFrom] = useState<From>('all');
  const shown = rules.filter((rule) => (from === 'all' || rule.origin === from) && fits(rule, query));
  return (
    <>
      <div class="tools">
        <SearchField value={query} onInput={setQuery} />
        <div class="segmented" role="group" aria-label={words.from}>
          {FROM.map((each) => (
            <button key={each} type="button" aria-pressed={from === each} onClick={() => setFrom(each)}>
              {words[each]}
            </button>
          ))}
        </div>
        <button type="button" class="button strong" onClick={() => onOpen('new')}>
          {words.add}
        </button>
      </div>
      {rules.every(({ origin }) => origin !== 'own') && <p class="small">{words.none}</p>}
      {shown.length === 0 && query !== '' && <p class="empty">{settingsWords().nothingFound}</p>}
      <ul class="cards">
        {shown.map((rule) => (
          <Card key={rule.id} rule={rule} words={words} onOpen={() => onOpen(rule)} onRemove={() => void remove(all, `/v1/wording/rules/${rule.id}`, bodyOfRule(rule), words.removed(rule.id))} />
        ))}
      </ul>
    </>
  );
}

interface CardProps {
  readonly rule: Rule;
  readonly words: WordingWords;
  readonly onOpen: () => void;
  readonly onRemove: () => void;
}

function Card({ rule, words, onOpen, onRemove }: CardProps): JSX.Element {
  const shared = settingsWords();
  const { id, kind, level, origin, phrases, why } = rule;
  const isOwn = origin === 'own';
  return (
    <li>
      <p class="head">
        <b class="mono">{id}</b>
        <span class="badge">{words[kind]}</span>
        {level === 'block' && <span class="badge strong">{words.blocks}</span>}
        <span class="small">{words[origin]}</span>
        <span class="grow" />
        <button type="button" class="button small" aria-label={isOwn ? `${shared.edit} ${id}` : words.replaceIt(id)} onClick={onOpen}>
          {isOwn ? shared.edit : words.replace}
        </button>
        {isOwn && (
          <button type="button" class="button small" aria-label={`${shared.remove} ${id}`} onClick={onRemove}>
            {shared.remove}
          </button>
        )}
      </p>
      <p class="phrases">{phrases.join(' · ')}</p>
      <p class="small">{why[language.value]}</p>
    </li>
  );
}
