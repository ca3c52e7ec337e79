// The board: counts, what needs attention, who is there. `?wall=1` is for a screen on the wall: large numbers, no
// buttons, no words of customers.
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { account, mayOversee } from '../staff/account';
import { Bars } from '../staff/bars';
import { now } from '../staff/clock';
import { clockTime } from '../staff/format';
import { Header } from '../staff/header';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { startPage } from '../staff/page';
import { language } from '../staff/preferences';
import { prepareSound } from '../staff/sound';
import { common } from '../staff/texts';
import { ThreadView } from '../staff/thread_view';
import { Agents } from './agents';
import { Attention } from './attention';
import { Floor } from './floor';
import { boardWords } from './texts';
import { Tiles } from './tiles';

const wall = new URLSearchParams(location.search).get('wall') === '1';

function BoardPage(): JSX.Element {
  const title = `${common().board} · ${common().product}`;
  useEffect(() => {
    if (!mayOversee(account.value?.role)) document.title = title;
  }, [title]);
  return mayOversee(account.value?.role) ? <Overview /> : <NotAllowed />;
}

function NotAllowed(): JSX.Element {
  const words = boardWords();
  return (
    <div class="page">
      <Header page="board" />
      <main class="refused">
        <h1>{words.notAllowed}</h1>
        <p>{words.notAllowedHint}</p>
        <p>
          <a href="/inbox">{words.toInbox}</a>
        </p>
      </main>
    </div>
  );
}

function Overview(): JSX.Element {
  const words = boardWords();
  const floor = useMemo(() => new Floor(), []);
  useEffect(() => () => floor.close(), [floor]);
  const open = floor.alerts.value.length;
  const title = `${open > 0 ? `(${open}) ` : ''}${common().board} · ${common().product}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const isLive = floor.desk.status.value.phase === 'online' && !floor.stale.value;
  return (
    <div class={`page board${wall ? ' wall' : ''}`}>
      {!wall && <Header page="board" />}
      <Bars desk={floor.desk} />
      <main>
        <h1>
          {words.floor} {clockTime(now.value, language.value)} {isLive && <span class="small">{words.live}</span>}
        </h1>
        <Tiles floor={floor} />
        <div class="halves">
          <Attention floor={floor} wall={wall} />
          <Agents floor={floor} />
        </div>
      </main>
      {!wall && floor.watched.value !== undefined && <Watch floor={floor} conv={floor.watched.value} />}
    </div>
  );
}

/** A conversation to read along, beside everything else. */
function Watch({ floor, conv }: { floor: Floor; conv: string }): JSX.Element {
  const words = boardWords();
  const opened = useMemo(() => floor.desk.open(conv), [conv]);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), [conv]);
  floor.desk.summaries.version.value;
  const line = floor.desk.summaries.get(conv);
  const name = line ? visitorName(line, common()) : common().visitor;
  return (
    <aside
      class="watched"
      aria-label={words.watching(name)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') floor.watch(undefined);
      }}
    >
      <div class="watched-head">
        <h2 dir="auto">{name}</h2>
        {line && <StageMark stage={line.stage} trend={line.trend} />}
        <button type="button" class="quiet" ref={close} onClick={() => floor.watch(undefined)}>
          {common().close}
        </button>
      </div>
      <ThreadView opened={opened} visitor={name} offline={false} />
    </aside>
  );
}

prepareSound();
startPage(BoardPage);
