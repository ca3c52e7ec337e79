// Alerts that somebody knows of: who took notice, or when they come back. Closed here once they are dealt with.
import type { JSX } from 'preact';
import { clockTime } from '../staff/format';
import { StageMark } from '../staff/mark';
import { partyName, visitorName } from '../staff/names';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import { AlertVerdict } from './alert_verdict';
import { type Entry, returnsAt } from './alerts';
import type { Floor } from './floor';
import { snoozeReasonText } from './snooze_form';
import { boardWords } from './texts';

export function Settled({ floor }: { floor: Floor }): JSX.Element | null {
  const words = boardWords();
  const entries = floor.settled.value;
  if (entries.length === 0) return null;
  return (
    <details class="settled">
      <summary>
        {words.settled} <span class="count">{entries.length}</span>
      </summary>
      <ul aria-label={words.settled}>
        {entries.map((entry) => (
          <SettledRow key={entry.conv} floor={floor} entry={entry} />
        ))}
      </ul>
    </details>
  );
}

function SettledRow({ floor, entry }: { floor: Floor; entry: Entry }): JSX.Element {
  const words = boardWords();
  const name = visitorName(entry.summary, common());
  const whom = <span class="unseen">: {name}</span>;
  const isBusy = floor.busy.value.has(entry.conv);
  return (
    <li data-alert={entry.conv} tabIndex={-1}>
      <StageMark stage={entry.stage} trend={entry.summary.trend} />
      <b dir="auto">{name}</b>
      <span class="small">{standingText(entry)}</span>
      <span class="acts">
        <button type="button" class="button small" data-key="d" aria-keyshortcuts="D" aria-disabled={isBusy} onClick={() => void floor.closeAlerts(entry, 'done')}>
          <span>{words.done}{whom}</span>
        </button>
      </span>
      <AlertVerdict floor={floor} entry={entry} opened={undefined} />
    </li>
  );
}

function standingText(entry: Entry): string {
  const words = boardWords();
  const next = entry.alerts.find(({ snoozed }) => snoozed?.until === returnsAt(entry))?.snoozed;
  if (next) {
    const why = snoozeReasonText(next.reason, words);
    return words.comesBack(clockTime(next.until, language.value), partyName(next.by, common()), why);
  }
  const known = entry.alerts.find(({ acknowledged }) => acknowledged)?.acknowledged;
  return known ? words.knownTo(partyName(known.by, common())) : '';
}
