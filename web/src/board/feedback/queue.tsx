// Questions about single messages, worked by keys: calm, annoyed, angry, or the next one. What was read stays hidden.
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { htmlLang, languageOf } from '../../shared/i18n';
import { language, letterKeys } from '../../staff/preferences';
import type { Feedback } from './feedback';
import type { Question, Report } from './shapes';
import { type Level, type State, nameOf } from './state';
import { type FeedbackWords, feedbackWords } from './texts';

const LEVELS: readonly Level[] = [0, 2, 3];

export function levelText(level: Level, words: FeedbackWords): string {
  return { 0: words.levelCalm, 2: words.levelAnnoyed, 3: words.levelAngry }[level];
}

/** What a key means here; nothing while somebody types, or where letters are switched off. */
export function actOf(key: string, target: EventTarget | null, feedback: Feedback): (() => void) | undefined {
  if (!letterKeys.value || (target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]'))) return undefined;
  const { queue = [], last } = feedback.state.value;
  const level = LEVELS[Number(key) - 1];
  if (queue.length > 0 && level !== undefined) return () => void feedback.answer(level);
  if (queue.length > 0 && key === 's') return () => void feedback.skip();
  return last && key === 'u' ? () => void feedback.takeBack() : undefined;
}

export function Queue({ feedback, report }: { feedback: Feedback; report: Report }): JSX.Element {
  const words = feedbackWords();
  const state = feedback.state.value;
  const first = state.queue?.[0];
  // At once: a key pressed as soon as the question is seen must count.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const act = actOf(event.key.toLowerCase(), event.target, feedback);
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [feedback]);
  const left = Math.max(0, report.questions - state.answered);
  return (
    <section class="card" aria-labelledby="queue">
      <h2 id="queue">{words.queue}</h2>
      <p class="small">{words.queueWhy}</p>
      {first ? (
        <>
          <Asked key={nameOf(first)} question={first} moves={state.answered + state.skipped.size > 0} />
          <Answer feedback={feedback} />
        </>
      ) : (
        state.queue && <p class="muted">{state.skipped.size > 0 ? words.noneButSkipped(state.skipped.size) : words.none}</p>
      )}
      <p class="small">
        <span role="status">{sofar(state, words)}</span>{' '}
        {state.last && (
          <button type="button" class="button small" aria-keyshortcuts="U" aria-disabled={state.busy !== undefined} onClick={() => void feedback.takeBack()}>
            {words.takenBack}
          </button>
        )}{' '}
        {first && left > 0 && words.open(left)}
      </p>
      {first && letterKeys.value && <p class="small keys-hint">{words.answerKeys}</p>}
    </section>
  );
}

function sofar({ busy, last, answered }: State, words: FeedbackWords): string {
  if (busy === 'answer') return words.saving;
  return last ? words.answered(levelText(last.level, words), answered) : '';
}

/** The next question takes the focus, so that it is read out; the first leaves it where it is. */
function Asked({ question, moves }: { question: Question; moves: boolean }): JSX.Element {
  const words = feedbackWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (moves) box.current?.focus();
  }, []);
  const who: Readonly<Record<string, string>> = { visitor: words.fromVisitor, bot: words.fromBot };
  return (
    <div class="asked" tabIndex={-1} ref={box} role="group" aria-label={words.message}>
      {question.before.map(({ from, text }, index) => (
        <p key={index} class="earlier">
          <span class="small">{who[from] ?? words.fromAgent}</span>{' '}
          <span lang={htmlLang(languageOf(text, language.value))} dir="auto">{text}</span>
        </p>
      ))}
      <p class="asked-of">
        <span class="small">{words.fromVisitor}</span>{' '}
        <q lang={htmlLang(languageOf(question.text, language.value))} dir="auto">{question.text}</q>
      </p>
    </div>
  );
}

function Answer({ feedback }: { feedback: Feedback }): JSX.Element {
  const words = feedbackWords();
  const rests = feedback.state.value.busy !== undefined;
  return (
    <p class="acts">
      {LEVELS.map((level, index) => (
        <button key={level} type="button" class="button" aria-keyshortcuts={String(index + 1)} aria-disabled={rests} onClick={() => void feedback.answer(level)}>
          <kbd aria-hidden="true">{index + 1}</kbd> {levelText(level, words)}
        </button>
      ))}
      <button type="button" class="button" aria-keyshortcuts="S" aria-disabled={rests} onClick={() => void feedback.skip()}>
        <kbd aria-hidden="true">S</kbd> {words.skip}
      </button>
    </p>
  );
}
