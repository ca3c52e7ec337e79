// Personal distress: its own mark and look, and what to do now, calmly. Says nothing of anger.
import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../shared/i18n';
import type { Severity } from '../shared/protocol';
import { DistressHelp } from './distress_help';
import { distressSteps, explanationWords, severityText } from './explanation_texts';
import { language } from './preferences';

const LIFEBUOY =
  'M6 .5a5.5 5.5 0 1 0 .01 0ZM6 4a2 2 0 1 1-.01 0ZM2.1 2.1l2.5 2.5M7.4 7.4l2.5 2.5M9.9 2.1L7.4 4.6M4.6 7.4L2.1 9.9';

export function DistressMark({ severity }: { severity: Severity }): JSX.Element {
  const words = explanationWords(language.value);
  return (
    <span class="mark distress-mark">
      <svg class="shape" viewBox="0 0 12 12" aria-hidden="true">
        <path d={LIFEBUOY} />
      </svg>
      {words.distress}: {severityText(severity, words)}
    </span>
  );
}

interface Props {
  readonly severity: Severity;
  readonly isCompact: boolean;
  /** The language that the customer writes. */
  readonly spoken: Language;
  /** Puts the operator's text into the reply. */
  readonly onInsert?: (text: string) => void;
  /** The customer's words. */
  readonly children?: ComponentChildren;
}

export function DistressCard({ severity, isCompact, spoken, onInsert, children }: Props): JSX.Element {
  const words = explanationWords(language.value);
  return (
    <div class="distress-card">
      {!isCompact && (
        <h2>
          <DistressMark severity={severity} />
        </h2>
      )}
      <ol aria-label={words.distressSteps}>
        {distressSteps(severity, words).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {!isCompact && <DistressHelp spoken={spoken} {...(onInsert && { onInsert })} />}
      {children}
      <p class="small">{words.distressEstimate}</p>
    </div>
  );
}
