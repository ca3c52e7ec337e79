// Who needs a person most: worse mood, waiting for one, without an answer; then whoever has waited longest. Pure.
import type { Stage, Summary } from '../shared/protocol';

const STAGE: Readonly<Record<Stage, number>> = { calm: 1, watch: 2, concern: 4, critical: 8 };

/** A number that grows with the need; 0 for closed conversations. */
export function need(summary: Summary): number {
  if (summary.phase === 'closed') return 0;
  const waits = summary.waiting_since !== undefined ? 2 : 1;
  const unanswered = summary.unanswered_since !== undefined && summary.phase !== 'with_bot' ? 1.5 : 1;
  return STAGE[summary.stage] * waits * unanswered;
}

/** Since when somebody waits: for a person, else for an answer; nothing when nobody waits. */
export function waitsSince(summary: Summary): number | undefined {
  const since = [summary.waiting_since, summary.unanswered_since].filter((at) => at !== undefined);
  return since.length === 0 || summary.phase === 'closed' ? undefined : Math.min(...since);
}

/** A copy, neediest first. The last resort is the id, so that equal lines never swap places. */
export function byNeed(summaries: readonly Summary[]): Summary[] {
  const keyed = summaries.map((summary) => ({ summary, need: need(summary), since: waitsSince(summary) ?? Infinity }));
  keyed.sort(
    (a, b) =>
      b.need - a.need ||
      (a.since === b.since ? b.summary.last_at - a.summary.last_at : a.since - b.since) ||
      (a.summary.conv < b.summary.conv ? -1 : 1),
  );
  return keyed.map(({ summary }) => summary);
}

export type Tab = 'mine' | 'waiting' | 'all' | 'closed';

/** Whether a line stands under a tab of this person. */
export function isUnder(tab: Tab, summary: Summary, me: string): boolean {
  const { phase, agent } = summary;
  if (tab === 'closed' || phase === 'closed') return tab === 'closed' && phase === 'closed';
  if (tab === 'mine') return agent === me;
  return tab === 'all' || phase === 'waiting' || phase === 'handing_off';
}
