// The thread: messages by party, notes apart, scores under the visitor's words, quiet lines between.
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { htmlLang, languageOf } from '../shared/i18n';
import { pieces } from '../shared/links';
import type { Scoring } from '../shared/protocol';
import type { Conversation, Outgoing } from './conversation';
import { errorText } from './errors';
import { clockTime, day, outOfTen, sameDay } from './format';
import { lineText } from './lines';
import { partyName } from './names';
import { language } from './preferences';
import { unscoredText } from './reasons';
import { stretches } from './spans';
import { common } from './texts';
import type { Row } from './thread';

interface Props {
  readonly opened: Conversation;
  readonly visitor: string;
  /** Sends wait for the connection. */
  readonly offline: boolean;
}

/** Anger below this is not worth a word under a message. */
const WORTH_SAYING = 0.35;
const NEAR_END = 48;
const NEAR_START = 80;

export function ThreadView({ opened, visitor, offline }: Props): JSX.Element {
  const words = common();
  const { rows, turningPoint } = opened.thread.value;
  const outgoing = opened.outgoing.value;
  const loading = opened.loading.value;
  const failed = opened.failed.value;
  const { log, onScroll, behind, toEnd } = useStickyEnd(opened, rows, outgoing.length);
  return (
    <div class="logbox">
      <div class="log" role="log" aria-label={words.messages} aria-busy={loading} tabIndex={0} ref={log} onScroll={onScroll}>
        {opened.more.value && !loading && (
          <button type="button" class="quiet older" onClick={() => void opened.loadOlder()}>
            {words.older}
          </button>
        )}
        {loading && <Skeleton />}
        {failed && (
          <p class="failure">
            {errorText(failed, language.value)}{' '}
            <button type="button" onClick={() => void opened.load()}>
              {words.retry}
            </button>
          </p>
        )}
        <ol>
          {rows.map((row, index) => {
            const before = rows[index - 1];
            return [
              (!before || !sameDay(before.at, row.at)) && (
                <li key={`day${row.seq}`} class="line">
                  {day(row.at, language.value)}
                </li>
              ),
              <Entry key={row.seq} row={row} visitor={visitor} turns={row.seq === turningPoint} />,
            ];
          })}
          {outgoing.map((one) => (
            <Sent key={one.id} one={one} opened={opened} offline={offline} />
          ))}
        </ol>
        {opened.typing.value && (
          <p class="small typing">{words.typing(opened.typing.value === 'visitor' ? visitor : opened.typing.value)}</p>
        )}
      </div>
      {behind && (
        <button type="button" class="jump" onClick={toEnd}>
          ↓ {words.newer}
        </button>
      )}
    </div>
  );
}

/** Keeps the end in sight while it is, and the place in sight when earlier messages come in above it. */
function useStickyEnd(opened: Conversation, rows: readonly Row[], sending: number) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef({ opened, first: rows[0]?.seq, height: 0 });
  const [behind, setBehind] = useState(false);
  // A score that comes later makes its message taller.
  const last = opened.events.value.at(-1)?.seq;
  const first = rows[0]?.seq;
  const toEnd = (): void => {
    atEnd.current = true;
    setBehind(false);
    log.current?.scrollTo({ top: log.current.scrollHeight });
  };
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const was = seen.current;
    if (was.opened !== opened) atEnd.current = true;
    if (atEnd.current) toEnd();
    else if (first !== was.first && was.opened === opened) box.scrollTop += box.scrollHeight - was.height;
    else setBehind(true);
    seen.current = { opened, first, height: box.scrollHeight };
  }, [opened, first, last, sending]);
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return undefined;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    const box = log.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
    if (atEnd.current) setBehind(false);
    if (box.scrollTop < NEAR_START && !atEnd.current) void opened.loadOlder();
  };
  return { log, onScroll, behind, toEnd };
}

function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  );
}

function Entry({ row, visitor, turns }: { row: Row; visitor: string; turns: boolean }): JSX.Element | null {
  const words = common();
  const time = clockTime(row.at, language.value);
  if (row.kind === 'line') {
    const text = lineText(row.event, row.by, words);
    return text === undefined ? null : <li class={`line ${row.event.kind}`}>{`${text} · ${time}`}</li>;
  }
  const name = row.by.who === 'visitor' ? visitor : partyName(row.by, words);
  if (row.kind === 'note') {
    return (
      <li class="entry note" data-seq={row.seq}>
        <p class="small">
          <b class="chip">{words.note}</b> {name} · {time} · {words.noteHint}
        </p>
        <Text text={row.noted.text} />
      </li>
    );
  }
  const act = row.said.bot;
  return (
    <>
      {turns && <li class="line turn">{words.turningPoint}</li>}
      <li class={`entry ${row.by.who}${turns ? ' turned' : ''}`} data-seq={row.seq} data-scored={row.scoring?.outcome} tabIndex={-1}>
        <p class="small">
          {name} {row.by.who === 'bot' && <b class="chip">{words.bot}</b>} · {time}
          {act?.act === 'answered' && ` · ${words.botAnswered(act.article)}`}
          {act?.act === 'missed' && ` · ${words.botMissed}`}
        </p>
        <Text text={row.said.text} scoring={row.scoring} />
        {row.by.who === 'visitor' && row.scoring && <Reading scoring={row.scoring} />}
      </li>
    </>
  );
}

function Text({ text, scoring }: { text: string; scoring?: Scoring | undefined }): JSX.Element {
  const spans = scoring?.outcome === 'scored' && scoring.anger >= WORTH_SAYING ? scoring.spans : [];
  return (
    <p class="text" dir="auto" lang={htmlLang(languageOf(text, language.value))}>
      {stretches(text, spans).map(({ text: part, marked }) => (marked ? <mark>{part}</mark> : <Linked text={part} />))}
    </p>
  );
}

function Linked({ text }: { text: string }): JSX.Element {
  return (
    <>
      {pieces(text).map((piece) =>
        piece.href === undefined ? (
          piece.text
        ) : (
          <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ),
      )}
    </>
  );
}

function Reading({ scoring }: { scoring: Scoring }): JSX.Element | null {
  const words = common();
  if (scoring.outcome === 'not_scored') {
    return (
      <p class="small reading unscored" title={unscoredText(scoring.why, words)}>
        {words.notScored}
      </p>
    );
  }
  if (scoring.anger < WORTH_SAYING) return null;
  return (
    <p class="small reading" title={words.estimate}>
      {words.anger(outOfTen(scoring.anger, language.value))}
    </p>
  );
}

function Sent({ one, opened, offline }: { one: Outgoing; opened: Conversation; offline: boolean }): JSX.Element {
  const words = common();
  return (
    <li class={`entry ${one.kind === 'note' ? 'note' : 'staff'} ${one.failed ? 'failed' : 'sending'}`}>
      <p class="small">{one.failed ? errorText(one.failed, language.value) : offline ? words.waitsToSend : words.sending}</p>
      <Text text={one.text} />
      {one.failed && (
        <p class="small">
          <button type="button" onClick={() => opened.retry(one.id)}>
            {words.retry}
          </button>{' '}
          <button type="button" class="quiet" onClick={() => opened.discard(one.id)}>
            {words.discard}
          </button>
        </p>
      )}
    </li>
  );
}
