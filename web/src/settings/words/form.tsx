// The form for a rule of wording. A configured rule that is replaced begins as a copy.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FormDialog } from '../dialog';
import { send } from '../rest';
import { type Draft, KINDS, LEVELS, type Rule, bodyOf, draftOf, isSame } from './shapes';
import { wordingWords } from './texts';

interface Props {
  readonly rule: Rule | undefined;
  readonly onSaved: (id: string) => void;
  readonly onClose: () => void;
}

export function RuleForm({ rule, onSaved, onClose }: Props): JSX.Element {
  const words = wordingWords();
  const [first] = useState(() => draftOf(rule));
  const [draft, setDraft] = useState<Draft>(first);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const save = async (): Promise<void> => {
    await send('PUT', `/v1/wording/rules/${encodeURIComponent(draft.id)}`, bodyOf(draft));
    onSaved(draft.id);
  };
  const labels = {
    id: words.id, kind: words.kind, level: words.level, phrases: words.phrases, unless: words.unless, instead: words.instead,
    'why.en': words.whyEn, 'why.zh': words.whyZh,
  };
  const rules = {
    id: words.ruleId, phrases: words.rulePhrases, unless: words.rulePhrases, instead: words.ruleText, 'why.en': words.ruleText, 'why.zh': words.ruleText,
  };
  const title = rule ? (rule.origin === 'own' ? words.change(rule.id) : words.replaceIt(rule.id)) : words.add;
  return (
    <FormDialog title={title} labels={labels} rules={rules} isDirty={!isSame(draft, first)} save={save} onClose={onClose}>
      <label>
        {words.id}
        <input class="mono" value={draft.id} required disabled={rule !== undefined} autocomplete="off" spellcheck={false} aria-describedby="rule-id-hint"
          onInput={(event) => change({ id: event.currentTarget.value })} />
        <span class="small" id="rule-id-hint">{words.idHint}</span>
      </label>
      <div class="columns-of-form">
        <Choice label={words.kind} value={draft.kind} of={KINDS} words={words} onChange={(kind) => change({ kind })} />
        <Choice label={words.level} value={draft.level} of={LEVELS} words={words} onChange={(level) => change({ level })} />
      </div>
      <Lines label={words.phrases} hint={words.phrasesHint} rows={4} value={draft.phrases} onInput={(phrases) => change({ phrases })} />
      <div class="both">
        <Lines label={words.unless} rows={2} value={draft.unless} onInput={(unless) => change({ unless })} />
        <Lines label={words.instead} rows={2} value={draft.instead} onInput={(instead) => change({ instead })} />
      </div>
      <div class="both">
        <Lines label={words.whyEn} rows={2} value={draft.en} onInput={(en) => change({ en })} />
        <Lines label={words.whyZh} rows={2} value={draft.zh} onInput={(zh) => change({ zh })} />
      </div>
    </FormDialog>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly of: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, value, of, words, onChange }: ChoiceProps<T>): JSX.Element {
  return (
    <label>
      {label}
      <select
        value={value}
        onChange={(event) => {
          const chosen = of.find((one) => one === event.currentTarget.value);
          if (chosen) onChange(chosen);
        }}
      >
        {of.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface LinesProps {
  readonly label: string;
  readonly hint?: string;
  readonly rows: number;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function Lines({ label, hint, rows, value, onInput }: LinesProps): JSX.Element {
  return (
    <label>
      {label}
      <textarea rows={rows} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
      {hint && <span class="small">{hint}</span>}
    </label>
  );
}
