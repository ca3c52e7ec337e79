import { signal } from '@preact/signals';
import { cleanup, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Board, DistressReplies } from '../shared/protocol';
import { now } from '../staff/clock';
import { language } from '../staff/preferences';
import { DistressTile } from './tiles';

const NONE: DistressReplies = { target_ms: 60_000, answered: 0, missed: 0, waiting: 0, open: [] };

beforeEach(() => {
  language.value = 'en';
  now.value = 100_000;
});
afterEach(cleanup);

function shown(change: Partial<DistressReplies>, isStale = false): Element {
  const counts = signal<Board | undefined>({ now: 90_000, distress: { ...NONE, ...change } } as Board);
  return render(<DistressTile floor={{ counts, stale: signal(isStale) } as never} />).container;
}

test('no distress is said, not shown as quick', () => {
  const tile = shown({});
  expect(tile.querySelector('.value')?.textContent).toBe('–');
  expect(tile.textContent).toContain('no distress · 24 h, target 1:00');
  expect(tile.querySelector('.under')).toBeNull();
});

test('the median stands with what it is of, and what was missed', () => {
  const tile = shown({ median_ms: 42_000, answered: 3, missed: 1 });
  expect(tile.querySelector('.value')?.textContent).toBe('0:42');
  expect(tile.textContent).toContain('of 3, 1 never answered');
  expect(tile.querySelector('.under')).toBeNull();
});

test('the clocks of those who wait go on, and one over the target is told in words', () => {
  const open = [10_000, 70_000, 80_000, 95_000].map((since, at) => ({ conv: String(at), since }));
  const tile = shown({ waiting: 22, open });
  expect(tile.textContent).toContain('waits now: 1:30, 0:30, 0:20 +19 more');
  expect(tile.querySelector('.under .under-word')?.textContent).toBe('over the target');
  cleanup();
  expect(shown({ waiting: 1, open: open.slice(1, 2) }).querySelector('.under')).toBeNull();
  cleanup();
  expect(shown({ waiting: 1, open: open.slice(1, 2) }, true).textContent).toContain('waits now: 0:20');
});
