// Alerts that nobody has taken notice of yet: who, how bad, why, with whom, since when, and what to do.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import { errorText } from '../staff/errors';
import { clockTime, wait } from '../staff/format';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { language } from '../staff/preferences';
import { alertText, reasonsText } from '../staff/reasons';
import { common } from '../staff/texts';
import type { OpenAlert } from './alerts';
import type { Floor } from './floor';
import { boardWords } from './texts';

/** More at once than this is a wall, not a list. */
const SHOWN = 6;

export function Attention({ floor, wall }: { floor: Floor; wall: boolean }): JSX.Element {
  const words = boardWords();
  const [whole, setWhole] = useState(false);
  const alerts = floor.alerts.value;
  const shown = whole ? alerts : alerts.slice(0, SHOWN);
  const failed = floor.failed.value;
  return (
    <section class="attention" aria-labelledby="attention">
      <h2 id="attention">
        {words.attention} {alerts.length > 0 && `(${alerts.length})`}
      </h2>
      <p role="alert" class="failure">
        {failed && errorText(failed, language.value)}
      </p>
      {alerts.length === 0 && floor.desk.ready.value && (
        <p class="empty">{words.calm(clockTime(floor.calmSince.value, language.value))}</p>
      )}
      <ul aria-labelledby="attention" aria-live="polite">
        {shown.map((open) => (
          <Item key={open.alert.id} floor={floor} open={open} wall={wall} />
        ))}
      </ul>
      {alerts.length > shown.length && (
        <button type="button" class="quiet" onClick={() => setWhole(true)}>
          {words.more(alerts.length - shown.length)}
        </button>
      )}
    </section>
  );
}

function Item({ floor, open: { summary, alert }, wall }: { floor: Floor; open: OpenAlert; wall: boolean }): JSX.Element {
  const words = boardWords();
  const name = visitorName(summary, common());
  const why = reasonsText(alert.reasons, common(), language.value);
  return (
    <li class={`alert ${alert.stage}`}>
      <p class="first">
        <b dir="auto">{name}</b> <StageMark stage={alert.stage} trend={summary.trend} />
        <span class="small">{alertText(alert.kind, common())}</span>
      </p>
      <p>{why}</p>
      {!wall && (
        <p class="small preview" dir="auto">
          {summary.preview}
        </p>
      )}
      <p class="small">
        {holder(summary)} · <span aria-live="off">{words.age(wait(now.value - alert.raised_at, language.value))}</span>
      </p>
      {!wall && (
        <p class="acts">
          <button type="button" title={words.watchWhat(name)} onClick={() => floor.watch(summary.conv)}>
            {words.watch}
          </button>
          <button type="button" class="strong" title={words.acknowledgeWhat(name)} onClick={() => void floor.acknowledge(summary.conv, alert.id)}>
            {words.acknowledge}
          </button>
        </p>
      )}
    </li>
  );
}

function holder(summary: Summary): string {
  const words = boardWords();
  if (summary.agent_name !== undefined) return summary.agent_name;
  return summary.phase === 'with_bot' ? words.withAssistant : words.unassigned;
}
