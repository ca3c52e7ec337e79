// Anger over a visitor's messages as one line; the same is said in words for those who do not see it.
import type { JSX } from 'preact';
import type { CurvePoint } from '../shared/protocol';
import { outOfTen } from './format';
import { language } from './preferences';
import { common } from './texts';

const WIDTH = 240;
const HEIGHT = 56;
const EDGE = 4;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly seq: number;
}

/** Where the points of a curve lie in the drawing; those without a value are left out. */
export function places(curve: readonly CurvePoint[]): Place[] {
  const known = curve.filter((point) => (point.belief ?? point.anger) !== undefined);
  const step = known.length > 1 ? (WIDTH - 2 * EDGE) / (known.length - 1) : 0;
  return known.map((point, index) => ({
    x: round(EDGE + index * step),
    y: round(HEIGHT - EDGE - (point.belief ?? point.anger ?? 0) * (HEIGHT - 2 * EDGE)),
    seq: point.seq,
  }));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function Curve({ curve, turn }: { curve: readonly CurvePoint[]; turn: number | undefined }): JSX.Element {
  const words = common();
  const drawn = places(curve);
  const first = drawn[0];
  const last = drawn.at(-1);
  if (!first || !last) return <p class="small">{words.curveNone}</p>;
  const at = drawn.findIndex((place) => place.seq === turn);
  const turned = drawn[at];
  const said = (place: Place): string => outOfTen((HEIGHT - EDGE - place.y) / (HEIGHT - 2 * EDGE), language.value);
  const label =
    words.curveOf(drawn.length, said(first), said(last)) + (turned ? words.curveTurn(at + 1) : '');
  return (
    <svg class="curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="none">
      <path d={`M${drawn.map(({ x, y }) => `${x} ${y}`).join('L')}${drawn.length === 1 ? 'h1' : ''}`} />
      {turned && <circle cx={turned.x} cy={turned.y} r="4" />}
    </svg>
  );
}
