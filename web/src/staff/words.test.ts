import { expect, test } from 'vitest';
import { deviceText, outOfTen, wait } from './format';
import { language } from './preferences';
import { reasonsText } from './reasons';
import { common } from './texts';

test('waits grow from seconds to days', () => {
  expect(wait(-5, 'en')).toBe('0:00');
  expect(wait(42_000, 'en')).toBe('0:42');
  expect(wait(65 * 60_000, 'en')).toBe('1 h 5 min');
  expect(wait(65 * 60_000, 'zh')).toBe('1 小时 5 分');
  expect(wait(72 * 3_600_000, 'en')).toBe('3 days');
});

test('probabilities are said in tenths', () => {
  expect(outOfTen(0.72, 'en')).toBe('7 in 10');
  expect(outOfTen(0.72, 'zh')).toBe('约 7 成');
  expect(outOfTen(0.01, 'en')).toBe('under 1 in 10');
});

test('of reasons of one kind the latest is said, in the language of the screen', () => {
  const reasons = [{ code: 'rising', turns: 3 }, { code: 'abuse' }, { code: 'rising', turns: 5 }] as const;
  language.value = 'en';
  expect(reasonsText(reasons, common(), 'en')).toBe('anger rose over 5 messages, insults');
  language.value = 'zh';
  expect(reasonsText(reasons, common(), 'zh')).toBe('怒气在 5 条消息中上升、出言辱骂');
});

test('behaviour, silence and the severity of distress are said in both languages', () => {
  const reasons = [
    { code: 'repeated', times: 1 }, { code: 'waited', seconds: 250 }, { code: 'bot_loop', times: 2 },
    { code: 'shouting' }, { code: 'distress', severity: 'imminent' },
  ] as const;
  language.value = 'en';
  expect(reasonsText(reasons, common(), 'en')).toBe(
    'said the same again, waited 4:10 for an answer, the assistant repeated its answer 2 times, writes in capitals or with “!!!”, personal distress, imminent',
  );
  language.value = 'zh';
  expect(reasonsText(reasons, common(), 'zh')).toBe(
    '同样的话又说了 1 次、等待回复 4:10、助手重复了 2 次相同的回答、用大写字母或“！！！”、个人困境，情况紧急',
  );
});

test('a reason that this page does not know is left out', () => {
  const unknown = { code: 'from_the_future' } as never;
  expect(reasonsText([unknown], common(), 'en')).toBe('');
});

test('browsers are named in short', () => {
  const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
  expect(deviceText(chrome)).toBe('Chrome 126 · Windows');
  expect(deviceText(`${chrome} Edg/126.0`)).toBe('Edge 126 · Windows');
  expect(deviceText('curl/8')).toBe('curl/8');
  expect(deviceText(undefined)).toBeUndefined();
});
