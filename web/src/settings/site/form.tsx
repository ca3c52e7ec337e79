// The form for the site: what it is called, whose pages may carry the widget, what is asked before a chat.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { FormDialog } from '../dialog';
import { Rejected, send } from '../rest';
import { settingsWords } from '../texts';
import { ASKED, type Asked, type Draft, type SiteBody, bodyOf, draftOf, isSame } from './shapes';
import { siteWords } from './texts';

interface Props {
  readonly site: SiteBody;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

export function SiteForm({ site, onSaved, onClose }: Props): JSX.Element {
  const words = siteWords();
  const shared = settingsWords();
  const [first] = useState(() => draftOf(site));
  const [draft, setDraft] = useState<Draft>(first);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const save = async (): Promise<void> => {
    try {
      await send('PUT', '/v1/settings/site', bodyOf(draft));
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      // The server names the line; the form has one field for all of them.
      const faults = error.faults.map(({ field, rule }) => ({ field: field.replace(/\[.*/, ''), rule }));
      throw new Rejected(error.code, error.status, faults);
    }
    onSaved();
  };
  const labels = { name: words.name, origins: words.origins, 'form.topics': words.topics };
  const rules = { name: words.ruleName, origins: words.ruleOrigins, 'form.topics': words.ruleTopics };
  return (
    <FormDialog title={words.changeSite} labels={labels} rules={rules} isDirty={!isSame(draft, first)} save={save} onClose={onClose}>
      <div class="columns-of-form">
        <label>
          {words.name}
          <input value={draft.name} required maxLength={100} onInput={(event) => change({ name: event.currentTarget.value })} />
        </label>
        <label>
          {words.language}
          <select value={draft.language} onChange={(event) => change({ language: event.currentTarget.value === 'zh' ? 'zh' : 'en' })}>
            <option value="en">{shared.english}</option>
            <option value="zh">{shared.chinese}</option>
          </select>
        </label>
      </div>
      <Lines label={words.originsLines} hint={words.originsHint} value={draft.origins} onInput={(origins) => change({ origins })} />
      <fieldset>
        <legend>{words.form}</legend>
        <div class="columns-of-form">
          <Choice label={words.askName} value={draft.askName} onChange={(askName) => change({ askName })} />
          <Choice label={words.askEmail} value={draft.askEmail} onChange={(askEmail) => change({ askEmail })} />
          <Choice label={words.askTopic} value={draft.askTopic} onChange={(askTopic) => change({ askTopic })} />
        </div>
        <Lines label={words.topicsLines} hint={words.topicsHint} value={draft.topics} onInput={(topics) => change({ topics })} />
      </fieldset>
      <p class="small">{words.atOnce}</p>
    </FormDialog>
  );
}

function Choice({ label, value, onChange }: { label: string; value: Asked; onChange: (value: Asked) => void }): JSX.Element {
  const words = siteWords();
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(ASKED.find((one) => one === event.currentTarget.value) ?? 'off')}>
        {ASKED.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Lines({ label, hint, value, onInput }: { label: string; hint: string; value: string; onInput: (value: string) => void }): JSX.Element {
  const id = useId();
  return (
    <label>
      {label}
      <textarea class="mono" rows={3} value={value} spellcheck={false} aria-describedby={id} onInput={(event) => onInput(event.currentTarget.value)} />
      <span class="small" id={id}>{hint}</span>
    </label>
  );
}
