// The mood curve from scores. Pure.
import type { CurvePoint, Emotions, Event, Score, Seq, Timestamp } from '../shared/protocol';

type Scored = Extract<Event, { kind: 'scored' }>;

/** Belief is a logit on the wire; people read probabilities. */
export function probability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** One point for each visitor message in order: those of the packet, then those of the events, which are newer. */
export function curveOf(
  scores: readonly Scored[],
  before: readonly CurvePoint[],
  times: ReadonlyMap<Seq, Timestamp>,
): CurvePoint[] {
  const points = new Map<Seq, CurvePoint>(before.map((point) => [point.seq, point]));
  for (const { message, scoring, belief } of scores) {
    const at = times.get(message) ?? points.get(message)?.at ?? belief.at;
    const anger = scoring.outcome === 'scored' ? { anger: scoring.anger } : {};
    points.set(message, { seq: message, at, ...anger, belief: probability(belief.level) });
  }
  return [...points.values()].sort((a, b) => a.seq - b.seq);
}

/** A rise smaller than this is weather, not a turn. */
const LEAST_RISE = 0.15;

/** The message where belief rose most; `undefined` on a calm curve. */
export function turnOf(curve: readonly CurvePoint[]): Seq | undefined {
  let most = LEAST_RISE;
  let turn: Seq | undefined;
  let last = 0;
  for (const { seq, belief } of curve) {
    if (belief === undefined) continue;
    if (belief - last > most) {
      most = belief - last;
      turn = seq;
    }
    last = belief;
  }
  return turn;
}

export interface Named<K extends string> {
  readonly name: K;
  readonly p: number;
}

/** Below this an emotion is not worth a word. */
const LEAST_EMOTION = 0.15;

/** The strongest emotions of a message, at most three, strongest first. */
export function strongest(emotions: Emotions): Named<keyof Emotions>[] {
  const all = Object.entries(emotions).map(([name, p]) => ({ name: name as keyof Emotions, p }));
  const strong = all.filter(({ p }) => p >= LEAST_EMOTION).sort((a, b) => b.p - a.p);
  return strong.slice(0, 3);
}

/** The likeliest sentiment. */
export function sentimentOf(score: Score): Named<'negative' | 'neutral' | 'positive'> {
  const { negative, neutral, positive } = score.sentiment;
  const p = Math.max(negative, neutral, positive);
  return { name: p === negative ? 'negative' : p === neutral ? 'neutral' : 'positive', p };
}

/** Risks that are likelier than not, likeliest first. */
export function likelyRisks(score: Score): Named<keyof Score['risks']>[] {
  const all = Object.entries(score.risks).map(([name, p]) => ({ name: name as keyof Score['risks'], p }));
  return all.filter(({ p }) => p >= 0.5).sort((a, b) => b.p - a.p);
}
