// What the check found, calmly under the field: each point with its words, its reason and what may stand instead.
import type { JSX } from 'preact';
import { Icon } from '../../staff/icons';
import { htmlLang, languageOf } from '../../shared/i18n';
import { language } from '../../staff/preferences';
import type { Point } from './check';
import type { Review } from './review';
import { type CheckWords, checkWords } from './texts';

/** The panel's id: the field is described by it. */
export const CHECKS = 'checks';
/** As many as do not disturb somebody who writes, and as are read at once by somebody who wants to send. */
const SHOWN = { writing: 2, held: 5 };

interface Props {
  readonly review: Review;
  readonly onReplace: (point: Point, instead: string) => void;
  readonly onUndo: () => void;
}

export function Checks({ review, onReplace, onUndo }: Props): JSX.Element {
  const words = checkWords();
  const points = review.points.value;
  const undone = review.replacement.value;
  const first = firstReplaceable(points);
  const isHeld = review.isHeld.value && points.length > 0;
  const shown = isHeld ? SHOWN.held : SHOWN.writing;
  return (
    <>
      <p class="unseen" role="status">
        {heard(review, points, words)}
      </p>
      {(points.length > 0 || undone) && (
        <section id={CHECKS} class={`checks${isHeld ? ' held-back' : ''}`} aria-label={words.title}>
          {points.length > 0 && (
            <ul>
              {points.slice(0, shown).map((point) => (
                <PointView key={`${point.kind} ${point.from} ${point.words}`} point={point} hasKey={point === first} onReplace={onReplace} />
              ))}
            </ul>
          )}
          {points.length > shown && <p class="small">{words.more(points.length - shown)}</p>}
          {undone && (
            <p class="small">
              {words.replaced(undone.words)}{' '}
              <button type="button" class="link" onMouseDown={keepFocus} onClick={onUndo}>
                {words.undo}
              </button>
            </p>
          )}
          {isHeld && <p class="next">{heldText(points, words)}</p>}
        </section>
      )}
    </>
  );
}

function PointView({ point, hasKey, onReplace }: { point: Point; hasKey: boolean } & Pick<Props, 'onReplace'>): JSX.Element {
  const words = checkWords();
  return (
    <li class={`point ${point.level}`}>
      <Icon name="alert" />
      <div>
        <p>
          {point.words !== '' && point.kind !== 'variable' && (
            <q lang={htmlLang(languageOf(point.words, language.value))} dir="auto">
              {point.words}
            </q>
          )}{' '}
          <span>{reason(point, words)}</span>
        </p>
        {choices(point).length > 0 && (
          <p class="choices">
            {choices(point).map((instead, index) => (
              <button key={instead} type="button" class="button small" onMouseDown={keepFocus} onClick={() => onReplace(point, instead)}>
                <span lang={htmlLang(languageOf(instead, language.value))} dir="auto">
                  {choiceText(point, instead, words)}
                </span>
                {hasKey && index === 0 && <kbd aria-hidden="true">Alt+↵</kbd>}
              </button>
            ))}
          </p>
        )}
      </div>
    </li>
  );
}

/** The point that Alt and Enter settle: the first that offers something. */
export function firstReplaceable(points: readonly Point[]): Point | undefined {
  return points.find((point) => choices(point).length > 0);
}

/** What may stand in the place of the words; nothing, where they can only go. */
export function choices({ instead, level, kind }: Point): readonly string[] {
  if (instead.length > 0) return instead;
  return level === 'stop' || kind === 'banned' ? [''] : [];
}

function choiceText({ kind }: Point, instead: string, words: CheckWords): string {
  if (instead === '') return words.remove;
  return kind === 'acknowledgement' ? words.begin(instead) : words.use(instead);
}

function reason(point: Point, words: CheckWords): string {
  switch (point.kind) {
    case 'capitals':
    case 'marks':
    case 'acknowledgement':
      return words[point.kind];
    case 'variable':
      return words.variable(point.words);
    default:
      return point.why?.[language.value] ?? '';
  }
}

function heldText(points: readonly Point[], words: CheckWords): string {
  if (points.some(({ level }) => level === 'stop')) return words.heldStop;
  return points.some(({ level }) => level === 'block') ? words.heldBlock : words.held;
}

function heard(review: Review, points: readonly Point[], words: CheckWords): string {
  const [first] = points;
  if (!first) return review.replacement.value ? words.replaced(review.replacement.value.words) : '';
  const told = words.heard(points.length, `${first.kind === 'variable' ? '' : first.words} ${reason(first, words)}`.trim());
  return review.isHeld.value ? `${heldText(points, words)} ${told}` : told;
}

/** A press of a button leaves the caret in the field. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
