// The form for the shop's hours.
import type { JSX } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import { FormDialog } from '../dialog';
import { Rejected, send } from '../rest';
import { type Draft, type HoursBody, bodyOf, draftOf, isSame, zones } from './shapes';
import { hoursWords } from './texts';

interface Props {
  readonly hours: HoursBody;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

export function HoursForm({ hours, onSaved, onClose }: Props): JSX.Element {
  const words = hoursWords();
  const id = useId();
  const known = useMemo(zones, []);
  const [first] = useState(() => draftOf(hours));
  const [draft, setDraft] = useState<Draft>(first);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const save = async (): Promise<void> => {
    try {
      await send('PUT', '/v1/settings/hours', bodyOf(draft));
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      // The server names the line and quotes it; the form has one field for all of them.
      const faults = error.faults.map(({ field, rule }) => ({ field: field.replace(/\[.*/, ''), rule }));
      throw new Rejected(error.code, error.status, faults);
    }
    onSaved();
  };
  const labels = { time_zone: words.zone, week: words.week, holidays: words.holidays, offer_when_closed: words.outside };
  const rules = { time_zone: words.ruleZone, week: words.ruleWeek, holidays: words.ruleHolidays, offer_when_closed: words.ruleOffers };
  return (
    <FormDialog title={words.change} labels={labels} rules={rules} isDirty={!isSame(draft, first)} save={save} onClose={onClose}>
      <label>
        {words.zone}
        <input value={draft.zone} required maxLength={64} list={`${id}-zones`} autocomplete="off" spellcheck={false} aria-describedby={`${id}-zone`}
          onInput={(event) => change({ zone: event.currentTarget.value })} />
        <span class="small" id={`${id}-zone`}>{words.zoneHint}</span>
      </label>
      <datalist id={`${id}-zones`}>
        {known.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Lines label={words.weekLines} hint={words.weekHint} value={draft.week} onInput={(week) => change({ week })} />
      <Lines label={words.holidayLines} hint={words.holidayHint} value={draft.holidays} onInput={(holidays) => change({ holidays })} />
      <label class="check">
        <input type="checkbox" checked={draft.offers} aria-describedby={`${id}-offers`} onChange={() => change({ offers: !draft.offers })} /> {words.offers}
      </label>
      <p class="small" id={`${id}-offers`}>{words.offersHint}</p>
    </FormDialog>
  );
}

function Lines({ label, hint, value, onInput }: { label: string; hint: string; value: string; onInput: (value: string) => void }): JSX.Element {
  const id = useId();
  return (
    <label>
      {label}
      <textarea class="mono" rows={4} value={value} spellcheck={false} aria-describedby={id} onInput={(event) => onInput(event.currentTarget.value)} />
      <span class="small" id={id}>{hint}</span>
    </label>
  );
}
