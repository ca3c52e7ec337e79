// One message of the thread: who, when, what, and for the visitor's words how they were read.
import type { ComponentChildren, JSX } from 'preact';
import { htmlLang, languageOf } from '../shared/i18n';
import type { BotAct, Party, Scoring } from '../shared/protocol';
import { Attached } from './attached';
import { clockTime, outOfTen } from './format';
import { partyName } from './names';
import { language } from './preferences';
import { unscoredText } from './reasons';
import { segments, spansToMark } from './spans';
import { type CommonWords, common } from './texts';
import type { Row } from './thread';

interface Props {
  readonly row: Extract<Row, { kind: 'message' | 'note' }>;
  readonly visitor: string;
  readonly me: string;
  /** The message where anger turned upwards most. */
  readonly turns: boolean;
  readonly chosen: boolean;
  readonly onChoose?: (seq: number) => void;
  /** Where somebody says whether the reading is right; `reading` says what was read, in words. */
  readonly verdict?: (seq: number, reading: string) => JSX.Element;
}

export function MessageView({ row, visitor, me, turns, chosen, onChoose, verdict }: Props): JSX.Element {
  const words = common();
  const { by, seq, at } = row;
  const scoring = row.kind === 'message' ? row.scoring : undefined;
  const party = row.kind === 'note' ? 'note' : by.who;
  return (
    <li class={`message ${party}`} data-seq={seq} data-scored={scoring?.outcome} tabIndex={-1}>
      {turns && <p class="turning-point">{words.turningPoint}</p>}
      <Meta name={nameOf(by, visitor, me, words)} party={party}>
        <time dateTime={new Date(at).toISOString()}>{clockTime(at, language.value)}</time>
        {row.kind === 'message' && row.said.bot && <Act act={row.said.bot} />}
        {row.kind === 'message' && row.said.despite && <span class="tag knowingly">{words.sentKnowingly(row.said.despite)}</span>}
      </Meta>
      <Words text={row.kind === 'note' ? row.noted.text : row.said.text} scoring={scoring} />
      {row.kind === 'message' && <Attached files={row.said.files} />}
      {scoring && (
        <Reading scoring={scoring} chosen={chosen} {...(onChoose && { onChoose: () => onChoose(seq) })}
          {...(verdict && { verdict: (reading: string) => verdict(seq, reading) })} />
      )}
    </li>
  );
}

function nameOf(by: Party, visitor: string, me: string, words: CommonWords): string {
  if (by.who === 'visitor') return visitor;
  return by.who === 'staff' && by.id === me ? words.you : partyName(by, words);
}

/** The line above the words. */
export function Meta({ name, party, children }: { name: string; party: string; children?: ComponentChildren }): JSX.Element {
  const words = common();
  return (
    <p class="meta">
      <b dir="auto">{name}</b>
      {party === 'note' && <span class="tag">{words.note}</span>}
      {party === 'bot' && <span class="tag">{words.bot}</span>}
      {children}
    </p>
  );
}

/** A message may be files alone. */
export function Words({ text, scoring }: { text: string; scoring?: Scoring | undefined }): JSX.Element | null {
  if (text === '') return null;
  return (
    <p class="words" lang={htmlLang(languageOf(text, language.value))} dir="auto">
      {segments(text, spansToMark(scoring)).map(({ text: piece, href, mark }) => {
        if (href !== undefined) {
          return (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {piece}
            </a>
          );
        }
        return mark ? <mark class={mark === 2 ? 'strong' : undefined}>{piece}</mark> : piece;
      })}
    </p>
  );
}

function Act({ act }: { act: BotAct }): JSX.Element | null {
  const words = common();
  if (act.act === 'answered') return <span>{words.botAnswered(act.article)}</span>;
  if (act.act === 'informed') return <span>{words.botInformed}</span>;
  if (act.act === 'help_shown') return <span>{words.botHelp}</span>;
  return act.act === 'missed' ? <span>{words.botMissed}</span> : null;
}

interface ReadingProps {
  readonly scoring: Scoring;
  readonly chosen: boolean;
  readonly onChoose?: () => void;
  readonly verdict?: (reading: string) => JSX.Element;
}

/** The score under a visitor's message; choosing it shows the whole reading beside the thread. Where there are no words, nothing was to be read. */
function Reading({ scoring, chosen, onChoose, verdict }: ReadingProps): JSX.Element | null {
  const words = common();
  if (scoring.outcome === 'not_scored' && scoring.why === 'no_text') return null;
  if (scoring.outcome === 'not_scored') {
    return (
      <p class="reading unscored" title={unscoredText(scoring.why, words)}>
        {words.notScored}
      </p>
    );
  }
  const text = words.anger(outOfTen(scoring.anger, language.value));
  if (!onChoose) return <p class="reading">{text}</p>;
  return (
    <div class="reading-row">
      <button type="button" class="reading" aria-pressed={chosen} title={words.angerHint} onClick={onChoose}>
        {text}
      </button>
      {verdict?.(text)}
    </div>
  );
}
