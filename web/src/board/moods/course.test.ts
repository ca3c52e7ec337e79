import { beforeEach, describe, expect, test } from 'vitest';
import { clockTime } from '../../staff/format';
import { language } from '../../staff/preferences';
import { type Ground, type Moods, type Sample, band, courseText, gaps, latest, percentText, runs, share, topOf } from './course';
import { moodWords } from './texts';

const MINUTE = 60_000;
const NOW = 10_000 * MINUTE;
const ground: Ground = { width: 120, height: 100, top: 1, from: NOW - 120 * MINUTE, to: NOW };

/** A sample so many minutes ago. */
function ago(minutes: number, [calm, watch, concern, critical]: readonly [number, number, number, number] = [1, 0, 0, 0]): Sample {
  return { at: NOW - minutes * MINUTE, calm, watch, concern, critical };
}

function told(samples: readonly Sample[]): Moods {
  return { now: NOW, every_ms: MINUTE, span_ms: 120 * MINUTE, sites: [], samples };
}

const every = (from: number, to: number): Sample[] => Array.from({ length: from - to + 1 }, (_, n) => ago(from - n));
const minutesOf = (moods: Moods): (readonly [number, number])[] =>
  gaps(moods, NOW).map(({ from, to }) => [(NOW - from) / MINUTE, (NOW - to) / MINUTE] as const);

beforeEach(() => {
  language.value = 'en';
});

describe('gaps', () => {
  test('are where samples are missing: before the start, between, and since the last', () => {
    const moods = told([...every(100, 61), ...every(50, 10)]);
    expect(runs(moods).map((run) => run.length)).toEqual([40, 41]);
    expect(minutesOf(moods)).toEqual([[120, 100], [60, 50], [9, 0]]);
  });

  test('are none while the floor was counted all the time', () => {
    expect(minutesOf(told(every(119, 0)))).toEqual([]);
    expect(minutesOf(told(every(119, 1))), 'the latest is on its way').toEqual([]);
  });

  test('are everything without a sample', () => {
    expect(minutesOf(told([]))).toEqual([[120, 0]]);
  });
});

describe('shares', () => {
  test('are of those who are open; where nobody is, nobody is stirred', () => {
    expect(share(ago(0, [6, 2, 1, 1]), 'watch')).toBe(0.2);
    expect(share(ago(0, [0, 0, 0, 0]), 'critical')).toBe(0);
  });

  test('what is there is never said to be nothing', () => {
    expect([0, 0.004, 0.126, 1].map(percentText)).toEqual(['0 %', '< 1 %', '13 %', '100 %']);
  });

  test('the scale fits the worst minute', () => {
    expect(topOf(told([]))).toBe(0.1);
    expect(topOf(told([ago(2, [92, 5, 2, 1]), ago(1)]))).toBe(0.1);
    expect(topOf(told([ago(2, [60, 30, 5, 5])]))).toBe(0.5);
    expect(topOf(told([ago(2, [0, 0, 0, 3])]))).toBe(1);
  });
});

test('a band stands on those below it, and spans the minute of each sample', () => {
  const run = [ago(60, [5, 2, 2, 1]), ago(59, [5, 0, 5, 0])];
  expect(band(run, 'critical', MINUTE, ground)).toBe('M60.0 90.0L61.0 90.0L61.0 100.0L62.0 100.0L62.0 100.0L61.0 100.0L61.0 100.0L60.0 100.0Z');
  expect(band(run, 'concern', MINUTE, ground)).toBe('M60.0 70.0L61.0 70.0L61.0 50.0L62.0 50.0L62.0 100.0L61.0 100.0L61.0 90.0L60.0 90.0Z');
});

describe('in words', () => {
  const text = (moods: Moods): string => courseText(moods, NOW, moodWords(), language.value);
  const clock = (minutes: number): string => clockTime(NOW - minutes * MINUTE, language.value);

  test('how it is, the worst, and what is not known', () => {
    const moods = told([...every(119, 90), ago(60, [1, 1, 1, 1]), ...every(59, 1), ago(0, [9, 1, 0, 0])]);
    expect(text(moods)).toBe(
      `10 % of 10 open conversations are not calm. Most: 75 % at ${clock(60)}. Nothing is known of ${clock(89)} to ${clock(60)}.`,
    );
    language.value = 'zh';
    expect(text(moods)).toBe(`进行中的 10 个会话里，10 % 不平静。最高 75 %，在 ${clock(60)}。${clock(89)} 至 ${clock(60)} 没有数据。`);
  });

  test('an old sample does not tell how it is now', () => {
    expect(latest(told(every(100, 3)), NOW)).toBe(undefined);
    expect(text(told(every(119, 3)))).toBe(`All calm. Nothing is known of ${clock(2)} to ${clock(0)}.`);
  });

  test('no sample, and many gaps', () => {
    expect(text(told([]))).toContain('No numbers yet');
    const rare = told([119, 100, 80, 60, 40, 20, 0].map((minutes) => ago(minutes)));
    expect(text(rare)).toContain(`${clock(59)} to ${clock(40)}, ${clock(39)} to ${clock(20)}, ${clock(19)} to ${clock(0)} and of 3 earlier times`);
  });
});
