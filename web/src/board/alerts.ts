// Which alerts need attention. Pure folds: frames of alerts and lines in, the open alerts out.
// Keeps: one entry for each alert; an alert is gone when it is acknowledged or its conversation has ended.
import type { AlertState, Stage, Summary } from '../shared/protocol';

export interface OpenAlert {
  readonly summary: Summary;
  readonly alert: AlertState;
}

export type Alerts = ReadonlyMap<string, OpenAlert>;

const RANK: Readonly<Record<Stage, number>> = { calm: 0, watch: 1, concern: 2, critical: 3 };

/** An alert as a frame brings it. */
export function takeAlert(alerts: Alerts, summary: Summary, alert: AlertState): Alerts {
  const next = new Map(alerts);
  if (alert.acknowledged || summary.phase === 'closed') next.delete(alert.id);
  else next.set(alert.id, { summary, alert });
  return next;
}

/** What the lines of the inbox say now: who holds the conversation, whether it has ended, and which alert is open. */
export function matchLines(alerts: Alerts, lines: readonly Summary[]): Alerts {
  const known = new Map(lines.map((line) => [line.conv, line]));
  const next = new Map<string, OpenAlert>();
  for (const [id, { summary, alert }] of alerts) {
    const line = known.get(summary.conv);
    const isOver = line === undefined || line.phase === 'closed' || line.alert === undefined;
    if (!isOver) next.set(id, { summary: line, alert });
  }
  for (const line of lines) {
    if (line.alert && line.phase !== 'closed' && !next.has(line.alert.id)) {
      next.set(line.alert.id, { summary: line, alert: line.alert });
    }
  }
  return next;
}

/** Worst first, then the oldest. */
export function byUrgency(alerts: Alerts): OpenAlert[] {
  return [...alerts.values()].sort(
    (a, b) =>
      RANK[b.alert.stage] - RANK[a.alert.stage] ||
      a.alert.raised_at - b.alert.raised_at ||
      (a.alert.id < b.alert.id ? -1 : 1),
  );
}
