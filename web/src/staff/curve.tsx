// The mood curve as one line, with its turning point marked and everything said in words for those who cannot see it.
import type { Language } from '../shared/i18n';
import type { CurvePoint, Seq, Stage } from '../shared/protocol';
import { clockTime } from './format';
import { language } from './preferences';
import { stageText } from './reasons';
import { type CommonWords, common } from './texts';

const PAD = 5;

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly seq: Seq;
}

/** Where the points lie on a ground of this size; messages without belief are left out. Pure. */
export function places(points: readonly CurvePoint[], width: number, height: number): Place[] {
  const known = points.filter((point): point is CurvePoint & { belief: number } => point.belief !== undefined);
  const step = (width - 2 * PAD) / Math.max(known.length - 1, 1);
  return known.map(({ belief, seq }, index) => {
    const y = height - PAD - Math.min(Math.max(belief, 0), 1) * (height - 2 * PAD);
    return { seq, x: round(PAD + index * step), y: round(y) };
  });
}

/** One SVG path through all places; a single one is a short dash. */
export function pathOf(all: readonly Place[]): string {
  const [first] = all;
  if (!first) return '';
  if (all.length === 1) return `M${first.x} ${first.y}h6`;
  return `M${all.map(({ x, y }) => `${x} ${y}`).join('L')}`;
}

/** The course for those who cannot see it; every conversation begins calm. Pure. */
export function curveText(
  points: readonly CurvePoint[], turn: Seq | undefined, stage: Stage, words: CommonWords, language: Language,
): string {
  const known = points.filter(({ belief }) => belief !== undefined);
  const steepest = known.find(({ seq }) => seq === turn)?.at;
  const time = steepest === undefined ? undefined : clockTime(steepest, language);
  if (stage !== 'calm') {
    const course = words.curveTo(stageText('calm', words), stageText(stage, words), known.length);
    return time === undefined ? course : course + words.curveSteepest(time);
  }
  return time === undefined ? words.curveCalm(known.length) : words.curveCalmAgain(known.length, time);
}

const round = (value: number): number => Math.round(value * 10) / 10;

interface Props {
  points: readonly CurvePoint[];
  turn: Seq | undefined;
  stage: Stage;
  width: number;
  height: number;
}

export function Curve({ points, turn, stage, width, height }: Props) {
  const words = common();
  const all = places(points, width, height);
  const last = all.at(-1);
  if (!last) return <p class="muted small">{words.curveNone}</p>;
  const mark = all.find(({ seq }) => seq === turn);
  const label = curveText(points, turn, stage, words, language.value);
  return (
    <svg class={`curve ${stage}`} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path class="half" d={`M0 ${height / 2}H${width}`} />
      <path class="line" d={pathOf(all)} />
      {mark && <path class="turn" d={`M${mark.x} 0V${height}`} />}
      {mark && <circle class="mark" cx={mark.x} cy={mark.y} r="3.5" />}
      <circle class="last" cx={last.x} cy={last.y} r="2.5" />
    </svg>
  );
}
