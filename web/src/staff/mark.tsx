// The mark of a stage: shape, word and colour, so that none of them has to be seen alone.
import type { JSX } from 'preact';
import type { Stage } from '../shared/protocol';
import { stageText } from './reasons';
import { common } from './texts';

const SHAPES: Readonly<Record<Stage, string>> = {
  calm: 'M6 9.5a3.5 3.5 0 1 1 .01 0Z',
  watch: 'M4.5 2h3v8h-3z',
  concern: 'M2 2h3v8H2zm5 0h3v8H7z',
  critical: 'M3.8.5h4.4l3.3 3.3v4.4l-3.3 3.3H3.8L.5 8.2V3.8z',
};
/** Below this the trend is noise. */
const TREND_LINE = 0.25;

interface Props {
  readonly stage: Stage;
  /** Fast minus slow belief, logit. */
  readonly trend?: number;
  /** Says nothing while all is calm: in a list a word on every row would drown the others. */
  readonly quiet?: boolean;
}

export function Shape({ stage }: { stage: Stage }): JSX.Element {
  return (
    <svg class="shape" viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[stage]} />
    </svg>
  );
}

export function StageMark({ stage, trend = 0, quiet = false }: Props): JSX.Element | null {
  const words = common();
  if (quiet && stage === 'calm') return null;
  const moves = stage !== 'calm' && Math.abs(trend) > TREND_LINE;
  const direction = trend > 0 ? words.rising : words.falling;
  return (
    <span class={`mark ${stage}`}>
      <Shape stage={stage} />
      {stageText(stage, words)}
      {moves && (
        <>
          {' '}
          <span aria-hidden="true">{trend > 0 ? '↑' : '↓'}</span>
          <span class="unseen">{direction}</span>
        </>
      )}
    </span>
  );
}
