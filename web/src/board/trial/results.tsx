// What a replay came to: both policies beside each other, and every alert that differs.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { dayTime, lengthOfTime } from '../../staff/format';
import { language } from '../../staff/preferences';
import { alertText, stageText } from '../../staff/reasons';
import { common } from '../../staff/texts';
import type { Changed, Comparison, Lead, Replay, Report } from './shapes';
import { type TrialWords, trialWords } from './texts';

export function Results({ replay }: { replay: Replay }): JSX.Element | null {
  const words = trialWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { comparison, skipped } = replay;
  const isThere = comparison !== undefined;
  useEffect(() => {
    if (isThere) heading.current?.focus();
  }, [isThere, replay.id]);
  if (!comparison) return null;
  const count = comparison.old.conversations;
  if (count === 0) return <p class="muted">{words.none}</p>;
  return (
    <section aria-labelledby="trial-result">
      <h2 id="trial-result" ref={heading} tabIndex={-1}>{words.result}</h2>
      <p class="small">
        {words.conversations(count)} {skipped > 0 && words.skipped(skipped)}
      </p>
      <Measures comparison={comparison} words={words} />
      <Changes comparison={comparison} words={words} />
    </section>
  );
}

function Measures({ comparison, words }: { comparison: Comparison; words: TrialWords }): JSX.Element {
  return (
    <table class="measures">
      <thead>
        <tr>
          <th scope="col">{words.measure}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {measures(words).map(([name, shown]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{shown(comparison.old)}</td>
            <td>{shown(comparison.new)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Measure = readonly [name: string, shown: (report: Report) => string];

function measures(words: TrialWords): readonly Measure[] {
  return [
    [words.per100, ({ per_100 }) => per_100.toFixed(1)],
    [words.alerts, ({ alerts }) => String(alerts)],
    [words.load, ({ load }) => load.per_hour.toFixed(2)],
    [words.busiest, ({ load }) => load.busiest.toFixed(2)],
    [words.leadWorst, (report) => leadText(report, 'worst', words)],
    [words.leadHuman, (report) => leadText(report, 'human', words)],
    [words.leadRating, (report) => leadText(report, 'bad_rating', words)],
    [words.missed, ({ missed, bad }) => words.missedOf(missed, bad)],
    [words.falseAlarms, ({ false_alarms }) => String(false_alarms)],
  ];
}

export function leadText(report: Report, against: Lead['against'], words: TrialWords): string {
  const lead = report.lead.find((one) => one.against === against);
  if (!lead || lead.turns === null || lead.seconds === null) return '–';
  const time = lengthOfTime(Math.abs(lead.seconds), language.value);
  return words.leadOf(lead.turns, lead.seconds < 0 ? words.behind(time) : words.ahead(time));
}

function Changes({ comparison, words }: { comparison: Comparison; words: TrialWords }): JSX.Element {
  const { gained, lost, earlier, later, changes, left_out } = comparison;
  return (
    <>
      <h3>{words.changes}</h3>
      <p>{changes.length === 0 ? words.same : words.summary(gained, lost, earlier + later)}</p>
      {changes.length > 0 && (
        <table class="changes">
          <thead>
            <tr>
              <th scope="col">{words.conversation}</th>
              <th scope="col">{words.alert}</th>
              <th scope="col">{words.change}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((changed) => (
              <ChangeRow key={`${changed.conv} ${changed.kind} ${changed.stage}`} changed={changed} words={words} />
            ))}
          </tbody>
        </table>
      )}
      {left_out > 0 && <p class="small">{words.more(left_out)}</p>}
    </>
  );
}

function ChangeRow({ changed, words }: { changed: Changed; words: TrialWords }): JSX.Element {
  const { conv, kind, stage, at } = changed;
  const when = dayTime(at, language.value);
  return (
    <tr>
      <td>
        <a href={`/inbox#${conv}`}>{words.openConversation(when)}</a>
      </td>
      <td>
        {alertText(kind, common())}, {stageText(stage, common())}
      </td>
      <td>{changeText(changed, words)}</td>
    </tr>
  );
}

export function changeText({ change, seconds }: Changed, words: TrialWords): string {
  const time = lengthOfTime(Math.abs(seconds), language.value);
  if (change === 'earlier') return words.earlier(time);
  if (change === 'later') return words.later(time);
  return words[change];
}
