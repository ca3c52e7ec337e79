import { describe, expect, test } from 'vitest';
import type { AlertState, Event, Reason } from '../shared/protocol';
import { against, chance, forecast, odds, reasonsOf, severity, wordsOf, wordsOfDistress } from './explanation';
import { markedWords } from './excerpt';
import { judge } from './judged';
import { line } from './lines_for_tests';
import { BOT, beliefAt, logged, said, scoreOf, scored } from './log_for_tests';
import { fold } from './thread';

const NOTHING = judge([]);
const believed = (level: number, change = {}) => judge([said(1), scored(2, 1, { outcome: 'scored', ...scoreOf(0.5) }, beliefAt(level, change))]);
const rose = (reasons: Reason[], doubt: Partial<Extract<Event, { kind: 'stage_changed' }>> = {}) =>
  logged(5, { kind: 'stage_changed', from: 'calm', to: 'concern', reasons, message: 1, ...doubt });
const alert = (change: Partial<AlertState> = {}): AlertState =>
  ({ id: 'a', kind: 'anger', stage: 'concern', reasons: [], message: 1, raised_at: 0, called_at: 0, ...change });

describe('the chance', () => {
  test('is the belief as a probability, and absent while nothing was read', () => {
    expect(chance(believed(0), line('c'))).toBe(0.5);
    expect(chance(believed(0, { turns: 0 }), line('c', { belief: 0.2 }))).toBeUndefined();
    expect(chance(NOTHING, line('c', { belief: 0.2 }))).toBe(0.2);
    expect(chance(NOTHING, line('c', { belief: 0.2, unscored: 1 }))).toBeUndefined();
  });

  test('is said in tenths, and at the ends in words', () => {
    const cases = [
      [0, 'few'], [0.049, 'few'], [0.05, 'one_in_twenty'], [0.08, { tenths: 1 }], [0.72, { tenths: 7 }], [0.95, { tenths: 9 }],
      [0.951, 'nearly_all'], [1, 'nearly_all'],
    ] as const;
    for (const [p, said] of cases) expect(odds(p), `${p}`).toEqual(said);
  });
});

test('a forecast is shown while it holds, and where it is news', () => {
  const open = line('c', { stage: 'concern' });
  expect(forecast(beliefAt(0, { forecast: 0.4 }), open, 120_000)).toBe(0.4);
  expect(forecast(beliefAt(0, { forecast: 0.4 }), open, 120_001)).toBeUndefined();
  expect(forecast(beliefAt(0), open, 0)).toBeUndefined();
  expect(forecast(beliefAt(0, { forecast: 0.4 }), { ...open, phase: 'closed' }, 0)).toBeUndefined();
  expect(forecast(beliefAt(0, { forecast: 0.05 }), line('c'), 0)).toBeUndefined();
  expect(forecast(beliefAt(0, { forecast: 0.2 }), line('c'), 0)).toBe(0.2);
});

describe('reasons', () => {
  const codes = (reasons: Reason[], change = {}, now = 0): string[] =>
    reasonsOf(judge([said(1), rose(reasons)]), line('c', { stage: 'concern', ...change }), now).map(({ code }) => code);

  test('are four at most, most telling first; distress and unknown codes stand elsewhere or nowhere', () => {
    const all: Reason[] = [
      { code: 'angry', p: 0.9 }, { code: 'rising', turns: 3 }, { code: 'distress', severity: 'risk' }, { code: 'shouting' },
      { code: 'from_the_future' } as never, { code: 'asked_for_person' }, { code: 'bot_loop', times: 2 },
    ];
    expect(codes(all)).toEqual(['asked_for_person', 'bot_loop', 'rising', 'angry']);
  });

  test('come from the alerts too, as long as those are not over', () => {
    const closed = { by: { who: 'system' }, at: 0, how: 'done' } as const;
    const alerts = [alert({ reasons: [{ code: 'legal_threat' }] }), alert({ reasons: [{ code: 'abuse' }], closed })];
    expect(codes([], { alerts })).toEqual(['legal_threat']);
  });

  test('why a person was called is one of them', () => {
    const called = logged(2, { kind: 'queued', cause: 'bot_missed', reasons: [{ code: 'bot_missed', times: 2 }, { code: 'rising', turns: 1 }] });
    const found = reasonsOf(judge([said(1), called, rose([{ code: 'rising', turns: 3 }])]), line('c', { stage: 'concern' }), 0);
    expect(found).toEqual([{ code: 'rising', turns: 3 }, { code: 'bot_missed', times: 2 }]);
  });

  test('a wait that goes on is counted on, and none with the assistant', () => {
    const waits = { phase: 'with_agent', unanswered_since: 0 } as const;
    const found = reasonsOf(judge([said(1), rose([{ code: 'waited', seconds: 180 }])]), line('c', { stage: 'concern', ...waits }), 250_000);
    expect(found).toEqual([{ code: 'waited', seconds: 250 }]);
    expect(codes([], waits, 179_999)).toEqual([]);
    expect(codes([], { ...waits, phase: 'with_bot' }, 250_000)).toEqual([]);
  });

  test('a calm conversation has none', () => {
    expect(codes([{ code: 'abuse' }], { stage: 'calm' })).toEqual([]);
  });
});

test('what speaks against it says how long ago that was, as far as it is known', () => {
  const hot = line('c', { stage: 'concern' });
  const log = [said(1), rose([], { against: 'thanked' })];
  expect(against(judge(log), hot)).toEqual({ what: 'thanked', since: 0 });
  expect(against(judge([...log, said(6), said(7, 'sorry', BOT), said(8)]), hot)).toEqual({ what: 'thanked', since: 2 });
  expect(against(judge(log), line('c'))).toBeUndefined();
  expect(against(NOTHING, line('c', { stage: 'concern', alerts: [alert({ against: 'unsure' })] }))).toEqual({ what: 'unsure', since: undefined });
  expect(against(NOTHING, hot)).toBeUndefined();
});

test('distress is what the log or an open alert says, whichever is worse', () => {
  const alerts = [alert({ kind: 'distress', reasons: [{ code: 'distress', severity: 'risk' }] })];
  const mentioned = judge([said(1), rose([{ code: 'distress', severity: 'mention' }])]);
  expect(severity(mentioned, line('c'))).toBe('mention');
  expect(severity(mentioned, line('c', { alerts }))).toBe('risk');
  expect(severity(NOTHING, line('c'))).toBeUndefined();
});

describe('the words', () => {
  const spans = [{ start: 0, end: 5, weight: 1 }];
  const read = (anger: number) => ({ outcome: 'scored', ...scoreOf(anger, spans) }) as const;
  const log = (first: number, second: number) =>
    fold([said(1, 'liars all'), scored(2, 1, read(first), beliefAt(2)), said(3, 'thank you'), scored(4, 3, read(second), beliefAt(1))]);

  test('are the latest, or those of the turning point where these read angrier', () => {
    expect(wordsOf(log(0.9, 0.2), line('c'))).toMatchObject({ seq: 1, place: 'turning_point' });
    expect(wordsOf(log(0.5, 0.6), line('c'))).toMatchObject({ seq: 3, place: 'latest' });
  });

  test('are marked only where they sound angry', () => {
    const words = (anger: number): string[] => markedWords(wordsOf(log(0, anger), line('c')) ?? { pieces: [], isCutBefore: false, isCutAfter: false });
    expect(words(0.3)).toEqual(['thank']);
    expect(words(0.29)).toEqual([]);
  });

  test('before the log is there the line has the beginning of the last message', () => {
    const mine = line('c', { preview: 'hello', last_by: { who: 'visitor' } });
    expect(wordsOf(undefined, mine)?.pieces).toEqual([{ text: 'hello' }]);
    expect(wordsOf(undefined, { ...mine, last_by: BOT })).toBeUndefined();
    expect(wordsOf(fold([]), line('c'))).toBeUndefined();
  });

  test('of distress are those it was read in, without marks', () => {
    const alerts = [alert({ kind: 'distress', message: 1 })];
    const found = wordsOfDistress(log(0.9, 0.9), line('c', { alerts }));
    expect(found?.pieces).toEqual([{ text: 'liars all' }]);
    expect(wordsOfDistress(log(0.9, 0.9), line('c'))?.seq).toBe(3);
  });
});
