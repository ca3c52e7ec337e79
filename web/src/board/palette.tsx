// The palette of the board; fetched when it is first opened.
import type { JSX } from 'preact';
import { visitorName } from '../staff/names';
import { commonActs } from '../staff/palette/common_acts';
import type { Entry } from '../staff/palette/entries';
import { Palette } from '../staff/palette/view';
import { common } from '../staff/texts';
import type { Floor } from './floor';

export function BoardPalette({ on: floor }: { on: Floor }): JSX.Element {
  return <Palette entries={() => boardEntries(floor)} />;
}

/** What the palette of the board offers: the open alerts, then where to go. */
function boardEntries(floor: Floor): readonly Entry[] {
  const words = common();
  const alerts = floor.entries.value.map(({ conv, summary, stage }) => ({
    id: conv,
    text: visitorName(summary, words),
    also: summary.preview,
    hint: words[stage],
    run: () => document.querySelector<HTMLElement>(`[data-alert="${conv}"]`)?.focus(),
  }));
  return [...alerts, ...commonActs()];
}
