// The board: counts, what needs attention, who is there. `?wall=1` is for a screen on the wall.
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { account, mayOversee } from '../staff/account';
import { setTitle } from '../staff/attention';
import { Bars } from '../staff/bars';
import { now } from '../staff/clock';
import { clockSeconds, clockTime } from '../staff/format';
import { Header } from '../staff/header';
import { NotAllowed } from '../staff/not_allowed';
import { startPage } from '../staff/page';
import { LazyPalette } from '../staff/palette/lazy';
import { Part } from '../staff/part';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import { Agents } from './agents';
import { AlertList } from './alert_list';
import { BudgetTile } from './budget_tile';
import { Floor } from './floor';
import { Offered } from './offered';
import { boardWords } from './texts';
import { Tiles } from './tiles';
import { Unanswered } from './unanswered';
import { Wall } from './wall';
import { WatchPanel } from './watch_panel';

const isWall = new URLSearchParams(location.search).get('wall') === '1';

function BoardPage(): JSX.Element {
  return mayOversee(account.value?.role) ? <Overview /> : <Refused />;
}

function Refused(): JSX.Element {
  const title = common().board;
  useEffect(() => setTitle(0, title), [title]);
  return (
    <div class="page">
      <Header page="board" />
      <NotAllowed words={boardWords()} />
    </div>
  );
}

function Overview(): JSX.Element {
  const floor = useMemo(() => new Floor(), []);
  useEffect(() => () => floor.close(), [floor]);
  const title = common().board;
  const watched = floor.watched.value;
  const hash = useHash();
  if (isWall) {
    return (
      <div class="page">
        <Bars desk={floor.desk} />
        <Wall floor={floor} title={title}>
          <Freshness floor={floor} />
        </Wall>
      </div>
    );
  }
  return (
    <div class="page">
      <Header page="board">
        <Freshness floor={floor} />
      </Header>
      <Bars desk={floor.desk} />
      <Offered floor={floor} />
      <Unanswered floor={floor} />
      <div class={`floor${watched ? ' with-panel' : ''}`}>
        <Part wanted={hash === TRIAL} on={floor} load={async () => (await import('./trial/view')).TrialPage} />
        <Part
          wanted={hash === FEEDBACK} on={{ isOnline: floor.desk.status.value.phase === 'online' }}
          load={async () => (await import('./feedback/view')).FeedbackPage}
        />
        {hash !== TRIAL && hash !== FEEDBACK && (
          <main>
            <h1 class="unseen">{title}</h1>
            <Tiles floor={floor} />
            <div class="halves">
              <AlertList floor={floor} />
              <Agents floor={floor} />
            </div>
            <Part wanted on={floor} onFailed={() => undefined} load={async () => (await import('./moods/view')).MoodTile} />
            <BudgetTile />
            <p class="elsewhere">
              <a class="button" href={FEEDBACK}>
                {boardWords().feedback}
              </a>
              <a class="button" href={TRIAL}>
                {boardWords().trial}
              </a>
            </p>
          </main>
        )}
        {watched && <WatchPanel floor={floor} opened={watched} />}
      </div>
      <LazyPalette on={floor} load={async () => (await import('./palette')).BoardPalette} />
    </div>
  );
}

/** Where a policy is tried. */
const TRIAL = '#policy';
/** Where scores are judged and recalibrated. */
const FEEDBACK = '#feedback';

function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onChange = (): void => setHash(location.hash);
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return hash;
}

/** Live, or how old the numbers are. */
function Freshness({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const counts = floor.counts.value;
  const isOld = floor.stale.value;
  const text = isOld && counts ? words.asOf(clockSeconds(counts.now, language.value)) : words.live;
  return (
    <p class={`freshness${isOld ? ' old' : ''}`}>
      <span role="status">{counts && text}</span>
      {counts && !isOld && ` ${clockTime(now.value, language.value)}`}
    </p>
  );
}

startPage(BoardPage);
