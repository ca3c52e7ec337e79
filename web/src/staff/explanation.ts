// What the explanation card shows of a conversation: chance, forecast, reasons, doubt, words. Pure: the same log, line
// and moment give the same card. Owns what is worth showing and in which order; the words are of `explanation_texts`.
// Keeps: anger's chance never stands beside distress, and what was not read is never shown as calm.
import type { Belief, Reason, Seq, Severity, Summary } from '../shared/protocol';
import { type Excerpt, excerpt } from './excerpt';
import { type Judged, distressOf, going, worst } from './judged';
import { together } from './reasons';
import { spansToMark } from './spans';
import { probability } from './mood';
import type { Thread } from './thread';

/** A chance as people can hold it in mind; a bare number out of a hundred says more than the model knows. */
export type Odds = 'few' | 'one_in_twenty' | 'nearly_all' | { readonly tenths: number };

export function odds(p: number): Odds {
  if (p < 0.05) return 'few';
  if (p < 0.075) return 'one_in_twenty';
  return p > 0.95 ? 'nearly_all' : { tenths: Math.min(Math.max(Math.round(p * 10), 1), 9) };
}

/** P(needs a supervisor by now); absent while nothing was read. */
export function chance({ belief }: Judged, line: Summary): number | undefined {
  if (!belief) return line.unscored > 0 ? undefined : line.belief;
  return belief.turns > 0 ? probability(belief.level) : undefined;
}

/** A forecast looks two minutes ahead. */
const FORECAST_MS = 120_000;
/** In a calm conversation a smaller one is no news. */
const LEAST_FORECAST = 0.1;

/** P(critical soon); absent where none is proven, it is too old to hold, or there is nothing to say. */
export function forecast(belief: Belief | undefined, line: Summary, now: number): number | undefined {
  if (belief?.forecast === undefined || line.phase === 'closed' || now - belief.at > FORECAST_MS) return undefined;
  return line.stage === 'calm' && belief.forecast < LEAST_FORECAST ? undefined : belief.forecast;
}

/** How bad personal distress is, by the log and by the alerts that are not over. */
export function severity(judged: Judged, line: Summary): Severity | undefined {
  return worst(judged.distress, distressOf(line.alerts ?? []));
}

/** What tells most about what the customer needs comes first; how the words sound comes last. */
const TELLING: readonly Reason['code'][] = [
  'legal_threat', 'publicity_threat', 'abuse', 'asked_for_person', 'bot_loop', 'repeated', 'waited', 'rising', 'churn',
  'bot_missed', 'angry', 'shouting', 'staff_decision',
];
const MOST = 4;
/** A wait is worth saying from here on, in seconds. */
const LONG_WAIT_S = 180;

/**
 * The reasons to show, most telling first. Distress has a place of its own, and codes that this page does not know are
 * left out. A wait that goes on is counted on.
 */
export function reasonsOf(judged: Judged, line: Summary, now: number): Reason[] {
  if (line.stage === 'calm') return [];
  const raised = going(line).flatMap(({ reasons }) => reasons);
  const all = together(raised, judged.called, judged.reasons, waitOf(line, now));
  const known = all.filter(({ code }) => TELLING.includes(code));
  return known.sort((a, b) => TELLING.indexOf(a.code) - TELLING.indexOf(b.code)).slice(0, MOST);
}

/** The assistant answers within a second: only a person lets somebody wait. */
function waitOf({ phase, unanswered_since: since }: Summary, now: number): Reason[] {
  if (since === undefined || phase === 'with_bot' || phase === 'closed') return [];
  const seconds = Math.floor((now - since) / 1_000);
  return seconds >= LONG_WAIT_S ? [{ code: 'waited', seconds }] : [];
}

/** What speaks against the stage, and how many messages of the visitor came since. */
export interface Against {
  readonly what: NonNullable<Judged['doubt']>['what'];
  /** Absent where that is not known. */
  readonly since: number | undefined;
}

export function against({ doubt, visitor }: Judged, line: Summary): Against | undefined {
  if (line.stage === 'calm') return undefined;
  const alert = going(line).findLast((one) => one.against);
  const found = doubt ?? (alert?.against && { what: alert.against, message: alert.message });
  if (!found) return undefined;
  const [first = Infinity] = visitor;
  const since = first <= found.message ? visitor.filter((seq) => seq > found.message).length : undefined;
  return { what: found.what, since };
}

/** The customer's words that are shown, with those marked that weighed most. */
export interface Words extends Excerpt {
  readonly seq: Seq | undefined;
  readonly place: 'turning_point' | 'latest';
}

/** Files alone have no words to show. */
const isVisitors = (row: Thread['rows'][number]): boolean => row.kind === 'message' && row.by.who === 'visitor' && row.said.text !== '';

/** Of the latest message and the turning point the one that reads angrier; in doubt the latest. */
export function wordsOf(thread: Thread | undefined, line: Summary): Words | undefined {
  const latest = thread?.rows.findLast((row) => isVisitors(row))?.seq;
  if (!thread || latest === undefined) return preview(line);
  const turn = thread.turningPoint;
  const isTurn = turn !== undefined && turn !== latest && angerOf(thread, turn) > angerOf(thread, latest);
  const place = isTurn ? 'turning_point' : 'latest';
  const seq = isTurn ? turn : latest;
  const row = thread.rows.find((one) => one.kind === 'message' && one.seq === seq);
  if (row?.kind !== 'message') return undefined;
  return { ...excerpt(row.said.text, spansToMark(row.scoring)), seq, place };
}

/** Messages that are not at hand are not shown, however angry. */
function angerOf({ scorings, rows }: Thread, seq: Seq): number {
  const scoring = scorings.get(seq);
  const isAtHand = rows.some((row) => row.kind === 'message' && row.seq === seq);
  return isAtHand && scoring?.outcome === 'scored' ? scoring.anger : -1;
}

/** Before the log is there the line has the beginning of the last message. */
function preview({ last_by: by, preview: text }: Summary): Words | undefined {
  if (by.who !== 'visitor' || text === '') return undefined;
  return { ...excerpt(text, []), seq: undefined, place: 'latest' };
}

/** The words that distress was read in, else the latest; never marked, as weights are those of anger. */
export function wordsOfDistress(thread: Thread | undefined, line: Summary): Words | undefined {
  const message = going(line).findLast(({ kind }) => kind === 'distress')?.message;
  const rows = thread?.rows.filter(isVisitors) ?? [];
  const row = rows.find(({ seq }) => seq === message) ?? rows.at(-1);
  if (row?.kind !== 'message') return preview(line);
  return { ...excerpt(row.said.text, []), seq: row.seq, place: 'latest' };
}
