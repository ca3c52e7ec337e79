import { expect, test } from 'vitest';
import type { Event, Judgement } from '../shared/protocol';
import { Refused } from '../shared/refused';
import type { Asked } from './desk';
import { Judging, saidBy } from './judgements';
import type { Logged } from './thread';

const by = (id: string) => ({ who: 'staff', id, name: id }) as const;
const logged = (seq: number, who: string, event: Event): Logged => ({ t: 'event', conv: 'c', seq, at: seq, by: by(who), event });
const judged = (seq: number, who: string, message: number, judgement: Judgement): Logged =>
  logged(seq, who, { kind: 'judged', subject: { of: 'message', message }, judgement });

test('of one person the latest counts, and what was taken back is as if it had never been said', () => {
  const log = [judged(3, 'lin', 2, 'wrong'), judged(4, 'sam', 2, 'right'), judged(5, 'lin', 7, 'right')];
  expect([...saidBy('lin', log)]).toEqual([['message 2', 'wrong'], ['message 7', 'right']]);
  expect(saidBy('lin', [...log, judged(6, 'lin', 2, 'right')]).get('message 2')).toBe('right');
  expect(saidBy('lin', [...log, judged(6, 'lin', 2, 'withdrawn')]).has('message 2')).toBe(false);
});

test('closing an alert as a false alarm is what one says of it, until it is taken back', () => {
  const closed = logged(3, 'sam', { kind: 'alert_closed', alert: 'a', how: 'false_alarm' });
  const done = logged(3, 'sam', { kind: 'alert_closed', alert: 'a', how: 'done' });
  const back = logged(4, 'sam', { kind: 'judged', subject: { of: 'alert', alert: 'a' }, judgement: 'withdrawn' });
  expect(saidBy('sam', [closed]).get('alert a')).toBe('wrong');
  expect(saidBy('sam', [done]).size).toBe(0);
  expect(saidBy('sam', [closed, back]).size).toBe(0);
});

/** A server that answers when it is told to. */
function slow(): { asked: Asked[]; judging: Judging; answer: () => void } {
  const asked: Asked[] = [];
  const waiting: (() => void)[] = [];
  const judging = new Judging((one) => {
    asked.push(one);
    return new Promise((resolve) => waiting.push(resolve));
  });
  return { asked, judging, answer: () => waiting.shift()?.() };
}

test('a tap is on its way until the server has it, and a double tap says one thing', async () => {
  const { asked, judging, answer } = slow();
  const first = judging.judge('c', { message: 2 }, 'wrong');
  expect(judging.of('c', { message: 2 })).toEqual({ state: 'sending', judgement: 'wrong' });
  expect(await judging.judge('c', { message: 2 }, 'withdrawn')).toBe(false);
  expect(await judging.judge('c', { message: 2 }, 'wrong')).toBe(false);
  answer();
  expect(await first).toBe(true);
  expect(asked).toEqual([{ t: 'judge', conv: 'c', message: 2, judgement: 'wrong' }]);
  expect(judging.of('c', { message: 2 })).toBeUndefined();
});

test('another verdict while one is on its way goes after it: nothing that was said in haste is lost', async () => {
  const { asked, judging, answer } = slow();
  const undone = judging.judge('c', { message: 2 }, 'withdrawn');
  expect(await judging.judge('c', { message: 2 }, 'right')).toBe(false);
  expect(judging.of('c', { message: 2 })).toEqual({ state: 'sending', judgement: 'right' });
  answer();
  await expect.poll(() => asked.length).toBe(2);
  answer();
  expect(await undone).toBe(true);
  expect(asked.map((one) => ('judgement' in one ? one.judgement : one.t))).toEqual(['withdrawn', 'right']);
  expect(judging.of('c', { message: 2 })).toBeUndefined();
});

test('what was refused says why, until it is tried again', async () => {
  let isRefused = true;
  const judging = new Judging(() => (isRefused ? Promise.reject(new Refused('not_scored')) : Promise.resolve()));
  expect(await judging.judge('c', { alert: 'a' }, 'right')).toBe(false);
  expect(judging.of('c', { alert: 'a' })).toEqual({ state: 'refused', judgement: 'right', code: 'not_scored' });
  expect(judging.of('d', { alert: 'a' })).toBeUndefined();
  isRefused = false;
  expect(await judging.judge('c', { alert: 'a' }, 'right')).toBe(true);
  expect(judging.of('c', { alert: 'a' })).toBeUndefined();
});
