// The numbers of the floor: a value and what to compare it with, nothing else. Grey, unless they mean people in a
// bad mood.
import type { ComponentChildren, JSX } from 'preact';
import type { Board, Stage } from '../shared/protocol';
import { now } from '../staff/clock';
import { momentText, wait } from '../staff/format';
import { StageMark } from '../staff/mark';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import type { Floor } from './floor';
import { boardWords } from './texts';

/** More clocks than these are only counted. */
const CLOCKS = 3;
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
          {counts && waitText(floor)}
        </Tile>
        <Tile name={words.withBot} value={counts?.with_bot} />
        <Tile name={words.withAgents} value={counts?.with_agent}>
          {counts && availableText(counts)}
        </Tile>
        <Tile name={words.alertsOpen} value={entries.length}>
          {entries.length > 0 && words.oldest(wait(now.value - oldest, language.value))}
        </Tile>
        <InTimeTile floor={floor} />
        <DistressTile floor={floor} />
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

/** The longest wait, until when offers are held, if they are, and who waits for a team that is closed. */
export function waitText(floor: Floor): string {
  const words = boardWords();
  const { offers_resume_at: resumeAt, kept = [] } = floor.counts.value ?? {};
  const moment = (at: number): string => momentText(at, now.value, language.value);
  const held = resumeAt === undefined ? [] : [words.heldUntil(moment(resumeAt))];
  const teams = kept.map(({ team, waiting, opens_at: opensAt }) => words.kept(waiting, team, moment(opensAt)));
  return [longestText(floor), ...held, ...teams].join(' · ');
}

/** The wait goes on between two counts, but not past the last that came. */
function longestText(floor: Floor): string {
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

/** How soon a person wrote to somebody in distress, and who waits for that now: their clocks go on. */
export function DistressTile({ floor }: { floor: Pick<Floor, 'counts' | 'stale'> }): JSX.Element {
  const words = boardWords();
  const counts = floor.counts.value;
  const told = counts?.distress;
  const at = floor.stale.value ? (counts?.now ?? now.value) : now.value;
  const clock = (ms: number): string => wait(ms, language.value);
  const open = told?.open ?? [];
  const isLate = told !== undefined && (open.some(({ since }) => at - since > told.target_ms) || (told.median_ms ?? 0) > told.target_ms);
  const [first, ...others] = open.map(({ since }) => clock(at - since));
  const clocks = [first, ...others.slice(0, CLOCKS - 1)].join(common().listJoin);
  const hidden = (told?.waiting ?? 0) - Math.min(open.length, CLOCKS);
  return (
    <div class={`tile distress-replies${isLate ? ' under' : ''}`} title={words.firstReplyHint}>
      <dt>{words.firstReply}</dt>
      <dd class="value">{told?.median_ms === undefined ? '–' : clock(told.median_ms)}</dd>
      <dd class="small">
        {told && (told.answered + told.missed > 0 ? words.firstReplyOf(told.answered, told.missed) : words.noDistress)}
        {told && ` · ${words.firstReplyTarget(clock(told.target_ms))}`}
      </dd>
      {first !== undefined && (
        <dd class="small">
          <b>{words.distressWaits(clocks)}</b>
          {hidden > 0 && ` ${words.more(hidden)}`}
        </dd>
      )}
      {isLate && <dd class="small under-word">{words.overTarget}</dd>}
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
