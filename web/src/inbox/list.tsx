// The list of conversations: rows of one height, of which only those in sight are drawn.
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import { clockTime, wait } from '../staff/format';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { type Tab, waitsSince } from '../staff/need';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import { scrollFor, windowOf } from '../staff/windowing';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

const ROW = 72;
const TABS: readonly Tab[] = ['mine', 'waiting', 'all', 'closed'];

export function List({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const moved = inbox.moved.value;
  return (
    <section class="list" aria-label={words.list}>
      <Tabs inbox={inbox} />
      {inbox.held.value && moved > 0 && (
        <button
          type="button"
          class="moved"
          onClick={() => {
            inbox.held.value = false;
          }}
        >
          {words.moved(moved)}
        </button>
      )}
      <Rows inbox={inbox} />
    </section>
  );
}

function Tabs({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const counts: Partial<Record<Tab, number>> = inbox.survey.value.counts;
  return (
    <div class="tabs" role="group" aria-label={words.tabs}>
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          aria-pressed={inbox.tab.value === tab}
          onClick={() => {
            inbox.tab.value = tab;
          }}
        >
          {words[tab]} {(counts[tab] ?? 0) > 0 && <span class="count">{counts[tab]}</span>}
        </button>
      ))}
    </div>
  );
}

function Rows({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const rows = inbox.rows.value;
  const { box, top, height, onScroll } = useScroll(inbox);
  const { from, to } = windowOf(rows.length, ROW, top, height);
  const hold = (): void => {
    const pointed = box.current?.matches(':hover') === true;
    const focused = box.current?.querySelector(':focus-visible') != null;
    inbox.held.value = pointed || focused;
  };
  const first = inbox.cursor.value ?? rows[0]?.conv;
  return (
    <div class="rows" ref={box} onScroll={onScroll} onPointerEnter={hold} onPointerLeave={hold} onFocusIn={hold} onFocusOut={() => setTimeout(hold)}>
      {rows.length === 0 && (inbox.desk.ready.value ? <p class="empty">{emptyText(inbox)}</p> : <Loading />)}
      <ul aria-label={words.list} style={{ height: `${rows.length * ROW}px` }}>
        {rows.slice(from, to).map((row, index) => (
          <li
            key={row.conv}
            aria-setsize={rows.length}
            aria-posinset={from + index + 1}
            style={{ transform: `translateY(${(from + index) * ROW}px)` }}
          >
            <Row inbox={inbox} row={row} reachable={row.conv === first} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Follows the scroll place and the size of the box, and brings the keyboard's row into sight. */
function useScroll(inbox: Inbox) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  useLayoutEffect(() => {
    const seen = box.current;
    if (!seen) return undefined;
    const observer = new ResizeObserver(() => setHeight(seen.clientHeight));
    observer.observe(seen);
    return () => observer.disconnect();
  }, []);
  const cursor = inbox.cursor.value;
  useEffect(() => {
    const seen = box.current;
    const index = inbox.rows.peek().findIndex((row) => row.conv === cursor);
    if (!seen || index < 0) return;
    seen.scrollTop = scrollFor(index, ROW, seen.scrollTop, seen.clientHeight);
    setTop(seen.scrollTop);
    if (!inbox.walks) return;
    inbox.walks = false;
    requestAnimationFrame(() => requestAnimationFrame(() => seen.querySelector<HTMLElement>('.row.at')?.focus()));
  }, [cursor]);
  return { box, top, height, onScroll: () => setTop(box.current?.scrollTop ?? 0) };
}

function Loading(): JSX.Element {
  return (
    <div class="skeleton tall" aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </div>
  );
}

function emptyText(inbox: Inbox): string {
  const words = inboxWords();
  const none = { mine: words.noneMine, waiting: words.noneWaiting, all: words.noneAll, closed: words.noneClosed };
  const latest = Math.max(0, ...inbox.desk.summaries.all().map((one) => one.last_at));
  const since = latest > 0 ? ` ${words.lastChat(clockTime(latest, language.value))}` : '';
  return none[inbox.tab.value] + since;
}

function Row({ inbox, row, reachable }: { inbox: Inbox; row: Summary; reachable: boolean }): JSX.Element {
  const words = inboxWords();
  const at = inbox.cursor.value === row.conv;
  const since = waitsSince(row);
  return (
    <button
      type="button"
      class={`row ${row.stage}${at ? ' at' : ''}`}
      data-conv={row.conv}
      tabIndex={reachable ? 0 : -1}
      aria-current={inbox.selected.value === row.conv ? 'true' : undefined}
      onClick={() => inbox.open(row.conv)}
    >
      <span class="first">
        <b class="name" dir="auto">
          {visitorName(row, common())}
        </b>
        <StageMark stage={row.stage} trend={row.trend} />
        {since !== undefined && (
          <span class="wait">
            <span class="unseen">{words.waits('')}</span>
            {wait(now.value - since, language.value)}
          </span>
        )}
      </span>
      <span class="second">
        <span class="preview" dir="auto">
          {row.preview || '…'}
        </span>
        <span class="where">{whereText(row, inbox.me.staff)}</span>
      </span>
    </button>
  );
}

function whereText(row: Summary, me: string): string {
  const words = inboxWords();
  switch (row.phase) {
    case 'with_bot':
      return words.withBot;
    case 'waiting':
      return words.waiting;
    case 'handing_off':
      return row.agent === me ? words.offeredToYou : words.offeredTo(row.agent_name ?? '');
    case 'with_agent':
      return row.agent === me ? '' : words.withAgent(row.agent_name ?? '');
    case 'closed':
      return words.ended;
  }
}
