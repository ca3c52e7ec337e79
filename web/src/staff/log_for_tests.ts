// Places of a log for tests: who said what, how it was read, what the staff did.
import type { Belief, BotAct, Event, Party, Score, Scoring, Span } from '../shared/protocol';
import type { Logged } from './thread';

export const VISITOR: Party = { who: 'visitor' };
export const BOT: Party = { who: 'bot' };
export const LIN: Party = { who: 'staff', id: 'a1', name: 'Lin' };
export const SAM: Party = { who: 'staff', id: 's1', name: 'Sam' };

/** One event; its time is its place in seconds. */
export function logged(seq: number, event: Event, by: Party = { who: 'system' }): Logged {
  return { t: 'event', conv: 'c', seq, at: seq * 1_000, by, event };
}

export function said(seq: number, text = `text ${seq}`, by: Party = VISITOR, bot?: BotAct): Logged {
  return logged(seq, { kind: 'said', id: `id-${seq}`, text, ...(bot && { bot }) }, by);
}

export function beliefAt(level: number, change: Partial<Belief> = {}): Belief {
  return { fast: level, slow: level, level, stage: 'calm', below: 0, turns: 1, rising: 0, at: 0, ...change };
}

/** Only what the explanation looks at; what a test needs beyond that it sets itself. */
export function scoreOf(anger: number, spans: Span[] = []): Score {
  const by = { model: 'm', engine: 'e', policy: 'p' };
  const sentiment = { negative: 0, neutral: 1, positive: 0 };
  return { anger, spans, level: 0, sentiment, emotions: {} as Score['emotions'], risks: {} as Score['risks'], confidence: 1, by };
}

export function scored(seq: number, message: number, scoring: Scoring, belief = beliefAt(0)): Logged {
  return logged(seq, { kind: 'scored', message, scoring, belief });
}
