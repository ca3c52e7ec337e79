// The explanation card: how a conversation stands, how sure that is, why, what speaks against it, and what was tried.
// Personal distress has a card of its own in the same place. Owns no state but what is folded open.
import type { ComponentChildren, JSX } from 'preact';
import { htmlLang, languageOf } from '../shared/i18n';
import type { Seq, Severity, Summary } from '../shared/protocol';
import { now } from './clock';
import type { Conversation } from './conversation';
import { Curve } from './curve';
import { DistressCard } from './distress';
import { markedWords } from './excerpt';
import { type Words, against, chance, forecast, reasonsOf, severity, wordsOf, wordsOfDistress } from './explanation';
import { againstText, chanceText, explanationWords, forecastText } from './explanation_texts';
import { Icon } from './icons';
import { type Judged, judge } from './judged';
import { StageMark } from './mark';
import { language } from './preferences';
import { reasonText, unscoredText } from './reasons';
import { common } from './texts';
import type { Logged, Thread } from './thread';
import { TriedList } from './tried_list';
import { Waiting } from './waiting';

interface Props {
  readonly line: Summary;
  /** Absent while the log is not followed: then the card says what the line knows. */
  readonly opened: Conversation | undefined;
  /** One of many: without heading, turning point and what was tried. */
  readonly isCompact?: boolean;
  /** Shows a message in the thread beside. */
  readonly onJump?: (seq: Seq) => void;
  /** Puts the operator's text for a customer in distress into the reply. */
  readonly onInsert?: (text: string) => void;
  /** Where whoever reads says whether it is right. */
  readonly children?: ComponentChildren;
}

const NONE: readonly Logged[] = [];
const UNREAD = judge(NONE);
const CURVE = { wide: { width: 272, height: 64 }, compact: { width: 132, height: 44 } };

export function Explanation({ line, opened, isCompact = false, onJump, onInsert, children }: Props): JSX.Element {
  const events = opened?.events.value ?? NONE;
  const judged = opened?.judged.value ?? UNREAD;
  const thread = opened?.thread.value;
  const distress = severity(judged, line);
  const isLoading = opened !== undefined && events.length === 0 && opened.loading.value;
  if (isLoading && !isCompact) return <Loading line={line} />;
  return (
    <section class={`explanation ${line.stage}${isCompact ? ' compact' : ''}`}>
      {distress ? (
        <Distressed severity={distress} line={line} thread={thread} isCompact={isCompact} {...(onInsert && { onInsert })} />
      ) : (
        <Mood line={line} judged={judged} thread={thread} isCompact={isCompact} {...(onJump && { onJump })} />
      )}
      {!isCompact && <TriedList events={events} packet={thread?.packet} />}
      {children && <div class="verdict">{children}</div>}
    </section>
  );
}

function Loading({ line }: { line: Summary }): JSX.Element {
  return (
    <section class={`explanation ${line.stage}`} aria-busy="true">
      <h2>
        {explanationWords(language.value).title} <StageMark stage={line.stage} trend={line.trend} />
      </h2>
      <Waiting lines={3} />
    </section>
  );
}

interface MoodProps {
  readonly line: Summary;
  readonly judged: Judged;
  readonly thread: Thread | undefined;
  readonly isCompact: boolean;
  readonly onJump?: (seq: Seq) => void;
}

function Mood({ line, judged, thread, isCompact, onJump }: MoodProps): JSX.Element {
  const words = explanationWords(language.value);
  const p = chance(judged, line);
  const shown = wordsOf(thread, line);
  const size = isCompact ? CURVE.compact : CURVE.wide;
  const curve = thread?.curve ?? [];
  const turn = thread?.turningPoint;
  const drawn = p !== undefined && curve.length > 1 && <Curve points={curve} turn={turn} stage={line.stage} {...size} />;
  return (
    <>
      {!isCompact && (
        <h2>
          {words.title}{' '}
          {p === undefined && line.stage === 'calm' ? <span class="tag">{words.unread}</span> : <StageMark stage={line.stage} trend={line.trend} />}
        </h2>
      )}
      {isCompact && drawn}
      {p !== undefined && <p class="chance">{chanceText(p, words)}</p>}
      {p === undefined && !isCompact && <Nothing judged={judged} />}
      {!isCompact && drawn}
      <Reasons line={line} judged={judged} />
      {shown && (isCompact || shown.pieces.some(({ mark }) => mark)) && <Quote words={shown} />}
      <But line={line} judged={judged} />
      <Forecast line={line} judged={judged} />
      <Unscored line={line} judged={judged} />
      {!isCompact && onJump && turn !== undefined && (
        <button type="button" class="button small" onClick={() => onJump(turn)}>
          <Icon name="up" /> {words.turningPoint}
        </button>
      )}
      {!isCompact && p !== undefined && <p class="small">{words.estimate}</p>}
    </>
  );
}

/** Nothing was read yet: why. */
function Nothing({ judged }: { judged: Judged }): JSX.Element | null {
  const words = explanationWords(language.value);
  if (judged.unscored) return null;
  return <p class="muted">{judged.visitor.length === 0 ? words.nothingYet : words.readingNow}</p>;
}

function Reasons({ line, judged }: { line: Summary; judged: Judged }): JSX.Element | null {
  const texts = reasonsOf(judged, line, now.value).map((reason) => reasonText(reason, common(), language.value));
  if (texts.length === 0) return null;
  return (
    <ul class="reasons" aria-label={explanationWords(language.value).reasons}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function Quote({ words: shown }: { words: Words }): JSX.Element {
  const words = explanationWords(language.value);
  const { pieces, isCutBefore, isCutAfter, place } = shown;
  const marked = markedWords(shown);
  const text = pieces.map((piece) => piece.text).join('');
  return (
    <div class="quoted">
      <p class="small">
        {place === 'turning_point' ? words.turningPoint : words.latest}
        {marked.length > 0 && <span class="unseen">. {words.weighedAre(marked.join(common().listJoin))}</span>}
      </p>
      <q lang={htmlLang(languageOf(text, language.value))} dir="auto">
        {isCutBefore && '… '}
        {pieces.map(({ text: piece, mark }) =>
          mark ? (
            <mark class={mark === 2 ? 'strong' : undefined} title={words.weighed}>
              {piece}
            </mark>
          ) : (
            piece
          ),
        )}
        {isCutAfter && ' …'}
      </q>
    </div>
  );
}

function But({ line, judged }: { line: Summary; judged: Judged }): JSX.Element | null {
  const words = explanationWords(language.value);
  const found = against(judged, line);
  const text = found && againstText(found, words);
  if (text === undefined) return null;
  return (
    <p class="against">
      <b>{words.but}</b> {text}
    </p>
  );
}

function Forecast({ line, judged }: { line: Summary; judged: Judged }): JSX.Element | null {
  const words = explanationWords(language.value);
  const p = forecast(judged.belief, line, now.value);
  if (p === undefined) return null;
  return (
    <details class="forecast">
      <summary>{forecastText(p, words)}</summary>
      <p class="small">{words.forecastWhy}</p>
    </details>
  );
}

/** What the mood does not know of. */
function Unscored({ line, judged }: { line: Summary; judged: Judged }): JSX.Element | null {
  const words = explanationWords(language.value);
  if (judged.unscored) return <p class="not-scored">{unscoredText(judged.unscored, common())}</p>;
  return line.unscored > 0 ? <p class="small">{words.waitsForScore(line.unscored)}</p> : null;
}

interface DistressedProps {
  readonly severity: Severity;
  readonly line: Summary;
  readonly thread: Thread | undefined;
  readonly isCompact: boolean;
  readonly onInsert?: (text: string) => void;
}

/** Never beside anger's chance, curve, reasons or forecast: they are about something else. */
function Distressed({ severity: how, line, thread, isCompact, onInsert }: DistressedProps): JSX.Element {
  const shown = wordsOfDistress(thread, line);
  const spoken = languageOf(shown?.pieces.map(({ text }) => text).join('') ?? '', line.language);
  return (
    <DistressCard severity={how} isCompact={isCompact} spoken={spoken} {...(onInsert && { onInsert })}>
      {shown && <Quote words={shown} />}
    </DistressCard>
  );
}
