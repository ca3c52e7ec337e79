// How much a conversation needs somebody, and the order that follows from it. Pure.
//
// score = stage x waiting x unanswered, each a small step function of time, so that rows with the same need keep
// their order (oldest wait first) and the list does not reshuffle with every second.
import type { StaffId, Stage, Summary, Timestamp } from '../shared/protocol';

export type Sort = 'need' | 'time';
export type Tab = 'mine' | 'waiting' | 'all' | 'closed';

const STAGE: Record<Stage, number> = { calm: 1, watch: 2, concern: 4, critical: 8 };
const MINUTE = 60_000;

/** 1: does not wait; then 2, 3 after two minutes, 4 after five. */
function urgency(since: Timestamp | undefined, now: Timestamp): number {
  if (since === undefined) return 1;
  const waited = now - since;
  return waited < 2 * MINUTE ? 2 : waited < 5 * MINUTE ? 3 : 4;
}

/** The need of a conversation: 0 when closed, 1 for a calm one that is answered, at most 128. */
export function need(summary: Summary, now: Timestamp): number {
  if (summary.phase === 'closed') return 0;
  // What the assistant answers within a second is not unanswered.
  const unanswered = summary.phase === 'with_bot' ? undefined : summary.unanswered_since;
  return STAGE[summary.stage] * urgency(summary.waiting_since, now) * urgency(unanswered, now);
}

/** Since when it waits: for a person, else for an answer, else since the last message. */
export function waitsSince(summary: Summary): Timestamp {
  return summary.waiting_since ?? summary.unanswered_since ?? summary.last_at;
}

/** Whether somebody should look now: a person is waited for, or the mood is bad and nobody has answered. */
export function needsYou(summary: Summary, me: StaffId): boolean {
  if (summary.phase === 'closed') return false;
  if (summary.phase === 'waiting') return true;
  if (summary.agent !== undefined && summary.agent !== me) return false;
  if (summary.phase === 'handing_off') return true;
  const isHot = summary.stage === 'concern' || summary.stage === 'critical';
  return summary.unanswered_since !== undefined && (summary.phase === 'with_agent' || isHot);
}

export interface Key {
  readonly conv: string;
  readonly need: number;
  readonly since: Timestamp;
  readonly last: Timestamp;
}

export function keyOf(summary: Summary, now: Timestamp): Key {
  return { conv: summary.conv, need: need(summary, now), since: waitsSince(summary), last: summary.last_at };
}

/** Order of two rows; ties fall to the id, so that the order is total. */
export function compare(sort: Sort): (a: Key, b: Key) => number {
  const byId = (a: Key, b: Key): number => (a.conv < b.conv ? -1 : 1);
  return sort === 'need'
    ? (a, b) => b.need - a.need || a.since - b.since || byId(a, b)
    : (a, b) => b.last - a.last || byId(a, b);
}

/** Whether a conversation stands in a view. */
export function isUnder(tab: Tab, summary: Summary, me: StaffId): boolean {
  const isOpen = summary.phase !== 'closed';
  switch (tab) {
    case 'mine':
      return isOpen && summary.agent === me;
    case 'waiting':
      return summary.phase === 'waiting' || summary.phase === 'handing_off';
    case 'all':
      return isOpen;
    case 'closed':
      return !isOpen;
  }
}

/** Whether every word of a query stands in what the row shows. */
export function matches(summary: Summary, query: string): boolean {
  if (query === '') return true;
  const text = `${summary.visitor_name ?? ''} ${summary.preview} ${summary.agent_name ?? ''} ${summary.visitor.slice(-4)}`;
  const within = text.toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => within.includes(word));
}
