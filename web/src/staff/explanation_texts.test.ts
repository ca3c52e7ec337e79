import { describe, expect, test } from 'vitest';
import { curveText } from './curve';
import { againstText, chanceText, distressSteps, explanationWords, forecastText, triedLines } from './explanation_texts';
import { clockTime } from './format';
import { BOT, LIN, SAM, logged, said } from './log_for_tests';
import { language } from './preferences';
import { common } from './texts';
import type { Logged } from './thread';
import { triedIn } from './tried';

const en = explanationWords('en');
const zh = explanationWords('zh');

test('the chance is said in words, never as a bare score', () => {
  expect(chanceText(0.7, en)).toBe('About 7 in 10 chats like this need a supervisor');
  expect(chanceText(0.7, zh)).toBe('这样的会话，10 次里约有 7 次需要主管介入');
  expect(chanceText(0.1, en)).toBe('About 1 in 10 chats like this needs a supervisor');
  expect(chanceText(0.01, en)).toBe('Fewer than 1 in 20 chats like this need a supervisor');
  expect(chanceText(0.99, zh)).toBe('这样的会话几乎都需要主管介入');
  for (let p = 0; p <= 1; p += 0.01) expect(chanceText(p, en) + chanceText(p, zh)).not.toMatch(/%|undefined/);
});

test('a forecast is as sure of itself as its chance', () => {
  expect(forecastText(0.4, en)).toBe('Likely to get worse soon: about 4 in 10');
  expect(forecastText(0.2, en)).toBe('May get worse soon: about 2 in 10');
  expect(forecastText(0.01, en)).toBe('Unlikely to get worse soon: fewer than 1 in 20');
  expect(forecastText(0.4, zh)).toBe('很可能即将恶化：10 次里约 4 次');
});

test('what speaks against it says when', () => {
  expect(againstText({ what: 'thanked', since: 0 }, en)).toBe('said thanks in the latest message');
  expect(againstText({ what: 'thanked', since: 2 }, zh)).toBe('2 条消息之前表示了感谢');
  expect(againstText({ what: 'unsure', since: undefined }, en)).toBe('the model was unsure of the words when the alert was raised');
  expect(againstText({ what: 'from_the_future' as never, since: 0 }, en)).toBeUndefined();
});

test('in distress a person comes first, and nobody sells', () => {
  for (const words of [en, zh]) {
    expect(distressSteps('risk', words)[0]).toBe(words.distressPerson);
    expect(distressSteps('imminent', words).slice(0, 2)).toEqual([words.distressSupervisor, words.distressPerson]);
    for (const severity of ['mention', 'risk', 'imminent'] as const) expect(distressSteps(severity, words)).toContain(words.distressNoSelling);
  }
});

test('the curve is told to those who cannot see it', () => {
  language.value = 'en';
  const point = (seq: number, belief?: number) => ({ seq, at: seq * 60_000, ...(belief !== undefined && { belief }) });
  const points = [point(1, 0.1), point(2), point(3, 0.7), point(4, 0.8)];
  const time = clockTime(3 * 60_000, 'en');
  expect(curveText(points, 3, 'concern', common(), 'en')).toBe(`Mood from calm to concern in 3 messages, steepest at ${time}`);
  expect(curveText(points, undefined, 'watch', common(), 'en')).toBe('Mood from calm to watch in 3 messages');
  expect(curveText(points, 3, 'calm', common(), 'en')).toBe(`Mood calm again after 3 messages, steepest rise at ${time}`);
  language.value = 'zh';
  expect(curveText(points, 3, 'critical', common(), 'zh')).toBe(`3 条消息中，情绪由平静变为紧急，${time} 上升最快`);
  expect(curveText([point(1, 0.1)], undefined, 'calm', common(), 'zh')).toBe('1 条消息中情绪一直平静');
});

describe('what was tried', () => {
  const answered = (seq: number, article: string): Logged => said(seq, 'answer', BOT, { act: 'answered', article });
  const accepted = (seq: number, agent: string, name: string): Logged => logged(seq, { kind: 'accepted', agent, name, epoch: 2 });
  const queued = (seq: number): Logged => logged(seq, { kind: 'queued', cause: 'asked', reasons: [] });
  const note = (seq: number, by: typeof LIN): Logged => logged(seq, { kind: 'noted', id: `n${seq}`, text: 'offer a refund' }, by);
  const lines = (events: readonly Logged[], now = 130_000): string[] => {
    language.value = 'en';
    return triedLines(triedIn(events), now, common(), 'en');
  };

  test('by the assistant: articles once each, misses, and whether the customer came back', () => {
    const log = [said(1), answered(2, 'refunds'), said(3), answered(4, 'refunds'), said(5, '', BOT, { act: 'missed' })];
    expect(lines([...log, said(6, '', BOT, { act: 'handed_over', cause: 'bot_missed' })])[0]).toContain('2 times no answer');
    expect(lines([...log, said(6, '', BOT, { act: 'handed_over', cause: 'asked' })])[0]).toContain('once no answer');
    expect(lines(log)).toEqual(['Assistant: 2 answers from “refunds”, once no answer; no word from the customer since']);
    expect(lines([...log, said(6)])[0]).toMatch(/; the customer came back$/);
    expect(lines([said(1), said(2, 'hello', BOT, { act: 'greeted' })])).toEqual([]);
    language.value = 'zh';
    expect(triedLines(triedIn(log), 0, common(), 'zh')).toEqual(['智能助手：根据《refunds》答复 2 次、1 次没有答案；客户之后没有再发言']);
  });

  test('by agents: who, how often, how long ago; the latest first', () => {
    const log = [queued(1), accepted(2, 'a1', 'Lin'), said(3, 'hi', LIN), said(4, 'hi', LIN), queued(5), accepted(6, 's1', 'Sam')];
    expect(lines(log)).toEqual([
      'Sam: no reply yet', 'Lin: 2 replies, last 2:06 ago', expect.stringMatching(/^Handed to Sam at .*: The customer asked for a person$/),
      'Passed on from Lin to Sam',
    ]);
  });

  test('who gives it back and takes it again has passed it on to nobody', () => {
    const log = [queued(1), accepted(2, 'a1', 'Lin'), queued(3), accepted(4, 'a1', 'Lin')];
    expect(triedIn(log).transfers).toEqual([]);
    expect(triedIn(log).agents).toHaveLength(1);
  });

  test('a conversation that waits says since when, and which offers came to nothing', () => {
    const ended = (seq: number): Logged => logged(seq, { kind: 'offer_ended', agent: 'a1', declined: false });
    expect(lines([queued(1), ended(2), ended(3)])).toEqual([
      expect.stringMatching(/^Waits for a person since /), '2 offers came to nothing',
    ]);
  });

  test('a note of somebody else is for the agent who holds it', () => {
    const log = [queued(1), note(2, SAM), accepted(3, 'a1', 'Lin'), note(4, SAM), note(5, SAM), note(6, LIN)];
    expect(lines(log).slice(-3)).toEqual(['Sam: 1 note', 'Sam: 2 notes for Lin', 'Lin: 1 note']);
  });

  test('the packet tells of what lies before the events at hand, and nothing counts twice', () => {
    const packet = { tried: [{ seq: 2, article: 'refunds' }, { seq: 4 }], curve: [{ seq: 5, at: 5 }] } as never;
    const { assistant } = triedIn([said(4, '', BOT, { act: 'missed' })], packet);
    expect(assistant).toEqual({ answers: 1, articles: ['refunds'], misses: 1, cameBack: true });
  });
});
