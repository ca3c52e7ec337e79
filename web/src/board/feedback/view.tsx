// The screen of feedback: the report, questions to answer by keys, and the recalibration before it is applied.
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { errorText } from '../../staff/errors';
import { day } from '../../staff/format';
import { Icon } from '../../staff/icons';
import { language } from '../../staff/preferences';
import { common } from '../../staff/texts';
import { Waiting } from '../../staff/waiting';
import { boardWords } from '../texts';
import { Calibration } from './calibration';
import { Feedback } from './feedback';
import { Queue } from './queue';
import { Caught, Implicit, Judged } from './report';
import { feedbackWords } from './texts';

/** @param on.isOnline whether the page is connected; figures as they last came are said to be so */
export function FeedbackPage({ on: { isOnline } }: { on: { isOnline: boolean } }): JSX.Element {
  const feedback = useMemo(() => new Feedback(), []);
  useEffect(() => () => feedback.close(), [feedback]);
  const words = feedbackWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { report, failed, busy, done } = feedback.state.value;
  const said = done === 'applied' ? words.applied : words.undone;
  return (
    <main class="trial feedback" aria-busy={!report && busy !== undefined}>
      <a class="button small" href="#">
        <Icon name="back" /> {words.back}
      </a>
      <h1 ref={heading} tabIndex={-1}>{boardWords().feedback}</h1>
      <p class="muted">{words.lead} {report && words.since(day(report.since, language.value))}</p>
      {!isOnline && <p class="stale-note" role="status">{words.offline}</p>}
      {failed && (
        <p role="alert" class="failure">
          {errorText(failed, language.value)}{' '}
          {busy === undefined && (
            <button type="button" class="button small" onClick={() => void feedback.load()}>
              {common().retry}
            </button>
          )}
        </p>
      )}
      <p role="status" class={done ? undefined : 'unseen'}>{done && report && said(report.version)}</p>
      {!report && busy && <Waiting lines={6} />}
      {report && (
        <>
          <Queue feedback={feedback} report={report} />
          <Caught report={report} />
          <Judged report={report} />
          <Implicit report={report} />
          <Calibration feedback={feedback} report={report} />
          <p>
            <a class="button small" href="/v1/feedback/labels" download="labels.jsonl">{words.export}</a>
          </p>
        </>
      )}
    </main>
  );
}
