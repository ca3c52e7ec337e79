// Open alerts, one entry for each conversation. Owns what is open; knows neither socket nor screen.
// Keeps: an acknowledged alert is never shown again, whatever arrives late.
import type { AlertId, AlertState, ConversationId, Stage, Summary, Timestamp } from '../shared/protocol';

export interface Entry {
  readonly conv: ConversationId;
  readonly summary: Summary;
  /** Open alerts of the conversation, oldest first. */
  readonly alerts: readonly AlertState[];
  readonly stage: Stage;
  readonly since: Timestamp;
}

const RANK: Record<Stage, number> = { calm: 0, watch: 1, concern: 2, critical: 3 };
/** Ids of acknowledged alerts that are remembered. */
const DONE_MOST = 1_000;

export class Alerts {
  readonly #open = new Map<ConversationId, Map<AlertId, AlertState>>();
  readonly #summaries = new Map<ConversationId, Summary>();
  readonly #done = new Set<AlertId>();

  /** Takes an alert in. */
  put(summary: Summary, alert: AlertState): void {
    const { conv } = summary;
    if ((this.#summaries.get(conv)?.last_seq ?? 0) <= summary.last_seq) this.#summaries.set(conv, summary);
    if (alert.acknowledged || this.#done.has(alert.id)) {
      this.finish(conv, alert.id);
      return;
    }
    const own = this.#open.get(conv) ?? new Map<AlertId, AlertState>();
    own.set(alert.id, alert);
    this.#open.set(conv, own);
  }

  /** A line of the inbox: who has the conversation now, whether it ended, whether an alert is open. `true` when that
   * changed anything here. */
  takeLine(conv: ConversationId, line: Summary | undefined): boolean {
    const isKnown = this.#open.has(conv);
    if (!line || line.phase === 'closed' || !line.alert) {
      this.drop(conv);
      return isKnown;
    }
    this.put(line, line.alert);
    return true;
  }

  /** The conversation has ended: nobody can act on its alerts. */
  drop(conv: ConversationId): void {
    this.#open.delete(conv);
    this.#summaries.delete(conv);
  }

  /** Worst first, then oldest. */
  entries(): Entry[] {
    const entries: Entry[] = [];
    for (const [conv, own] of this.#open) {
      const summary = this.#summaries.get(conv);
      const alerts = [...own.values()].sort((a, b) => a.raised_at - b.raised_at);
      const [first] = alerts;
      if (!summary || !first) continue;
      const stage = alerts.reduce<Stage>((worst, alert) => (RANK[alert.stage] > RANK[worst] ? alert.stage : worst), 'calm');
      entries.push({ conv, summary, alerts, stage, since: first.raised_at });
    }
    return entries.sort((a, b) => RANK[b.stage] - RANK[a.stage] || a.since - b.since);
  }

  /** An alert was acknowledged. */
  finish(conv: ConversationId, alert: AlertId): void {
    this.#done.add(alert);
    for (const oldest of this.#done) {
      if (this.#done.size <= DONE_MOST) break;
      this.#done.delete(oldest);
    }
    const own = this.#open.get(conv);
    own?.delete(alert);
    if (own?.size === 0) this.drop(conv);
  }
}
