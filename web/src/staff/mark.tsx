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

export function StageMark({ stage, trend = 0 }: { stage: Stage; trend?: number }): JSX.Element {
  const words = common();
  const moves = stage !== 'calm' && Math.abs(trend) > TREND_LINE;
  const direction = trend > 0 ? words.rising : words.falling;
  return (
    <span class={`mark ${stage}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={SHAPES[stage]} />
      </svg>
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
