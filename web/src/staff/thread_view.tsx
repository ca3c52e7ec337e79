// The thread on the screen: messages by party, notes apart, quiet lines between. Owns its scrolling: at the end it
// follows, elsewhere it stays put.
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from './conversation';
import { errorText } from './errors';
import { clockTime, day, sameDay } from './format';
import { Icon } from './icons';
import { lineText } from './lines';
import { MessageView } from './message';
import { language } from './preferences';
import { common } from './texts';
import type { Row } from './thread';
import { Waiting } from './waiting';

interface Props {
  readonly opened: Conversation;
  readonly visitor: string;
  /** Whose screen it is. */
  readonly me?: string;
  /** What stands after the log (what is on its way out), and how much of it. */
  readonly children?: ComponentChildren;
  readonly tail?: number;
  /** The message whose reading is shown beside the thread. */
  readonly chosen?: number | undefined;
  readonly onChoose?: (seq: number) => void;
  readonly verdict?: (seq: number, reading: string) => JSX.Element;
}

const NEAR_END = 48;

export function ThreadView({ opened, visitor, me = '', children, tail = 0, chosen, onChoose, verdict }: Props): JSX.Element {
  const words = common();
  const { rows, turningPoint } = opened.thread.value;
  const { log, onScroll, behind, toEnd } = useStickyEnd(opened, rows, tail);
  return (
    <div class="logbox">
      <div class="log" role="log" aria-label={words.messages} aria-busy={opened.loading.value} tabIndex={0} ref={log} onScroll={onScroll}>
        <Top opened={opened} />
        <ol>
          {rows.map((row, index) => (
            <Entry key={row.seq} row={row} before={rows[index - 1]}>
              {row.kind === 'line' ? (
                <Line row={row} />
              ) : (
                <MessageView row={row} visitor={visitor} me={me} turns={row.seq === turningPoint} chosen={row.seq === chosen}
                  {...(onChoose && { onChoose })} {...(verdict && { verdict })} />
              )}
            </Entry>
          ))}
        </ol>
        {children}
        <Signs opened={opened} visitor={visitor} waits={tail > 0} />
      </div>
      {behind && (
        <button type="button" class="jump" onClick={toEnd}>
          <Icon name="down" /> {words.newer}
        </button>
      )}
    </div>
  );
}

/** Keeps the end in sight while it is, and the place in sight when earlier messages come in above it. */
function useStickyEnd(opened: Conversation, rows: readonly Row[], tail: number) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef({ opened, first: 0, last: 0, height: 0 });
  const [behind, setBehind] = useState(false);
  const first = rows[0]?.seq ?? 0;
  const last = rows.at(-1)?.seq ?? 0;
  const toEnd = (): void => {
    atEnd.current = true;
    setBehind(false);
    log.current?.scrollTo({ top: log.current.scrollHeight });
  };
  // A score that arrives later makes its message taller: the end is kept in sight after every change.
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const was = seen.current;
    if (was.opened !== opened) atEnd.current = true;
    if (atEnd.current) toEnd();
    else if (first !== was.first) box.scrollTop += box.scrollHeight - was.height;
    else if (last !== was.last) setBehind(true);
    seen.current = { opened, first, last, height: box.scrollHeight };
  }, [opened, rows, tail]);
  const onScroll = (): void => {
    const box = log.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
    if (atEnd.current) setBehind(false);
  };
  return { log, onScroll, behind, toEnd };
}

/** Before the first event at hand: more, loading, or what went wrong. */
function Top({ opened }: { opened: Conversation }): JSX.Element {
  const words = common();
  const loading = opened.loading.value;
  const failed = opened.failed.value;
  return (
    <>
      {opened.more.value && opened.events.value.length > 0 && (
        <button type="button" class="button small older" aria-disabled={loading} onClick={() => void opened.loadOlder()}>
          {loading ? words.loading : words.older}
        </button>
      )}
      {loading && opened.events.value.length === 0 && <Waiting lines={4} />}
      {failed && (
        <p class="failure" role="alert">
          {errorText(failed, language.value)}{' '}
          <button type="button" class="button small" onClick={() => void opened.load()}>
            {words.retry}
          </button>
        </p>
      )}
    </>
  );
}

/** A day line stands before the first event of each day that is not today. */
function Entry({ row, before, children }: { row: Row; before: Row | undefined; children: ComponentChildren }): JSX.Element {
  const isNewDay = before ? !sameDay(before.at, row.at) : !sameDay(row.at, Date.now());
  return (
    <>
      {isNewDay && <li class="line day">{day(row.at, language.value)}</li>}
      {children}
    </>
  );
}

function Line({ row }: { row: Extract<Row, { kind: 'line' }> }): JSX.Element | null {
  const text = lineText(row, common(), language.value);
  if (text === undefined) return null;
  return (
    <li class={`line ${row.event.kind}`}>
      <span>{text}</span> · <time dateTime={new Date(row.at).toISOString()}>{clockTime(row.at, language.value)}</time>
    </li>
  );
}

/** Who types, and whether the visitor has read the last answer. */
function Signs({ opened, visitor, waits }: { opened: Conversation; visitor: string; waits: boolean }): JSX.Element {
  const words = common();
  const typing = opened.typing.value;
  const { lastStaff, lastVisitor } = opened.thread.value;
  const isSeen = !waits && lastStaff > lastVisitor && opened.seen.value >= lastStaff;
  const name = typing === 'visitor' ? visitor : typing === 'bot' ? words.assistant : typing;
  return (
    <div class="signs small">
      <p role="status">{name !== undefined && words.typing(name)}</p>
      {isSeen && <p>{words.seen}</p>}
    </div>
  );
}

/** Brings a message into sight and gives it the focus, loading earlier pages until it is there. */
export async function showMessage(opened: Conversation, seq: number): Promise<void> {
  while (opened.more.value && (opened.events.value[0]?.seq ?? 0) > seq) {
    const before = opened.events.value[0]?.seq;
    await opened.loadOlder();
    if (opened.events.value[0]?.seq === before) return;
  }
  requestAnimationFrame(() => {
    const entry = document.querySelector<HTMLElement>(`.log [data-seq="${seq}"]`);
    entry?.scrollIntoView({ block: 'center' });
    entry?.focus({ preventScroll: true });
  });
}
