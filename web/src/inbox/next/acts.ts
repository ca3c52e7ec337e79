// The next two acts for whoever answers an upset customer, in the order listen, empathise, resolve, act. Pure: the same
// log, line and moment give the same two. Owns which are next; the words are of `texts`.
// Keeps: none where the customer is calm, the conversation has ended, or personal distress has steps of its own; and what
// staff have done since anger rose is not asked for again.
import type { Seq, Summary, Timestamp } from '../../shared/protocol';
import { reasonsOf, severity } from '../../staff/explanation';
import type { Judged } from '../../staff/judged';
import type { Thread } from '../../staff/thread';

export const STEPS = ['listen', 'empathise', 'resolve', 'act'] as const;
export type Step = (typeof STEPS)[number];

/** What to do; `about` are the words it is about, at `seq`. */
export type Act =
  | { readonly step: 'listen'; readonly what: 'say_back' | 'read_on' }
  | { readonly step: 'empathise'; readonly what: 'understand' | 'not_the_tone' }
  | { readonly step: 'empathise'; readonly what: 'sorry_for_wait'; readonly seconds: number }
  | { readonly step: 'resolve'; readonly what: 'answer' | 'say_standing'; readonly about: string; readonly seq: Seq }
  | { readonly step: 'resolve'; readonly what: 'facts_alone' | 'what_today' | 'what_and_when' }
  | { readonly step: 'act'; readonly what: 'keep'; readonly about: string; readonly seq: Seq; readonly due: Timestamp }
  | { readonly step: 'act'; readonly what: 'get_help' | 'tell_when_done' | 'ask_whether_settled' };

export interface Situation {
  readonly line: Summary;
  readonly judged: Judged;
  readonly thread: Thread;
  readonly now: Timestamp;
  /** Whether words hold an apology or understanding; absent while that is not known, when nobody is reminded of it. */
  readonly acknowledges?: (text: string) => boolean;
}

/** Two, or none. */
export function nextActs(situation: Situation): readonly Act[] {
  const { line, judged, thread } = situation;
  if (line.phase === 'with_bot' || line.phase === 'closed' || line.stage === 'calm' || severity(judged, line)) return [];
  const replies = repliesSinceTurn(thread);
  if (replies.length === 0) return [{ step: 'listen', what: has(situation, 'repeated', 'bot_loop', 'bot_missed') ? 'say_back' : 'read_on' }, empathise(situation)];
  if (situation.acknowledges && !replies.some(situation.acknowledges)) return [empathise(situation), resolve(situation) ?? act(situation)];
  const owed = resolve(situation);
  return owed ? [owed, act(situation)] : [act(situation), { step: 'act', what: 'ask_whether_settled' }];
}

/** What people said to the customer since anger turned upwards. */
function repliesSinceTurn({ rows, turningPoint = 0 }: Thread): string[] {
  return rows.flatMap((row) => (row.kind === 'message' && row.by.who === 'staff' && row.seq > turningPoint ? [row.said.text] : []));
}

const has = ({ judged, line, now }: Situation, ...codes: string[]): boolean => reasonsOf(judged, line, now).some(({ code }) => codes.includes(code));

function empathise(situation: Situation): Act {
  const { judged, line, now } = situation;
  const waited = reasonsOf(judged, line, now).find((reason) => reason.code === 'waited');
  if (has(situation, 'abuse')) return { step: 'empathise', what: 'not_the_tone' };
  if (waited?.code === 'waited') return { step: 'empathise', what: 'sorry_for_wait', seconds: waited.seconds };
  return { step: 'empathise', what: 'understand' };
}

/** What is owed in words; absent where the customer has had an answer and nothing else is open. */
function resolve(situation: Situation): Act | undefined {
  const { line, thread, now } = situation;
  const late = line.promises?.find(({ due }) => due !== undefined && due < now);
  const question = line.questions?.flatMap((seq) => {
    const about = wordsAt(thread, seq);
    return about === undefined ? [] : [{ seq, about }];
  })[0];
  if (question) return { step: 'resolve', what: 'answer', ...question };
  if (late) return { step: 'resolve', what: 'say_standing', about: late.text, seq: late.message };
  if (thread.lastStaff > thread.lastVisitor) return undefined;
  if (has(situation, 'legal_threat', 'publicity_threat')) return { step: 'resolve', what: 'facts_alone' };
  return { step: 'resolve', what: has(situation, 'churn') ? 'what_today' : 'what_and_when' };
}

/** Above this the trend is no noise (`staff/mark.tsx` shows an arrow from here on). */
const RISES = 0.25;

function act({ line, thread, now }: Situation): Act {
  for (const { due, text, message } of line.promises ?? []) {
    if (due !== undefined && due >= now) return { step: 'act', what: 'keep', about: text, seq: message, due };
  }
  // What they think of the last reply is not known before they write.
  const stillRises = line.stage === 'critical' && line.trend > RISES && thread.lastVisitor > thread.lastStaff;
  return { step: 'act', what: stillRises ? 'get_help' : 'tell_when_done' };
}

function wordsAt({ rows }: Thread, seq: Seq): string | undefined {
  const row = rows.find((one) => one.kind === 'message' && one.seq === seq);
  return row?.kind === 'message' && row.said.text !== '' ? row.said.text : undefined;
}
