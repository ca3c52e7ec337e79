// Budgets of false alarms: as they are set, and the form that changes them.
import { Fragment, type JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { show } from '../../staff/notices';
import { FormDialog } from '../dialog';
import { Fetched } from '../fetched';
import { remove } from '../removal';
import { useResource } from '../resource';
import { send } from '../rest';
import { type Budgets, type BudgetsBody, type Draft, bodyOf, bodyOfBudgets, draftOf, isSame, tidy } from './shapes';
import { type BudgetsWords, budgetsWords } from './texts';

const PATH = '/v1/settings/budgets';
const PURPOSES = ['page', 'handoff', 'badge'] as const;

export function BudgetsSection(): JSX.Element {
  const words = budgetsWords();
  const id = useId();
  const settings = useResource<{ readonly budgets: Budgets }>('/v1/settings');
  const [isOpen, setOpen] = useState(false);
  const budgets = settings.value?.budgets;
  return (
    <>
      <p class="muted">
        {words.lead} <a href="/board">{words.board}</a>
      </p>
      <section class="card" aria-labelledby={id}>
        <div class="head">
          <h2 id={id}>{words.budgets}</h2>
          {budgets?.own && <span class="badge">{words.changedHere}</span>}
          <span class="grow" />
          {budgets && (
            <button type="button" class="button small" onClick={() => setOpen(true)}>
              {words.change}
            </button>
          )}
          {budgets?.own && (
            <button type="button" class="button small" onClick={() => void remove(settings, PATH, bodyOfBudgets(budgets), words.configured)}>
              {words.asConfigured}
            </button>
          )}
        </div>
        <Fetched of={settings}>{(value) => <Facts budgets={value.budgets} words={words} />}</Fetched>
        <p class="small">{words.hint}</p>
      </section>
      {isOpen && budgets && (
        <BudgetsForm
          budgets={budgets}
          onSaved={() => {
            show({ kind: 'done', text: words.saved });
            void settings.load();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function Facts({ budgets, words }: { budgets: Budgets; words: BudgetsWords }): JSX.Element {
  return (
    <dl class="facts">
      {PURPOSES.map((purpose) => (
        <Fragment key={purpose}>
          <dt>{words[purpose]}</dt>
          <dd>{words.per100(tidy(budgets[purpose]))}</dd>
        </Fragment>
      ))}
      <dt>{words.lines}</dt>
      <dd>{budgets.enabled ? words.computed : words.policyHolds}</dd>
      <dt>{words.least}</dt>
      <dd>{budgets.min_chats}</dd>
    </dl>
  );
}

function BudgetsForm({ budgets, onSaved, onClose }: { budgets: BudgetsBody; onSaved: () => void; onClose: () => void }): JSX.Element {
  const words = budgetsWords();
  const [first] = useState(() => draftOf(budgets));
  const [draft, setDraft] = useState<Draft>(first);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const save = async (): Promise<void> => {
    await send('PUT', PATH, bodyOf(draft));
    onSaved();
  };
  const { page, handoff, badge, least: min_chats } = words;
  const rules = { page: words.ruleBudget, handoff: words.ruleBudget, badge: words.ruleBudget, min_chats: words.ruleLeast };
  return (
    <FormDialog title={words.change} labels={{ page, handoff, badge, min_chats }} rules={rules} isDirty={!isSame(draft, first)} save={save} onClose={onClose}>
      <div class="columns-of-form">
        {PURPOSES.map((purpose) => (
          <label key={purpose}>
            {words[purpose]}
            <input type="number" min={0} max={50} step="any" required value={draft[purpose]} onInput={(event) => change({ [purpose]: event.currentTarget.value })} />
          </label>
        ))}
      </div>
      <p class="small">{words.smaller}</p>
      <label>
        {words.least}
        <input type="number" min={100} max={5000} step={1} required value={draft.least} onInput={(event) => change({ least: event.currentTarget.value })} />
      </label>
      <label class="check">
        <input type="checkbox" checked={draft.enabled} onChange={() => change({ enabled: !draft.enabled })} /> {words.enabled}
      </label>
    </FormDialog>
  );
}
