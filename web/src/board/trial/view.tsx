// The screen where a policy is tried: choose numbers and a period, see what would have been, apply or put back.
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { errorText } from '../../staff/errors';
import { dayTime } from '../../staff/format';
import { Icon } from '../../staff/icons';
import { partyName } from '../../staff/names';
import { language } from '../../staff/preferences';
import { common } from '../../staff/texts';
import { Waiting } from '../../staff/waiting';
import { Sure } from '../sure';
import { boardWords } from '../texts';
import { PolicyForm } from './form';
import { Results } from './results';
import type { InForce, Replay } from './shapes';
import { isRunning, mayApply } from './state';
import { trialWords } from './texts';
import { Trial } from './trial';

const PERIODS = [1, 7, 30, 90] as const;

export function TrialPage(): JSX.Element {
  const trial = useMemo(() => new Trial(), []);
  useEffect(() => () => trial.close(), [trial]);
  const words = trialWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { inForce, failed, done, replay, busy } = trial.state.value;
  return (
    <main class="trial">
      <a class="button small" href="#">
        <Icon name="back" /> {words.back}
      </a>
      <h1 ref={heading} tabIndex={-1}>{boardWords().trial}</h1>
      <p class="muted">{words.lead}</p>
      {failed && (
        <p role="alert" class="failure">
          {errorText(failed, language.value)}{' '}
          {!inForce && (
            <button type="button" class="button small" onClick={() => void trial.load()}>
              {common().retry}
            </button>
          )}
        </p>
      )}
      <p role="status">{done && inForce && words.applied(inForce.version)}</p>
      {!inForce && busy && <Waiting lines={6} />}
      {inForce && (
        <>
          <Standing trial={trial} inForce={inForce} />
          <PolicyForm trial={trial} />
          <Run trial={trial} />
          {replay && <Outcome replay={replay} />}
          <Apply trial={trial} />
        </>
      )}
    </main>
  );
}

function Standing({ trial, inForce }: { trial: Trial; inForce: InForce }): JSX.Element {
  const words = trialWords();
  const { version, since, origin, by, previous } = inForce;
  const name = partyName(by, common());
  const how = { configured: words.byConfig, applied: words.byWhom(name), undone: words.undoneBy(name) }[origin];
  const when = dayTime(since, language.value);
  return (
    <section class="standing" aria-label={words.inForce}>
      <p>
        <b>{words.inForce}:</b> {words.inForceText(version, when)} <span class="small">({how})</span>
      </p>
      {previous !== undefined && (
        <Sure {...sure(trial, 'undo')} label={words.undo(previous)} question={words.undoSure(previous)} onYes={() => void trial.undo()} />
      )}
    </section>
  );
}

function Run({ trial }: { trial: Trial }): JSX.Element {
  const words = trialWords();
  const { days, replay, problems, busy } = trial.state.value;
  const runs = isRunning(trial.state.value);
  const rests = runs || problems.length > 0 || busy !== undefined;
  return (
    <form
      class="run"
      onSubmit={(event) => {
        event.preventDefault();
        if (!rests) void trial.begin();
      }}
    >
      <label>
        {words.period}{' '}
        <select value={days} onChange={(event) => trial.do({ t: 'days', days: Number(event.currentTarget.value) })}>
          {PERIODS.map((one) => (
            <option key={one} value={one}>
              {words.days(one)}
            </option>
          ))}
        </select>
      </label>
      <button class="button strong" aria-disabled={rests}>{words.run}</button>
      {runs && replay && (
        <>
          <progress {...(replay.total > 0 && { value: replay.done, max: replay.total })} aria-label={words.run} />
          <span class="small">{words.running(replay.done, replay.total)}</span>
          <button type="button" class="button" onClick={() => void trial.cancel()}>
            {words.stop}
          </button>
        </>
      )}
    </form>
  );
}

function Outcome({ replay }: { replay: Replay }): JSX.Element {
  const words = trialWords();
  const { state, comparison } = replay;
  const said = { running: '', done: comparison ? words.conversations(comparison.old.conversations) : '', cancelled: words.cancelled, failed: words.failed }[state];
  return (
    <>
      <p role="status" class={state === 'done' ? 'unseen' : undefined}>{said}</p>
      <Results replay={replay} />
    </>
  );
}

function Apply({ trial }: { trial: Trial }): JSX.Element {
  const words = trialWords();
  const state = trial.state.value;
  if (!mayApply(state)) return <p class="small">{words.applyFirst}</p>;
  const version = state.replay?.version ?? '';
  return <Sure {...sure(trial, 'apply')} label={words.apply} question={words.applySure(version)} onYes={() => void trial.apply()} />;
}

function sure(trial: Trial, what: 'apply' | 'undo') {
  const { confirming, busy } = trial.state.value;
  const onAsk = (asks: boolean): void => trial.do({ t: 'confirm', ...(asks && { what }) });
  return { asks: confirming === what, rests: busy !== undefined, onAsk };
}
