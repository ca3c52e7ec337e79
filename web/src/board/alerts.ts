// Alerts that are not over, one entry for each conversation, as its line tells of them. Owns their order and who they
// wait for; knows neither socket nor screen.
// Keeps: what a later line has settled never comes back with an earlier one.
import type { AlertState, ConversationId, Stage, Summary, Timestamp } from '../shared/protocol';
import { going } from '../staff/judged';

/** `open` waits for somebody; `in_hand` was acknowledged; `snoozed` comes back. */
export type Standing = 'open' | 'in_hand' | 'snoozed';

export interface Entry {
  readonly conv: ConversationId;
  readonly summary: Summary;
  /** Alerts of the conversation that are not over, oldest first; of an open entry the open ones. */
  readonly alerts: readonly AlertState[];
  readonly standing: Standing;
  readonly stage: Stage;
  readonly isDistress: boolean;
  readonly since: Timestamp;
}

const RANK: Record<Stage, number> = { calm: 0, watch: 1, concern: 2, critical: 3 };

function standingOf({ acknowledged, snoozed }: AlertState): Standing {
  if (snoozed) return 'snoozed';
  return acknowledged ? 'in_hand' : 'open';
}

export class Alerts {
  readonly #lines = new Map<ConversationId, Summary>();

  /** Takes a line in; `true` when that may change what is shown. */
  take(conv: ConversationId, line: Summary | undefined): boolean {
    const known = this.#lines.get(conv);
    if (known && line && known.last_seq > line.last_seq) return false;
    if (!line || line.phase === 'closed' || !line.alerts?.some(({ closed }) => !closed)) return this.#lines.delete(conv);
    this.#lines.set(conv, line);
    return true;
  }

  /** What waits for somebody, in the order of need. */
  open(): Entry[] {
    return this.#entries((standing) => standing === 'open').sort(byNeed);
  }

  /** What somebody knows of and nobody else waits for; what comes back first in front. */
  settled(): Entry[] {
    return this.#entries((standing) => standing !== 'open').sort((a, b) => returnsAt(a) - returnsAt(b) || a.since - b.since);
  }

  #entries(wanted: (standing: Standing) => boolean): Entry[] {
    const entries: Entry[] = [];
    for (const summary of this.#lines.values()) {
      const entry = entryOf(summary);
      if (entry && wanted(entry.standing)) entries.push(entry);
    }
    return entries;
  }
}

function entryOf(summary: Summary): Entry | undefined {
  const all = going(summary);
  const open = all.filter((alert) => standingOf(alert) === 'open');
  const alerts = (open.length > 0 ? open : all).toSorted((a, b) => a.raised_at - b.raised_at);
  const [first] = alerts;
  if (!first) return undefined;
  const stage = alerts.reduce<Stage>((worst, alert) => (RANK[alert.stage] > RANK[worst] ? alert.stage : worst), 'calm');
  const standing = open.length > 0 ? 'open' : alerts.some(({ snoozed }) => snoozed) ? 'snoozed' : 'in_hand';
  const isDistress = alerts.some(({ kind }) => kind === 'distress');
  return { conv: summary.conv, summary, alerts, standing, stage, isDistress, since: first.raised_at };
}

/** Distress first, then the worst stage, then whoever has waited longest. */
function byNeed(a: Entry, b: Entry): number {
  return Number(b.isDistress) - Number(a.isDistress) || RANK[b.stage] - RANK[a.stage] || a.since - b.since;
}

/** When the next alert of an entry comes back; never, for what somebody has in hand. */
export function returnsAt({ alerts }: Entry): number {
  return Math.min(...alerts.map(({ snoozed }) => snoozed?.until ?? Infinity));
}
