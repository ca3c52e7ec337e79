// The list of conversations: views, search, order, and the window of rows that are drawn.
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { clockTime } from '../staff/format';
import { Icon } from '../staff/icons';
import type { Sort, Tab } from '../staff/need';
import { Part } from '../staff/part';
import { language } from '../staff/preferences';
import { Waiting } from '../staff/waiting';
import { scrollFor, windowOf } from '../staff/windowing';
import { DueToggle } from './due/toggle';
import { ShelfChoice } from './filing/view';
import type { Inbox } from './inbox';
import { Row } from './row';
import { inboxWords } from './texts';

/** Height of every row, px; the style sheet says the same. */
const ROW = 72;
const TABS: readonly Tab[] = ['mine', 'waiting', 'all', 'closed'];

export function List({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const { list } = inbox;
  const openAt = (conv: string, seq: number): void => void inbox.openAt(conv, seq);
  return (
    <section class="list" aria-label={words.conversations}>
      <Tabs inbox={inbox} />
      <div class="find">
        <label class="search">
          <span class="unseen">{words.search}</span>
          <Icon name="search" />
          <input
            id="find"
            type="search"
            placeholder={words.find}
            value={list.query.value}
            onInput={({ currentTarget }) => list.view({ query: currentTarget.value })}
          />
        </label>
        <select
          aria-label={words.sortLabel}
          value={list.filter.sort}
          onChange={({ currentTarget }) => list.view({ sort: currentTarget.value as Sort })}
        >
          <option value="need">{words.byNeed}</option>
          <option value="time">{words.byTime}</option>
        </select>
        <FilterToggle inbox={inbox} />
        <DueToggle inbox={inbox} />
      </div>
      <Part
        wanted={inbox.saved.isOpen.value || inbox.saved.all.value.length > 0} on={inbox} onFailed={() => { inbox.saved.isOpen.value = false; }}
        load={async () => (await import('./filters/view')).Filters}
      />
      {inbox.isDueShown.value ? (
        <Part
          wanted on={inbox} onFailed={() => { inbox.isDueShown.value = false; }}
          load={async () => (await import('./due/view')).DueList}
        />
      ) : (
        <>
          <ShelfChoice inbox={inbox} />
          <Part
            wanted={inbox.invitations.value.length > 0} on={inbox} onFailed={() => undefined}
            load={async () => (await import('./experts/view')).Invitations}
          />
          <Pill inbox={inbox} />
          <Rows inbox={inbox} />
          <Part
            wanted={inbox.search.looked.value.state !== 'idle'} on={{ search: inbox.search, openAt }}
            load={async () => (await import('./found')).Found}
          />
        </>
      )}
    </section>
  );
}

function FilterToggle({ inbox: { list, saved } }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const { stage, language } = list.filter;
  const isOpen = saved.isOpen.value;
  return (
    <button
      type="button"
      class={`plain-icon filter-toggle${stage === 'any' && language === 'any' ? '' : ' on'}`}
      aria-label={words.filters}
      title={words.filters}
      aria-expanded={isOpen}
      onClick={() => {
        saved.isOpen.value = !isOpen;
      }}
    >
      <Icon name="settings" />
    </button>
  );
}

function Tabs({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const counts: Partial<Record<Tab, number>> = inbox.list.counts.value;
  return (
    <div class="tabs" role="group" aria-label={words.filterLabel}>
      {TABS.map((tab) => (
        <button key={tab} type="button" aria-pressed={inbox.list.tab.value === tab && !inbox.isDueShown.value} onClick={() => inbox.show({ tab })}>
          {words[tab]} {counts[tab] !== undefined && <span class="count">{counts[tab]}</span>}
        </button>
      ))}
    </div>
  );
}

/** Stands over the list, so that it moves nothing when it comes. */
function Pill({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const count = inbox.list.pending.value;
  return (
    <div class="pill-place" role="status">
      {count > 0 && (
        <button type="button" class="pill" title={words.pendingHint} onClick={() => inbox.list.free()}>
          <Icon name="up" /> {words.pending(count)}
        </button>
      )}
    </div>
  );
}

function Rows({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const { list } = inbox;
  void inbox.desk.summaries.version.value;
  const ids = list.ids.value;
  const { box, top, height, onScroll } = useScroll(inbox, ids);
  const { from, to } = windowOf(ids.length, ROW, top, height);
  const reachable = list.cursor.value !== undefined && ids.includes(list.cursor.value) ? list.cursor.value : ids[0];
  const focused = useRef(false);
  const over = useRef(false);
  const point = (isOver: boolean) => (): void => {
    if (over.current === isOver) return;
    over.current = isOver;
    list.hand(isOver ? 1 : -1);
  };
  const focus = (isIn: boolean) => (): void => {
    if (focused.current === isIn) return;
    focused.current = isIn;
    list.hand(isIn ? 1 : -1);
  };
  // What falls due takes their place: no hand stays behind.
  useLayoutEffect(() => () => { point(false)(); focus(false)(); }, []);
  // The row with the focus is drawn wherever it is, or scrolling would throw the focus away.
  const drawn = ids.map((conv, index) => ({ conv, index })).slice(from, to);
  const at = focused.current && reachable !== undefined ? ids.indexOf(reachable) : -1;
  if (at >= 0 && (at < from || at >= to)) drawn.push({ conv: reachable ?? '', index: at });
  return (
    <div
      class="rows"
      ref={box}
      onScroll={onScroll}
      onPointerEnter={point(true)}
      onPointerLeave={point(false)}
      onFocusIn={({ target }) => focus(target instanceof Element && target.matches(':focus-visible'))()}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) focus(false)();
      }}
    >
      {!inbox.desk.ready.value && <Waiting lines={6} />}
      {inbox.desk.ready.value && ids.length === 0 && <Empty inbox={inbox} />}
      <ul aria-label={words.conversations} style={{ height: `${ids.length * ROW}px` }}>
        {drawn.map(({ conv, index }) => {
          const line = inbox.desk.summaries.get(conv);
          return (
            <li key={conv} aria-setsize={ids.length} aria-posinset={index + 1} style={{ transform: `translateY(${index * ROW}px)` }}>
              {line ? <Row inbox={inbox} line={line} reachable={conv === reachable} /> : <p class="row gone">{words.left}</p>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Follows the scroll place and the size of the box, and brings the keyboard's row into sight. */
function useScroll(inbox: Inbox, ids: readonly string[]) {
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
  const cursor = inbox.list.cursor.value;
  useLayoutEffect(() => {
    const seen = box.current;
    const index = cursor === undefined ? -1 : ids.indexOf(cursor);
    if (!seen || index < 0) return;
    seen.scrollTop = scrollFor(index, ROW, seen.scrollTop, seen.clientHeight);
    setTop(seen.scrollTop);
    // Only the cursor moves the view; a row that finds another place does not.
  }, [cursor]);
  return { box, top, height, onScroll: () => setTop(box.current?.scrollTop ?? 0) };
}

function Empty({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const { list, desk } = inbox;
  if (list.isNarrowed.value) return <p class="empty">{words.noneFound}</p>;
  const none = { mine: words.noneMine, waiting: words.nobodyWaiting, all: words.noneOpen, closed: words.noneClosed };
  let latest = 0;
  for (const { last_at } of desk.summaries.all()) latest = Math.max(latest, last_at);
  return (
    <p class="empty">
      {none[list.tab.value]}
      {latest > 0 && <span class="small">{words.lastAt(clockTime(latest, language.value))}</span>}
    </p>
  );
}
