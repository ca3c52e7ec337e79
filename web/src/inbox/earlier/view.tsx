// What the customer came for before, on the handoff card: how often, and the latest in a line each, which leads there
// where the agent may see it.
import type { JSX } from 'preact';
import { htmlLang, languageOf } from '../../shared/i18n';
import type { Earlier, EarlierConversation } from '../../shared/protocol';
import { day } from '../../staff/format';
import { StageMark } from '../../staff/mark';
import { language } from '../../staff/preferences';
import { common } from '../../staff/texts';
import { earlierWords } from './texts';

export interface Shown {
  readonly earlier: Earlier;
  /** At most so many lines. */
  readonly most: number;
  /** What opens a conversation; absent where it is not to be had. */
  readonly visit?: ((conv: string) => (() => void) | undefined) | undefined;
}

export function EarlierList({ earlier, most, visit }: Shown): JSX.Element {
  return (
    <>
      <span>{earlierWords().count(earlier.count)}</span>
      <ul class="earlier">
        {earlier.latest.slice(0, most).map((line) => (
          <li key={line.conv}>
            <Line line={line} act={visit?.(line.conv)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Line({ line, act }: { line: EarlierConversation; act: (() => void) | undefined }): JSX.Element {
  const words = earlierWords();
  const { about, ended_at: endedAt, cause, agent, rating, stage } = line;
  const told = [words.ended(cause, agent), rating === undefined ? words.notRated : words.rated(rating)];
  const content = (
    <>
      <span class="small">
        <time dateTime={new Date(endedAt).toISOString()}>{day(endedAt, language.value)}</time>
        {common().listJoin}
        <span dir="auto">{told.join(common().listJoin)}</span>
        {common().listJoin}
        {words.worst}{' '}
        <StageMark stage={stage} />
      </span>
      {about === undefined ? (
        <span class="small">{words.nothing}</span>
      ) : (
        <q lang={htmlLang(languageOf(about, language.value))} dir="auto">
          {about}
        </q>
      )}
    </>
  );
  return act ? (
    <button type="button" class="quote" onClick={act}>
      {content}
    </button>
  ) : (
    content
  );
}
