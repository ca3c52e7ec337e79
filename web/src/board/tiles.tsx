// The numbers of the floor: a value and what to compare it with, nothing else.
import type { ComponentChildren, JSX } from 'preact';
import type { Board, Stage } from '../shared/protocol';
import { now } from '../staff/clock';
import { clockSeconds, wait } from '../staff/format';
import { StageMark } from '../staff/mark';
import { language } from '../staff/preferences';
import type { Floor } from './floor';
import { boardWords } from './texts';

const STAGES: readonly Stage[] = ['critical', 'concern', 'watch', 'calm'];

export function Tiles({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const counts = floor.counts.value;
  const stale = floor.stale.value;
  return (
    <section class={`tiles${stale ? ' stale' : ''}`} aria-label={words.counts} aria-busy={counts === undefined}>
      {stale && counts && <p class="as-of">{words.asOf(clockSeconds(counts.now, language.value))}</p>}
      <dl>
        <Tile name={words.waiting} value={counts?.waiting}>
          {counts && (counts.waiting > 0 ? words.longest(wait(longest(counts), language.value)) : words.nobodyWaits)}
        </Tile>
        <Tile name={words.withBot} value={counts?.with_bot} />
        <Tile name={words.withAgents} value={counts?.with_agent}>
          {counts && words.free(places(counts))}
        </Tile>
        <div class="tile stages">
          <dt>{words.stages}</dt>
          {STAGES.map((stage) => (
            <dd key={stage}>
              <StageMark stage={stage} /> <b>{counts ? counts.stages[stage] : '–'}</b>
            </dd>
          ))}
        </div>
        <Tile name={words.alerts} value={floor.alerts.value.length}>
          {words.openAlerts(floor.alerts.value.length)}
        </Tile>
      </dl>
    </section>
  );
}

/** The wait goes on between two counts. */
function longest(counts: Board): number {
  return counts.longest_wait_ms + Math.max(0, now.value - counts.now);
}

function places({ agents }: Board): number {
  const free = agents.filter((agent) => agent.online && agent.available);
  return free.reduce((sum, agent) => sum + Math.max(0, agent.capacity - agent.load), 0);
}

function Tile({ name, value, children }: { name: string; value: number | undefined; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <b class="number">{value ?? '–'}</b>
      </dd>
      {children && <dd class="small">{children}</dd>}
    </div>
  );
}
