import { expect, test } from 'vitest';
import { fullJitter } from './backoff';
import { dictionary, languageOf, pickLanguage } from './i18n';
import { pieces } from './links';
import { uuidv7 } from './uuid';

test('backoff stays between nothing and the cap', () => {
  expect(fullJitter(0, 0)).toBe(0);
  expect(fullJitter(0, 1)).toBe(500);
  expect(fullJitter(3, 1)).toBe(4_000);
  expect(fullJitter(1_000, 1)).toBe(30_000);
});

test('ids are UUIDv7 and sort by time', () => {
  const now = 1_700_000_000_123;
  expect(uuidv7(now)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(uuidv7(now).replace(/-/g, '').slice(0, 12), 16)).toBe(now);
  expect(uuidv7(now) < uuidv7(now + 1)).toBe(true);
  expect(new Set(Array.from({ length: 1_000 }, () => uuidv7(now))).size).toBe(1_000);
});

test('the first wish that we speak wins', () => {
  expect(pickLanguage(undefined, 'fr', 'zh-Hant-TW', 'en')).toBe('zh');
  expect(pickLanguage('EN_gb')).toBe('en');
  expect(pickLanguage(null, '', 'de')).toBe('en');
  expect(languageOf('退款 refund', 'en')).toBe('zh');
  expect(languageOf('refund', 'zh')).toBe('en');
  expect(languageOf('??', 'zh')).toBe('zh');
});

test('dictionaries give the texts of one language', () => {
  const texts = dictionary({ hi: 'Hi', count: (n: number) => `${n} new` }, { hi: '你好', count: (n) => `${n} 条新消息` });
  expect(texts('zh').count(2)).toBe('2 条新消息');
  expect(texts('en').hi).toBe('Hi');
});

test('only http and https addresses become links, and the text stays the text', () => {
  const hostile = [
    'javascript:alert(1)', 'data:text/html,<script>', 'see https://a.example/x?y=1). then', '请看https://a.example/退款，谢谢',
    'http://', '<a href="https://b.example">', 'HTTPS://C.example', "https://d.example/'onclick='x", 'plain',
  ];
  for (const text of hostile) {
    const cut = pieces(text);
    expect(cut.map((piece) => piece.text).join('')).toBe(text);
    for (const piece of cut) if (piece.href) expect(piece.href).toMatch(/^https?:\/\/[a-d]\.example/);
  }
  expect(pieces('see https://a.example/x?y=1). then')[1]).toEqual({ text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' });
  expect(pieces('请看https://a.example/退款，谢谢')[1]?.text).toBe('https://a.example/');
  expect(pieces('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)' }]);
});
