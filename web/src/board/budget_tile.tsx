// What false alarms may cost and do cost: one line, and everything behind it for who opens it.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { dayTime } from '../staff/format';
import { language } from '../staff/preferences';
import { type BudgetWords, budgetWordsOf } from './budget_texts';
import { type Budgets, type ChangeView, type Purpose, type ScopeView, budgets, driftTexts, main, sourceText, spentText, watchBudgets } from './budgets';

/** The dearest first. */
const PURPOSES: readonly Purpose[] = ['page', 'handoff', 'badge'];

export function BudgetTile(): JSX.Element | null {
  useEffect(watchBudgets, []);
  const words = budgetWordsOf(language.value);
  const told = budgets.value;
  if (!told) return null;
  return (
    <details class="tile budget">
      <summary>
        <b>{words.title}</b> <Short told={told} words={words} />
      </summary>
      {told.scopes.map((scope) => (
        <Scope key={`${scope.site ?? ''} ${scope.language}`} scope={scope} min={told.min_chats} words={words} />
      ))}
      <h2>{words.changes}</h2>
      {told.changes.length === 0 ? <p class="muted">{words.noChanges}</p> : <Changes changes={told.changes} words={words} />}
    </details>
  );
}

function Short({ told, words }: { told: Budgets; words: BudgetWords }): JSX.Element {
  if (!told.enabled) return <span>{words.off}</span>;
  const scope = main(told);
  const page = scope?.purposes.find(({ purpose }) => purpose === 'page');
  const drift = scope ? driftTexts(scope, words) : [];
  return (
    <>
      <span>{scope && page && `${spentText(page, scope, words)} · `}{sourceText(scope, told.min_chats, words)}</span>
      {drift.length > 0 && <b class="under-word"> · {drift.join(' ')}</b>}
    </>
  );
}

function Scope({ scope, min, words }: { scope: ScopeView; min: number; words: BudgetWords }): JSX.Element {
  const spoken = words[scope.language];
  return (
    <section aria-label={`${scope.site ?? words.allSites}, ${spoken}`}>
      <h2>
        {scope.site ?? words.allSites} · {spoken} <span class="muted">{sourceText(scope, min, words)}</span>
      </h2>
      <dl>
        {PURPOSES.map((name) => {
          const purpose = scope.purposes.find((one) => one.purpose === name);
          return (
            purpose && (
              <div key={name}>
                <dt>{words[name]}</dt>
                <dd>{spentText(purpose, scope, words)}</dd>
              </div>
            )
          );
        })}
      </dl>
      {driftTexts(scope, words).map((text) => (
        <p key={text} class="under-word">{text}</p>
      ))}
      {scope.in_shadow && <p class="muted">{words.inShadow}</p>}
    </section>
  );
}

function Changes({ changes, words }: { changes: readonly ChangeView[]; words: BudgetWords }): JSX.Element {
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.version}>
          <span class="muted">
            {dayTime(change.at, language.value)} · {change.site ?? words.allSites} ·{' '}
            {words[change.language]}
          </span>{' '}
          {words.change(words[change.step], words[change.why], change.chats)}
        </li>
      ))}
    </ul>
  );
}
