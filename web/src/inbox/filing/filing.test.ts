import { describe, expect, test, vi } from 'vitest';
import { dismiss, notices } from '../../staff/notices';
import { line } from '../../staff/lines_for_tests';
import { endOf, isAside, isOn, knownTags } from './aside';
import { Filing } from './filing';

const NOON = new Date(2026, 10, 27, 12).getTime();
const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();

describe('when it comes back', () => {
  test('choices end by the clock on the wall', () => {
    expect(endOf('soon', NOON)).toBe(NOON + 1_800_000);
    expect(endOf('hours', NOON)).toBe(at(27, 15));
    expect(endOf('tomorrow', NOON)).toBe(at(28, 9));
    // The 27th is a Friday; on a Monday it is the next one.
    expect(endOf('monday', NOON)).toBe(at(30, 9));
    expect(endOf('monday', at(30, 8))).toBe(new Date(2026, 11, 7, 9).getTime());
    expect(endOf('monday', at(29, 8))).toBe(at(30, 9));
  });

  test('it is aside until then and not longer', () => {
    const one = line('a', { snoozed_until: 10 });
    expect([isAside(one, 9), isAside(one, 10), isAside(line('b'), 0)]).toEqual([true, false, false]);
  });
});

test('known tags: each once whatever its case, the most frequent first', () => {
  const lines = [line('a', { tags: ['late', 'VIP'] }), line('b', { tags: ['vip'] }), line('c', {})];
  expect(knownTags(lines)).toEqual(['VIP', 'late']);
});

test('what is aside stands on its own shelf, unless one sees all', () => {
  const aside = line('a', { snoozed_until: 10, tags: ['VIP'] });
  const tagged = line('b', { tags: ['vip'] });
  const on = (one: typeof aside, sees = false) =>
    [{ t: 'usual' } as const, { t: 'aside' } as const, { t: 'tag', tag: 'Vip' } as const].map((shelf) => isOn(shelf, one, 5, sees));
  expect(on(aside)).toEqual([false, true, false]);
  expect(on(aside, true)).toEqual([true, true, true]);
  expect(on(tagged)).toEqual([true, false, true]);
});

test('putting aside can be taken back, and a refusal is told', async () => {
  const ask = vi.fn(() => Promise.resolve());
  const filing = new Filing(ask);
  await filing.snooze('c', 'soon');
  expect(ask).toHaveBeenLastCalledWith(expect.objectContaining({ t: 'snooze', conv: 'c' }));
  notices.value.at(-1)?.action?.run();
  expect(ask).toHaveBeenLastCalledWith({ t: 'unsnooze', conv: 'c' });
  await filing.tag('c', '  ');
  expect(ask).toHaveBeenCalledTimes(2);
  ask.mockRejectedValueOnce(new Error('no'));
  await filing.untag('c', 'VIP');
  expect(notices.value.at(-1)?.kind).toBe('error');
  for (const { key } of notices.value) dismiss(key);
});
