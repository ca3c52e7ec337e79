// Whom nobody answers although everybody who may be asked was asked: whoever oversees is the last who can help.
import type { JSX } from 'preact';
import { now } from '../staff/clock';
import { wait } from '../staff/format';
import { visitorName } from '../staff/names';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import type { Floor } from './floor';
import { boardWords } from './texts';

/** More than these are only counted. */
const SHOWN = 3;

export function Unanswered({ floor }: { floor: Pick<Floor, 'counts' | 'desk' | 'watch' | 'takeOver'> }): JSX.Element {
  const words = boardWords();
  const told = floor.counts.value?.unanswered;
  const title = told && told.waiting > 0 ? words.unanswered(told.waiting) : undefined;
  void floor.desk.summaries.version.value;
  const nameOf = (conv: string): string => {
    const line = floor.desk.summaries.get(conv);
    return line ? visitorName(line, common()) : common().visitor;
  };
  return (
    <>
      <p class="unseen" role="status">
        {title}
      </p>
      {told && title !== undefined && (
        <section class="offered" aria-label={title}>
          <p>
            <b>{title}</b>
          </p>
          {told.open.slice(0, SHOWN).map(({ conv, since }) => (
            <p class="acts" key={conv}>
              <span dir="auto">{words.unansweredFor(nameOf(conv), wait(now.value - since, language.value))}</span>
              <button type="button" class="button strong" onClick={() => void floor.takeOver(conv)}>
                {words.takeOver}
              </button>
              <button type="button" class="button" onClick={() => floor.watch(conv)}>
                {words.watch}
              </button>
            </p>
          ))}
          {told.waiting > SHOWN && <p class="muted">{words.more(told.waiting - SHOWN)}</p>}
        </section>
      )}
    </>
  );
}
