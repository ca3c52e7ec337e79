// What is wrong at the moment, above everything else: the connection, and the scoring of messages.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Desk } from './desk';
import { errorText } from './errors';
import { clockTime } from './format';
import { language } from './preferences';
import { common } from './texts';

/** A cut shorter than this is not worth a word. */
const SHORT_MS = 1_500;

/** Always there, so that its words are announced. */
export function Bars({ desk }: { desk: Desk }): JSX.Element {
  return (
    <div role="status" class="bars">
      <ConnectionBar desk={desk} />
      <ScoringBar desk={desk} />
    </div>
  );
}

function ConnectionBar({ desk }: { desk: Desk }): JSX.Element | null {
  const words = common();
  const late = useSignal(false);
  const { phase, since, code, noNetwork } = desk.status.value;
  useEffect(() => {
    late.value = false;
    const timer = setTimeout(() => {
      late.value = true;
    }, SHORT_MS);
    return () => clearTimeout(timer);
  }, [phase === 'online', since]);
  if (phase === 'stopped') {
    return (
      <p class="bar danger">
        {words.stopped} {code && errorText(code, language.value)}{' '}
        <button type="button" class="button small" onClick={() => desk.socket.connect()}>
          {words.retry}
        </button>
      </p>
    );
  }
  if (phase === 'online' || phase === 'idle' || !(late.value || noNetwork)) return null;
  const time = clockTime(since, language.value);
  return <p class="bar">{noNetwork ? words.noNetwork(time) : words.reconnecting(time)}</p>;
}

function ScoringBar({ desk }: { desk: Desk }): JSX.Element | null {
  const words = common();
  const scoring = desk.scoring.value;
  if (scoring?.scoring !== 'off') return null;
  return (
    <p class="bar">
      {words.scoringOff} <span lang="en">{words.scoringWhy(scoring.why)}</span>
    </p>
  );
}
