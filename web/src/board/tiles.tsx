// The numbers of the floor: a value and what to compare it with, nothing else. Grey, unless they mean people in a
// bad mood.
import type { ComponentChildren, JSX } from 'preact';
import type { Board, Stage } from '../shared/protocol';
import { now } from '../staff/clock';
import { wait } from '../staff/format';
import { StageMark } from '../staff/mark';
import { language } from '../staff/preferences';
import type { Floor } from './floor';
import { boardWords } from './texts';

const STAGES: readonly Stage[] = ['critical', 'concern', 'watch', 'calm'];

export function Tiles({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const counts = floor.counts.value;
  const entries = floor.entries.value;
  const oldest = Math.min(...entries.map(({ since }) => since));
  return (
    <section aria-label={words.counts} aria-busy={counts === undefined}>
      <dl class={`tiles${floor.stale.value ? ' stale' : ''}`}>
        <Tile name={words.waiting} value={counts?.waiting}>
          {counts && longestText(floor)}
        </Tile>
        <Tile name={words.withBot} value={counts?.with_bot} />
        <Tile name={words.withAgents} value={counts?.with_agent}>
          {counts && availableText(counts)}
        </Tile>
        <Tile name={words.alertsOpen} value={entries.length}>
          {entries.length > 0 && words.oldest(wait(now.value - oldest, language.value))}
        </Tile>
        <InTimeTile floor={floor} />
        <div class="tile moods">
          <dt>{words.moods}</dt>
          {STAGES.map((stage) => (
            <dd key={stage} class={counts?.stages[stage] ? stage : `${stage} none`}>
              <b>{counts?.stages[stage] ?? '–'}</b>
              <StageMark stage={stage} />
            </dd>
          ))}
        </div>
      </dl>
    </section>
  );
}

/** The wait goes on between two counts, but not past the last that came. */
export function longestText(floor: Floor): string {
  const words = boardWords();
  const since = floor.waitingSince.value;
  if (since === undefined) return words.noWait;
  const at = floor.stale.value ? (floor.counts.value?.now ?? since) : now.value;
  return words.longest(wait(at - since, language.value));
}

/** How often a person acted in time after an alert: a share with what it is made of. */
function InTimeTile({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const told = floor.counts.value?.interventions;
  const { in_time: helped, alerts } = told?.all ?? { in_time: 0, alerts: 0 };
  const isUnder = told !== undefined && alerts > 0 && helped < told.target * alerts;
  return (
    <div class={`tile in-time${isUnder ? ' under' : ''}`} title={words.inTimeHint}>
      <dt>{words.inTime}</dt>
      <dd class="value">{alerts > 0 ? percent(helped / alerts) : '–'}</dd>
      <dd class="small">
        {alerts > 0 && `${words.inTimeOf(helped, alerts)} · `}
        {told && (alerts > 0 ? words.target(percent(told.target)) : words.noAlerts)}
        {isUnder && <b class="under-word"> · {words.underTarget}</b>}
      </dd>
    </div>
  );
}

/** A share in whole percents; never 100 % for less than all. */
export function percent(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

function availableText({ agents }: Board): string {
  const online = agents.filter((agent) => agent.online);
  return boardWords().agentsOn(online.filter((agent) => agent.available).length, online.length);
}

function Tile({ name, value, children }: { name: string; value: number | undefined; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd class="value">{value ?? '–'}</dd>
      {children && <dd class="small">{children}</dd>}
    </div>
  );
}
