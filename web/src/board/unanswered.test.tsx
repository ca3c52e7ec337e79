import { signal } from '@preact/signals';
import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Board } from '../shared/protocol';
import { now } from '../staff/clock';
import { language } from '../staff/preferences';
import { Unanswered } from './unanswered';

const taken: string[] = [];

beforeEach(() => {
  language.value = 'en';
  now.value = 500_000;
  taken.length = 0;
});
afterEach(cleanup);

function shown(waiting: number, since: readonly number[]): Element {
  const open = since.map((at, place) => ({ conv: `c${place}`, since: at }));
  const counts = signal<Board | undefined>({ now: 500_000, unanswered: { waiting, open } } as unknown as Board);
  const desk = { summaries: { version: signal(0), get: () => undefined } };
  const floor = { counts, desk, watch: (conv: string) => taken.push(`watch ${conv}`), takeOver: (conv: string) => taken.push(conv) };
  return render(<Unanswered floor={floor as never} />).container;
}

test('nothing is shown or said while everybody is answered', () => {
  const page = shown(0, []);
  expect(page.querySelector('section')).toBeNull();
  expect(page.querySelector('[role=status]')?.textContent).toBe('');
});

test('whoever is left is named with the time, and can be taken or watched', () => {
  const page = shown(1, [50_000]);
  expect(page.querySelector('[role=status]')?.textContent).toContain('Nobody answers one customer');
  expect(page.querySelector('section')?.textContent).toContain('7:30');
  const [take, watch] = page.querySelectorAll('button');
  if (take) fireEvent.click(take);
  if (watch) fireEvent.click(watch);
  expect(taken).toEqual(['c0', 'watch c0']);
});

test('of many three are shown, the others counted, in Chinese too', () => {
  language.value = 'zh';
  const page = shown(22, [1, 2, 3, 4, 5]);
  expect(page.querySelectorAll('button')).toHaveLength(6);
  expect(page.textContent).toContain('22 位客户久等无人接待');
  expect(page.textContent).toContain('另有 19 个');
});
