import { expect, test } from 'vitest';
import { excerpt, markedWords, topSpans } from './excerpt';

const span = (start: number, end: number, weight: number) => ({ start, end, weight });
const shown = (found: ReturnType<typeof excerpt>): string => found.pieces.map(({ text }) => text).join('');

test('three words at most are marked, the strongest', () => {
  const text = 'aa bb cc dd';
  const found = excerpt(text, [span(0, 2, 1), span(3, 5, 0.9), span(6, 8, 0.95), span(9, 11, 0.8), span(9, 11, -3)]);
  expect(markedWords(found)).toEqual(['aa', 'bb', 'cc']);
  expect(shown(found)).toBe(text);
  expect(topSpans([span(0, 1, 0), span(0, 1, -1)])).toEqual([]);
});

test('markup in the words stays text, and links are not followed', () => {
  const text = '<b>see</b> https://evil.example/x now';
  const found = excerpt(text, [span(3, 6, 1)]);
  expect(shown(found)).toBe(text);
  expect(found.pieces.every((piece) => !('href' in piece))).toBe(true);
});

test('a long message is cut around its first marked word, at words', () => {
  const text = `${'word '.repeat(80)}liars ${'more '.repeat(80)}`;
  const found = excerpt(text, [span(400, 405, 1)]);
  expect(markedWords(found)).toEqual(['liars']);
  expect([found.isCutBefore, found.isCutAfter]).toEqual([true, true]);
  expect(shown(found)).toMatch(/^word /);
  expect(shown(found).length).toBeLessThanOrEqual(160);
});

test('a long message without marks shows its beginning; characters are never split', () => {
  const beginning = excerpt('a'.repeat(300), []);
  expect([beginning.isCutBefore, beginning.isCutAfter, shown(beginning).length]).toEqual([false, true, 160]);
  const faces = excerpt(`x${'😡'.repeat(200)}`, [span(150, 152, 1)]);
  expect(shown(faces)).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
  expect(markedWords(faces)).toEqual(['😡😡']);
});
