// The policy to try: its usual numbers as fields, all of it as text, and everything that is wrong with it.
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Stage } from '../../shared/protocol';
import { stageText } from '../../staff/reasons';
import { common } from '../../staff/texts';
import type { Lines, Numbers } from './shapes';
import { type TrialWords, trialWords } from './texts';
import type { Trial } from './trial';

const STAGES: readonly Stage[] = ['watch', 'concern', 'critical'];

export function PolicyForm({ trial }: { trial: Trial }): JSX.Element {
  const words = trialWords();
  const { numbers, draft, problems } = trial.state.value;
  const id = useId();
  return (
    <fieldset class="trial-form">
      <legend>{words.numbers}</legend>
      {numbers && <Fields trial={trial} numbers={numbers} words={words} />}
      <details>
        <summary>{words.advanced}</summary>
        <textarea
          rows={16}
          spellcheck={false}
          aria-label={words.advanced}
          aria-invalid={problems.length > 0}
          aria-describedby={`${id}-problems`}
          value={draft}
          onInput={(event) => trial.do({ t: 'draft', text: event.currentTarget.value })}
        />
      </details>
      <div id={`${id}-problems`} role="status">
        {problems.length > 0 && (
          <>
            <p class="failure">{words.problems}</p>
            <ul class="failure problems">
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </fieldset>
  );
}

function Fields({ trial, numbers, words }: { trial: Trial; numbers: Numbers; words: TrialWords }): JSX.Element {
  const id = useId();
  const { en, zh } = numbers.lines_by_language;
  const chance = (key: 'distress' | 'threat', label: string): JSX.Element => (
    <label>
      {label}
      <input
        type="number"
        min={0}
        max={1}
        step="any"
        value={numbers[key]}
        aria-describedby={`${id}-chance`}
        onChange={(event) => setNumber(trial, key, event.currentTarget.valueAsNumber)}
      />
    </label>
  );
  return (
    <>
      <label>
        {words.version}
        <input
          maxLength={32}
          value={numbers.version}
          onChange={(event) => trial.do({ t: 'value', section: '', key: 'version', value: event.currentTarget.value })}
        />
      </label>
      <LinesRow trial={trial} label={words.linesOf(words.everyone)} section="" name="lines" lines={numbers.lines} hint={`${id}-lines`} />
      {en && <LinesRow trial={trial} label={words.linesOf(words.english)} section="lines_by_language" name="en" lines={en} hint={`${id}-lines`} />}
      {zh && <LinesRow trial={trial} label={words.linesOf(words.chinese)} section="lines_by_language" name="zh" lines={zh} hint={`${id}-lines`} />}
      <p class="small" id={`${id}-lines`}>{words.linesHint}</p>
      <StageField trial={trial} label={words.alertStage} name="alert_stage" stage={numbers.alert_stage} />
      <StageField trial={trial} label={words.handoffStage} name="handoff_stage" stage={numbers.handoff_stage} />
      {chance('distress', words.distress)}
      {chance('threat', words.threat)}
      <p class="small" id={`${id}-chance`}>{words.chanceHint}</p>
    </>
  );
}

interface RowProps {
  readonly trial: Trial;
  readonly label: string;
  readonly section: string;
  readonly name: string;
  readonly lines: Lines;
  readonly hint: string;
}

function LinesRow({ trial, label, section, name, lines, hint }: RowProps): JSX.Element {
  const words = common();
  return (
    <div class="lines" role="group" aria-label={label} aria-describedby={hint}>
      <span aria-hidden="true">{label}</span>
      {STAGES.map((stage, at) => (
        <label key={stage}>
          <span class="small">{stageText(stage, words)}</span>
          <input
            type="number"
            step="any"
            value={lines[at]}
            onChange={(event) => {
              const number = event.currentTarget.valueAsNumber;
              const value = lines.map((line, place) => (place === at ? number : line));
              if (Number.isFinite(number)) trial.do({ t: 'value', section, key: name, value });
            }}
          />
        </label>
      ))}
    </div>
  );
}

function StageField({ trial, label, name, stage }: { trial: Trial; label: string; name: string; stage: Stage }): JSX.Element {
  return (
    <label>
      {label}
      <select value={stage} onChange={(event) => trial.do({ t: 'value', section: '', key: name, value: event.currentTarget.value })}>
        {STAGES.map((one) => (
          <option key={one} value={one}>
            {stageText(one, common())}
          </option>
        ))}
      </select>
    </label>
  );
}

function setNumber(trial: Trial, key: string, value: number): void {
  if (Number.isFinite(value)) trial.do({ t: 'value', section: '', key, value });
}
