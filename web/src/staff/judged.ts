// What the log says of a conversation's mood, and why: a fold of the events at hand. Pure. Owns which reasons hold and
// what speaks against them; puts nothing in words.
// Keeps: reasons and doubts are those of the rise to the present stage and of what followed from it; calm has none. Why a
// person was called stands beside them, as it holds whatever the stage.
import type { Against, AlertState, Belief, Event, Reason, Seq, Severity, Stage, Summary, Unscored } from '../shared/protocol';
import { together } from './reasons';
import type { Logged } from './thread';

/** The alerts of a conversation that are not over. */
export function going({ alerts = [] }: Summary): AlertState[] {
  return alerts.filter(({ closed }) => !closed);
}

/** What speaks against a belief, and the message that it was said of. */
export interface Doubt {
  readonly what: Against;
  readonly message: Seq;
}

export interface Judged {
  /** The latest; absent where no event at hand carries one. */
  readonly belief: Belief | undefined;
  readonly reasons: readonly Reason[];
  /** Why a person was called, last. */
  readonly called: readonly Reason[];
  readonly doubt: Doubt | undefined;
  /** Worst personal distress that nobody has closed, and that did not pass. */
  readonly distress: Severity | undefined;
  /** Places of the visitor's messages, in order. */
  readonly visitor: readonly Seq[];
  /** Why the visitor's latest message has no score; absent where it has one, or is not read yet. */
  readonly unscored: Unscored | undefined;
}

interface Gathered {
  belief: Belief | undefined;
  reasons: readonly Reason[];
  called: readonly Reason[];
  doubt: Doubt | undefined;
  distress: Severity | undefined;
  visitor: Seq[];
  unscored: Unscored | undefined;
  /** Alerts about distress, and how bad each is. */
  alerts: Map<string, Severity | undefined>;
}

export function judge(events: readonly Logged[]): Judged {
  const found: Gathered = {
    belief: undefined, reasons: [], called: [], doubt: undefined, distress: undefined, visitor: [], unscored: undefined, alerts: new Map(),
  };
  for (const logged of events) gather(found, logged);
  const { belief, reasons, called, doubt, distress, visitor, unscored } = found;
  return { belief, reasons, called, doubt, distress, visitor, unscored };
}

function gather(found: Gathered, { seq, by, event }: Logged): void {
  switch (event.kind) {
    case 'said':
      if (by.who !== 'visitor') return;
      found.visitor.push(seq);
      found.unscored = undefined;
      return;
    case 'scored':
      found.belief = event.belief;
      if (event.message !== found.visitor.at(-1)) return;
      found.unscored = event.scoring.outcome === 'not_scored' ? event.scoring.why : undefined;
      return;
    case 'waited':
      found.belief = event.belief;
      return;
    case 'stage_changed':
      changeStage(found, event);
      return;
    case 'alert_raised':
      if (event.about === 'distress') found.alerts.set(event.alert, severityIn(event.reasons));
      add(found, event.reasons);
      if (event.against) found.doubt = { what: event.against, message: event.message };
      return;
    case 'queued':
      found.called = event.reasons;
      found.distress = worst(found.distress, severityIn(event.reasons));
      return;
    case 'alert_closed':
      if (found.alerts.has(event.alert)) found.distress = undefined;
      return;
    case 'alert_returned':
      // A snooze ends by the clock; a person takes back that it was a false alarm.
      if (by.who === 'staff') found.distress = worst(found.distress, found.alerts.get(event.alert));
      return;
  }
}

const ORDER: readonly Stage[] = ['calm', 'watch', 'concern', 'critical'];

function isWorse(a: Stage, b: Stage): boolean {
  return ORDER.indexOf(a) > ORDER.indexOf(b);
}

function changeStage(found: Gathered, event: Extract<Event, { kind: 'stage_changed' }>): void {
  if (event.to === 'calm') {
    found.reasons = [];
    found.doubt = undefined;
    found.distress = undefined;
  } else if (isWorse(event.to, event.from)) {
    found.reasons = [];
    found.doubt = event.against && { what: event.against, message: event.message };
    add(found, event.reasons);
  }
}

function add(found: Gathered, reasons: readonly Reason[]): void {
  found.reasons = together(found.reasons, reasons);
  found.distress = worst(found.distress, severityIn(reasons));
}

const SEVERITIES: readonly Severity[] = ['mention', 'risk', 'imminent'];

/** The worse of two severities. */
export function worst(a: Severity | undefined, b: Severity | undefined): Severity | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return SEVERITIES.indexOf(b) > SEVERITIES.indexOf(a) ? b : a;
}

function severityIn(reasons: readonly Reason[]): Severity | undefined {
  const all = reasons.flatMap((reason) => (reason.code === 'distress' ? reason.severity : []));
  return all.reduce<Severity | undefined>(worst, undefined);
}

/** Worst distress of alerts that are not over. */
export function distressOf(alerts: readonly AlertState[]): Severity | undefined {
  return severityIn(alerts.filter(({ kind, closed }) => kind === 'distress' && !closed).flatMap(({ reasons }) => reasons));
}
