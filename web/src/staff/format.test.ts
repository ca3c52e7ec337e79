import { expect, test } from 'vitest';
import { momentText } from './format';

const today = new Date(2026, 2, 4, 18).getTime();

test('a moment says its day where that is another, and its year where that is', () => {
  const text = (year: number, month: number, day: number): string[] =>
    (['en', 'zh'] as const).map((language) => momentText(new Date(year, month, day, 14, 31).getTime(), today, language));
  expect(text(2026, 2, 4)).toEqual(['14:31', '14:31']);
  expect(text(2026, 1, 3)).toEqual(['Tuesday 3 February 14:31', '2月3日星期二 14:31']);
  expect(text(2025, 11, 31)).toEqual(['31 December 2025 14:31', '2025年12月31日 14:31']);
});
