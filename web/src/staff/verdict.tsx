// Right or wrong, in one tap: of a score or of an alert. Tapped again, or undone, it is as if nothing had been said.
import type { JSX } from 'preact';
import type { Judgement } from '../shared/protocol';
import { errorText } from './errors';
import { Icon } from './icons';
import type { Progress, Said } from './judgements';
import { language } from './preferences';
import { verdictWords } from './verdict_texts';

interface Props {
  readonly said: Said | undefined;
  readonly progress: Progress | undefined;
  readonly isOnline: boolean;
  readonly onJudge: (judgement: Judgement) => void;
}

/** What shows as chosen: what is on its way, else what stands. */
function chosen({ said, progress }: Pick<Props, 'said' | 'progress'>): Said | undefined {
  if (progress?.state !== 'sending') return said;
  return progress.judgement === 'withdrawn' ? undefined : progress.judgement;
}

/** What has become of it, in words; nothing where nothing was said. */
export function statusText({ said, progress, isOnline }: Omit<Props, 'onJudge'>): string {
  const words = verdictWords();
  if (progress?.state === 'refused') return words.refused(errorText(progress.code, language.value));
  if (progress) return isOnline ? words.sending : words.offline;
  if (!said) return '';
  return said === 'right' ? words.saidRight : words.saidWrong;
}

interface WordyProps extends Props {
  readonly question: string;
  /** Whom it is about, for those who hear the screen. */
  readonly about?: string;
  /** Letters that press the buttons on this page; none where no key does. */
  readonly keys?: { readonly right: string; readonly wrong: string };
  /** Another word for wrong. */
  readonly wrong?: string;
  readonly hint?: string;
  /** Something else is under way. */
  readonly rests?: boolean;
}

/** A question with two buttons, and what became of the answer. */
export function Verdict({ question, about, keys, wrong, hint, rests = false, onJudge, ...standing }: WordyProps): JSX.Element {
  const words = verdictWords();
  const now = chosen(standing);
  const isSending = standing.progress?.state === 'sending';
  const text = statusText(standing);
  const button = (which: Said, label: string, key: string | undefined): JSX.Element => (
    <button
      type="button" class={`button small ${which}`} data-key={key} aria-keyshortcuts={key?.toUpperCase()} aria-pressed={now === which}
      aria-disabled={rests || (isSending && now === which)} onClick={() => onJudge(now === which ? 'withdrawn' : which)}
    >
      <Icon name={which === 'right' ? 'check' : 'close'} /> <span>{label}{about !== undefined && <span class="unseen">: {about}</span>}</span>
    </button>
  );
  return (
    <div class="judge" role="group" aria-label={about === undefined ? question : `${question} ${about}`}>
      <span>{question}</span>
      {button('right', words.right, keys?.right)}
      {button('wrong', wrong ?? words.wrong, keys?.wrong)}
      <span class={`small said${standing.progress?.state === 'refused' ? ' failure' : ''}`} role="status">{text}</span>
      {standing.said && !standing.progress && (
        <button type="button" class="button small undo" onClick={() => onJudge('withdrawn')}>{words.undo}</button>
      )}
      {hint !== undefined && now === 'wrong' && <span class="small">{hint}</span>}
    </div>
  );
}

/** Two small marks beside a reading in the thread. */
export function VerdictMarks({ reading, onJudge, ...standing }: Props & { readonly reading: string }): JSX.Element {
  const words = verdictWords();
  const now = chosen(standing);
  const text = statusText(standing);
  const mark = (which: Said, label: string): JSX.Element => (
    <button
      type="button" class={which} aria-pressed={now === which} aria-label={words.ofMessage(label, reading)} title={label}
      aria-disabled={standing.progress?.state === 'sending' && now === which} onClick={() => onJudge(now === which ? 'withdrawn' : which)}
    >
      <Icon name={which === 'right' ? 'check' : 'close'} />
    </button>
  );
  const isTold = standing.progress !== undefined;
  return (
    <span class={`marks${now || isTold ? ' said' : ''}`}>
      {mark('right', words.right)}
      {mark('wrong', words.wrong)}
      <span role="status" class={isTold ? (standing.progress?.state === 'refused' ? 'failure' : '') : 'unseen'}>{text}</span>
    </span>
  );
}
