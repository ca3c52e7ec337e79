// A conversation as the screens show it: a fold of the events at hand. Pure: the same events give the same thread.
// The stretch may begin anywhere, as long logs are paged; what lies before it is taken from the handoff packet.
import type {
  Customer, CurvePoint, Event, HandoffPacket, Party, Scoring, ServerFrame, WaitCause,
} from '../shared/protocol';
import { curveOf, turnOf } from './mood';

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
  | (At & {
      readonly kind: 'line';
      readonly event: Event;
      /** Whom the offer or invitation that ended was made to, as the event holds the id alone. */
      readonly agent?: string | undefined;
      /** How often in a row, where it is more than once. */
      readonly times?: number;
    });

export interface Thread {
  readonly rows: readonly Row[];
  /** How each visitor message was read, by its place. */
  readonly scorings: ReadonlyMap<number, Scoring>;
  readonly curve: readonly CurvePoint[];
  readonly customer: Customer | undefined;
  /** The latest offer, with everything known at that time; a transfer once it is accepted. */
  readonly offered: (Of<'offered'> & At) | undefined;
  /** The newest: that of the offer, or of an expert who has joined since. */
  readonly packet: HandoffPacket | undefined;
  /** What a language model wrote of the latest handoff. */
  readonly written: Of<'summarised'> | undefined;
  /** What made it wait for a person, last. */
  readonly cause: WaitCause | undefined;
  /** The message where anger turned upwards most. */
  readonly turningPoint: number | undefined;
  /** Ids of messages and notes that are in the log. */
  readonly ids: ReadonlySet<string>;
  /** Last message of the staff and of the visitor; 0: none. */
  readonly lastStaff: number;
  readonly lastVisitor: number;
}

/** Events that are told in a quiet line of their own. */
const LINES: ReadonlySet<Event['kind']> = new Set<Event['kind']>([
  'opened', 'stage_changed', 'alert_raised', 'alert_acknowledged', 'alert_snoozed', 'alert_returned', 'alert_escalated',
  'intervened', 'alert_closed', 'queued', 'offered', 'offer_ended', 'accepted',
  'expert_invited', 'expert_joined', 'invitation_ended',
  'rated', 'closed', 'reopened', 'tagged', 'untagged', 'snoozed', 'unsnoozed',
]);

/** What is gathered on the way through the events. */
interface Gathered {
  scorings: Map<number, Scoring>;
  scores: Of<'scored'>[];
  times: Map<number, number>;
  ids: Set<string>;
  customer: Customer | undefined;
  offered: Thread['offered'];
  /** A transfer that its colleague has not accepted yet. */
  asked: Thread['offered'];
  /** What an expert was shown since then. */
  joined: HandoffPacket | undefined;
  cause: WaitCause | undefined;
  written: Thread['written'];
  lastStaff: number;
  lastVisitor: number;
}

/**
 * Folds a stretch of a log. A score stands after its message, so all events are looked at before rows are made.
 * @param first the first event of the log, when the stretch begins later
 */
export function fold(events: readonly Logged[], first?: Logged): Thread {
  const found: Gathered = {
    scorings: new Map(), scores: [], times: new Map(), ids: new Set(), offered: undefined, asked: undefined, joined: undefined, cause: undefined,
    customer: first?.event.kind === 'opened' ? first.event.customer : undefined, written: undefined, lastStaff: 0, lastVisitor: 0,
  };
  for (const logged of events) gather(found, logged);
  const { scorings, offered, ids, lastStaff, lastVisitor } = found;
  const packet = found.joined ?? offered?.packet;
  const curve = curveOf(found.scores, packet?.curve ?? [], found.times);
  return {
    rows: rowsOf(events, scorings),
    turningPoint: turningPoint(curve, packet),
    customer: found.customer ?? packet?.customer,
    scorings, curve, offered, packet, cause: found.cause, written: found.written, ids, lastStaff, lastVisitor,
  };
}

/** The packet's, until the curve has gone on since. */
function turningPoint(curve: readonly CurvePoint[], packet: HandoffPacket | undefined): number | undefined {
  const isCurrent = (curve.at(-1)?.seq ?? 0) <= (packet?.up_to ?? 0);
  return (isCurrent ? undefined : turnOf(curve)) ?? packet?.turning_point;
}

function gather(found: Gathered, { seq, at, by, event }: Logged): void {
  switch (event.kind) {
    case 'said':
      found.ids.add(event.id);
      found.times.set(seq, at);
      if (by.who === 'staff') found.lastStaff = seq;
      if (by.who === 'visitor') found.lastVisitor = seq;
      return;
    case 'noted':
      found.ids.add(event.id);
      return;
    case 'opened':
    case 'customer_updated':
      found.customer = event.customer;
      return;
    case 'scored':
      found.scorings.set(event.message, event.scoring);
      found.scores.push(event);
      return;
    case 'queued':
      found.cause = event.cause;
      found.written = undefined;
      return;
    case 'summarised':
      found.written = event;
      return;
    case 'offered':
      if (event.passed === undefined) found.offered = { ...event, seq, at, by };
      else found.asked = { ...event, seq, at, by };
      return;
    case 'accepted':
      found.offered = found.asked ?? found.offered;
      found.asked = undefined;
      found.joined = undefined;
      return;
    case 'expert_joined':
      found.joined = event.packet;
      return;
    case 'offer_ended':
      found.asked = undefined;
      return;
  }
}

function rowsOf(events: readonly Logged[], scorings: ReadonlyMap<number, Scoring>): Row[] {
  const rows: Row[] = [];
  let agent: string | undefined;
  const experts = new Map<string, string>();
  events.forEach(({ seq, at, by, event }, index) => {
    const place = { seq, at, by };
    if (event.kind === 'said') rows.push({ ...place, kind: 'message', said: event, scoring: scorings.get(seq) });
    else if (event.kind === 'noted') rows.push({ ...place, kind: 'note', noted: event });
    if (event.kind === 'offered') agent = event.name;
    if (event.kind === 'expert_invited') experts.set(event.expert, event.name);
    // A claim is an offer that is accepted in the same breath.
    const isClaim = event.kind === 'offered' && events[index + 1]?.event.kind === 'accepted';
    if (!LINES.has(event.kind) || isClaim || isSameAgain(rows, at, event)) return;
    if (event.kind === 'offer_ended') rows.push(endOffer(rows, { ...place, kind: 'line', event, agent }));
    else if (event.kind === 'invitation_ended') rows.push({ ...place, kind: 'line', event, agent: experts.get(event.expert) });
    else rows.push({ ...place, kind: 'line', event });
  });
  return rows;
}

/** Several alerts of a conversation often go the same way at once: that is told once. */
function isSameAgain(rows: readonly Row[], at: number, { kind }: Event): boolean {
  const last = rows.at(-1);
  const isOfAlerts = kind === 'intervened' || kind === 'alert_closed' || kind === 'alert_escalated' || kind === 'alert_returned';
  return isOfAlerts && last?.kind === 'line' && last.event.kind === kind && last.at === at;
}

/** An offer that came to nothing is told once: its own line goes, and so does the one before it that says the same. */
function endOffer(rows: Row[], ended: Extract<Row, { kind: 'line' }>): Row {
  const last = rows.at(-1);
  if (last?.kind === 'line' && last.event.kind === 'offered' && last.event.passed === undefined) rows.pop();
  const before = rows.at(-1);
  const isSame =
    before?.kind === 'line' && before.event.kind === 'offer_ended' && ended.event.kind === 'offer_ended' &&
    before.agent === ended.agent && before.event.declined === ended.event.declined && ended.event.reason === undefined;
  if (!isSame) return ended;
  rows.pop();
  return { ...ended, times: (before.times ?? 1) + 1 };
}
