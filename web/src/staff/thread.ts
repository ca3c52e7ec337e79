// A conversation as the screens show it: a fold of the events at hand. Pure.
import type {
  Customer, CurvePoint, Event, HandoffPacket, Party, Reason, Scoring, ServerFrame, Stage, WaitCause,
} from '../shared/protocol';

/** One place of a log. */
export type Logged = Extract<ServerFrame, { t: 'event' }>;
type Of<K extends Event['kind']> = Extract<Event, { kind: K }>;

interface At {
  readonly seq: number;
  readonly at: number;
  readonly by: Party;
}

/** What stands in the thread, in the order of the log. */
export type Row =
  | (At & { readonly kind: 'message'; readonly said: Of<'said'>; readonly scoring: Scoring | undefined })
  | (At & { readonly kind: 'note'; readonly noted: Of<'noted'> })
  | (At & { readonly kind: 'line'; readonly event: Event });

export interface Thread {
  readonly rows: readonly Row[];
  readonly curve: readonly CurvePoint[];
  readonly customer: Customer | undefined;
  /** The latest offer, with everything known at that time. */
  readonly offered: (Of<'offered'> & { readonly seq: number }) | undefined;
  readonly packet: HandoffPacket | undefined;
  /** What made it wait for a person, the last time. */
  readonly cause: WaitCause | undefined;
  readonly turningPoint: number | undefined;
  readonly stage: Stage | undefined;
  /** Why the stage is what it is: the reasons of the last change upwards, or of the last alert. */
  readonly reasons: readonly Reason[];
  /** Ids of messages and notes that are in the log. */
  readonly ids: ReadonlySet<string>;
}

/** Events that are told in a quiet line of their own. */
const LINES: ReadonlySet<Event['kind']> = new Set<Event['kind']>([
  'opened', 'stage_changed', 'alert_raised', 'alert_acknowledged', 'queued', 'offered', 'offer_ended', 'accepted',
  'rated', 'closed', 'reopened',
]);

const ORDER: readonly Stage[] = ['calm', 'watch', 'concern', 'critical'];

export function isWorse(a: Stage, b: Stage): boolean {
  return ORDER.indexOf(a) > ORDER.indexOf(b);
}

/** The probability behind a logit. */
export function probability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Folds a stretch of a log. A score stands after its message, so both are looked at before rows are made. */
export function fold(events: readonly Logged[]): Thread {
  const scorings = new Map<number, Scoring>();
  const points = new Map<number, CurvePoint>();
  const times = new Map<number, number>();
  const ids = new Set<string>();
  let customer: Customer | undefined;
  let offered: Thread['offered'];
  let stage: Stage | undefined;
  let cause: WaitCause | undefined;
  let reasons: readonly Reason[] = [];
  for (const { seq, at, event } of events) {
    if (event.kind === 'said' || event.kind === 'noted') ids.add(event.id);
    if (event.kind === 'said') times.set(seq, at);
    else if (event.kind === 'opened' || event.kind === 'customer_updated') customer = event.customer;
    else if (event.kind === 'queued') cause = event.cause;
    else if (event.kind === 'alert_raised') reasons = event.reasons;
    else if (event.kind === 'scored') {
      scorings.set(event.message, event.scoring);
      points.set(event.message, pointOf(event, times.get(event.message) ?? at));
    } else if (event.kind === 'stage_changed') {
      stage = event.to;
      reasons = event.to === 'calm' ? [] : isWorse(event.to, event.from) ? event.reasons : reasons;
    } else if (event.kind === 'offered') {
      offered = { ...event, seq };
      customer ??= event.packet.customer;
      for (const point of event.packet.curve) if (!points.has(point.seq)) points.set(point.seq, point);
    }
  }
  const packet = offered?.packet;
  return {
    rows: events.flatMap((logged) => rowOf(logged, scorings)),
    curve: [...points.values()].sort((a, b) => a.seq - b.seq),
    customer, offered, packet, cause, stage, reasons, ids,
    turningPoint: packet?.turning_point,
  };
}

function pointOf({ message, scoring, belief }: Of<'scored'>, at: number): CurvePoint {
  const anger = scoring.outcome === 'scored' ? { anger: scoring.anger } : {};
  return { seq: message, at, ...anger, belief: probability(belief.level) };
}

function rowOf({ seq, at, by, event }: Logged, scorings: ReadonlyMap<number, Scoring>): Row[] {
  if (event.kind === 'said') return [{ kind: 'message', seq, at, by, said: event, scoring: scorings.get(seq) }];
  if (event.kind === 'noted') return [{ kind: 'note', seq, at, by, noted: event }];
  return LINES.has(event.kind) ? [{ kind: 'line', seq, at, by, event }] : [];
}
