import { beforeEach, expect, test } from 'vitest';
import { lengthOfTime } from '../../staff/format';
import { language } from '../../staff/preferences';
import { changeText, leadText } from './results';
import type { Changed, Report } from './shapes';
import { trialWords } from './texts';

beforeEach(() => {
  language.value = 'en';
});

const report = (turns: number | null, seconds: number | null): Report =>
  ({ lead: [{ against: 'human', conversations: 3, turns, seconds }] }) as unknown as Report;
const changed = (change: Changed['change'], seconds: number): Changed => ({ change, seconds }) as Changed;

test('a length of time is said in words, two units at most', () => {
  const said = [0, 1, 59.6, 125, 3_600, 3_725, 90_061].map((seconds) => lengthOfTime(seconds, 'en'));
  expect(said).toEqual(['0 seconds', '1 second', '1 minute', '2 minutes 5 seconds', '1 hour', '1 hour 2 minutes', '1 day 1 hour']);
  expect([45, 125, 90_061].map((seconds) => lengthOfTime(seconds, 'zh'))).toEqual(['45 秒', '2 分钟 5 秒', '1 天 1 小时']);
});

test('lead and moves of alerts are told in words of the language', () => {
  expect(leadText(report(1, 125), 'human', trialWords())).toBe('+1 message, 2 minutes 5 seconds before');
  expect(leadText(report(-2, -40), 'human', trialWords())).toBe('−2 messages, 40 seconds after');
  expect(leadText(report(null, null), 'human', trialWords())).toBe('–');
  expect(changeText(changed('earlier', -95), trialWords())).toBe('1 minute 35 seconds earlier');
  language.value = 'zh';
  expect(leadText(report(1, 125), 'human', trialWords())).toBe('+1 条消息，早 2 分钟 5 秒');
  expect(changeText(changed('later', 95), trialWords())).toBe('推迟 1 分钟 35 秒');
});
