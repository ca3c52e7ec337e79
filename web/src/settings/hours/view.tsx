// When people answer: whether it is open now, the hours as they are set, and the form that changes them.
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { show } from '../../staff/notices';
import { language } from '../../staff/preferences';
import { Fetched } from '../fetched';
import { remove } from '../removal';
import { useResource } from '../resource';
import { HoursForm } from './form';
import { type Hours, bodyOfHours, momentThere } from './shapes';
import { type HoursWords, hoursWords } from './texts';

interface Settings {
  readonly hours: Hours;
}

/** Longest that a timer of browsers can be set for. */
const TIMER_MOST_MS = 2_147_483_647;

export function HoursSection(): JSX.Element {
  const words = hoursWords();
  const id = useId();
  const settings = useResource<Settings>('/v1/settings');
  const [isOpen, setOpen] = useState(false);
  const hours = settings.value?.hours;
  const until = hours?.until;
  // What is said of now is over with the next opening or closing.
  useEffect(() => {
    if (until === undefined || until - Date.now() > TIMER_MOST_MS) return undefined;
    const timer = setTimeout(() => void settings.load(), Math.max(1_000, until - Date.now()));
    return () => clearTimeout(timer);
  }, [settings, until]);
  return (
    <>
      <p class="muted">{words.lead}</p>
      <section class="card" aria-labelledby={id}>
        <div class="head">
          <h2 id={id}>{words.hours}</h2>
          {hours?.own && <span class="badge">{words.changedHere}</span>}
          <span class="grow" />
          {hours && (
            <button type="button" class="button small" onClick={() => setOpen(true)}>
              {words.change}
            </button>
          )}
          {hours?.own && (
            <button type="button" class="button small" onClick={() => void remove(settings, '/v1/settings/hours', bodyOfHours(hours), words.configured)}>
              {words.asConfigured}
            </button>
          )}
        </div>
        <Fetched of={settings}>{(value) => <Facts hours={value.hours} words={words} />}</Fetched>
        <p class="small">{words.hint}</p>
      </section>
      {isOpen && hours && (
        <HoursForm
          hours={hours}
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

function Facts({ hours, words }: { hours: Hours; words: HoursWords }): JSX.Element {
  const { time_zone: zone, week, holidays, offer_when_closed: offers } = hours;
  return (
    <>
      <p role="status">
        <b>{standing(hours, words)}</b>
      </p>
      <dl class="facts">
        <dt>{words.zone}</dt>
        <dd class="mono">{zone}</dd>
        <dt>{words.week}</dt>
        <dd>{week.length === 0 ? words.always : <Lines lines={week} />}</dd>
        <dt>{words.holidays}</dt>
        <dd>{holidays.length === 0 ? words.none : <Lines lines={holidays} />}</dd>
        <dt>{words.outside}</dt>
        <dd>{offers ? words.offered : words.held}</dd>
      </dl>
    </>
  );
}

/** In a sentence: open until when, or closed until when, by the clock of the shop. */
function standing({ open, until, week, time_zone: zone }: Hours, words: HoursWords): string {
  if (week.length === 0) return words.always;
  const moment = until === undefined ? undefined : momentThere(until, zone, language.value);
  if (open) return moment === undefined ? words.openForGood : words.openUntil(moment);
  return moment === undefined ? words.neverOpens : words.opens(moment);
}

function Lines({ lines }: { lines: readonly string[] }): JSX.Element {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line} class="mono">
          {line}
        </li>
      ))}
    </ul>
  );
}
