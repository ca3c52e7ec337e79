// How the mood of the floor went, from samples to shares, shapes and words. Pure.
// Keeps: where a sample is missing nothing is drawn and nothing is said but that it is missing.
import type { Language, Stage, StageCounts } from '../../shared/protocol';
import { clockTime } from '../../staff/format';
import type { MoodWords } from './texts';

export interface Sample extends StageCounts {
  /** Epoch ms, on the minute. */
  readonly at: number;
}

/** What `GET /v1/moods` tells. */
export interface Moods {
  readonly now: number;
  readonly every_ms: number;
  readonly span_ms: number;
  /** Sites that had an open conversation. */
  readonly sites: readonly string[];
  /** Oldest first. */
  readonly samples: readonly Sample[];
}

export type Stirred = Exclude<Stage, 'calm'>;
/** From the bottom of the drawing upwards. */
export const STIRRED: readonly Stirred[] = ['critical', 'concern', 'watch'];

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Tops of the scale: a floor that is almost calm must not look flat, nor a rise of one in a hundred like a fire. */
const TOPS = [0.1, 0.25, 0.5, 1];
/** A sample is this late, and the next is not missing yet. */
const LATE = 1.5;
/** Of many gaps the latest are named, the rest counted. */
const NAMED = 3;

export function openOf({ calm, watch, concern, critical }: StageCounts): number {
  return calm + watch + concern + critical;
}

/** Share of the open conversations at a stage; nobody open is nobody stirred. */
export function share(sample: StageCounts, stage: Stage): number {
  const open = openOf(sample);
  return open === 0 ? 0 : sample[stage] / open;
}

export function stirred(sample: StageCounts): number {
  return STIRRED.reduce((sum, stage) => sum + share(sample, stage), 0);
}

/** Stretches without a missing sample. */
export function runs({ samples, every_ms }: Moods): Sample[][] {
  const all: Sample[][] = [];
  for (const sample of samples) {
    const last = all.at(-1)?.at(-1);
    if (last && sample.at - last.at <= LATE * every_ms) all.at(-1)?.push(sample);
    else all.push([sample]);
  }
  return all;
}

/** What nothing is known of, up to this moment; a start less than a minute into the span is none. */
export function gaps(moods: Moods, now: number): Span[] {
  const { every_ms, span_ms } = moods;
  const found: Span[] = [];
  let from = now - span_ms;
  for (const run of runs(moods)) {
    const first = run[0]?.at ?? from;
    if (first - from > LATE * every_ms) found.push({ from, to: first });
    from = (run.at(-1)?.at ?? from) + every_ms;
  }
  // The latest sample may be on its way.
  if (now - from > LATE * every_ms) found.push({ from, to: now });
  return found;
}

export function topOf({ samples }: Moods): number {
  const most = Math.max(0, ...samples.map(stirred));
  return TOPS.find((top) => most <= top) ?? 1;
}

export interface Ground {
  readonly width: number;
  readonly height: number;
  /** Share at the upper edge. */
  readonly top: number;
  readonly from: number;
  readonly to: number;
}

/** The band of a stage over one run, each sample as wide as the minute that it stands for. */
export function band(run: readonly Sample[], stage: Stirred, every: number, ground: Ground): string {
  const below = STIRRED.slice(0, STIRRED.indexOf(stage));
  const y = (part: number): string => (ground.height * (1 - Math.min(part / ground.top, 1))).toFixed(1);
  const upper: string[] = [];
  const lower: string[] = [];
  for (const sample of run) {
    const low = below.reduce((sum, one) => sum + share(sample, one), 0);
    const [left, right] = [x(sample.at, ground), x(sample.at + every, ground)];
    upper.push(`${left} ${y(low + share(sample, stage))}`, `${right} ${y(low + share(sample, stage))}`);
    lower.unshift(`${right} ${y(low)}`, `${left} ${y(low)}`);
  }
  return `M${[...upper, ...lower].join('L')}Z`;
}

export function x(at: number, { width, from, to }: Ground): string {
  return (Math.min(Math.max((at - from) / (to - from), 0), 1) * width).toFixed(1);
}

/** Whole percents; what is there is never said to be nothing. */
export function percentText(part: number): string {
  return part > 0 && part < 0.01 ? '< 1 %' : `${Math.round(part * 100)} %`;
}

/** The sample that still tells how things are. */
export function latest({ samples, every_ms }: Moods, now: number): Sample | undefined {
  const last = samples.at(-1);
  return last && now - last.at <= (1 + LATE) * every_ms ? last : undefined;
}

/** The course in a few sentences. */
export function courseText(moods: Moods, now: number, words: MoodWords, language: Language): string {
  const first = moods.samples[0];
  if (!first) return words.none;
  const time = (at: number): string => clockTime(at, language);
  const current = latest(moods, now);
  const most = moods.samples.reduce((worst, one) => (stirred(one) > stirred(worst) ? one : worst), first);
  const missing = gaps(moods, now).map(({ from, to }) => words.span(time(from), time(to)));
  return [
    ...(current ? [words.current(percentText(stirred(current)), openOf(current))] : []),
    stirred(most) > 0 ? words.most(percentText(stirred(most)), time(most.at)) : words.alwaysCalm,
    ...(missing.length > 0 ? [words.missing(missing.slice(-NAMED), missing.length)] : []),
  ].join(words.space);
}
