import { expect, test } from 'vitest';
import type { Outgoing } from './outgoing';
import { type Row, rowsOf } from './rows';
import { wordsOf } from './texts';
import { type Entry, type Thread, begin } from './thread';

const DAY = 86_400_000;
const noon = new Date(2026, 4, 20, 12).getTime();
const message = (seq: number, from: 'visitor' | 'bot' | 'agent', more: object = {}): Entry => ({
  t: 'msg', conv: 'c', seq, at: noon, id: `m${seq}`, from, text: `text ${seq}`, ...more,
});
const thread = (entries: Entry[], more: Partial<Thread> = {}): Thread => ({ ...begin({ conv: 'c', head: 0, phase: 'with_bot' }), entries, ...more });
const rows = (of: Thread, outgoing: Outgoing[] = []): Row[] => rowsOf(of, outgoing, wordsOf('en'), 'en', noon);
const told = (all: Row[]): (string | undefined)[] => all.flatMap((row) => (row.kind === 'bubble' && row.tell ? [row.state] : []));

test('each day has its line', () => {
  const all = rows(thread([message(1, 'bot', { at: noon - 9 * DAY }), message(2, 'bot', { at: noon - DAY }), message(3, 'bot')]));
  expect(all.filter((row) => row.kind === 'day').map((row) => row.text)).toEqual(['Mon, May 11', 'Yesterday', 'Today']);
});

test('a group begins where the speaker or the name changes', () => {
  const all = rows(thread([message(1, 'agent', { name: 'Lin' }), message(2, 'agent', { name: 'Lin' }), message(3, 'agent', { name: 'Ana' })]));
  expect(all.flatMap((row) => (row.kind === 'bubble' ? [row.first] : []))).toEqual([true, false, true]);
});

test('only the last own message tells its fate, until somebody answers it; failed ones always do', () => {
  const own = [message(1, 'visitor'), message(2, 'visitor')];
  expect(told(rows(thread(own)))).toEqual(['sent']);
  expect(told(rows(thread(own, { seen: 2 })))).toEqual(['seen']);
  expect(told(rows(thread([...own, message(3, 'bot')])))).toEqual([]);
  const failed: Outgoing = { id: 'x', text: 'x', at: noon, state: 'failed', code: 'closed' };
  const sending: Outgoing = { id: 'y', text: 'y', at: noon, state: 'sending' };
  expect(told(rows(thread([message(1, 'visitor'), message(2, 'bot')]), [failed, sending]))).toEqual(['failed', 'sending']);
});

test('changes of state are lines in the words of the language', () => {
  const state = (seq: number, what: 'opened' | 'joined' | 'updated' | 'closed', name?: string): Entry => ({
    t: 'state', conv: 'c', seq, at: noon, what, ...(name !== undefined && { name }),
  });
  const log = thread([state(1, 'opened'), state(2, 'joined', 'Lin'), state(3, 'updated'), state(4, 'closed')]);
  const lines = (language: 'en' | 'zh'): string[] =>
    rowsOf(log, [], wordsOf(language), language, noon).flatMap((row) => (row.kind === 'line' ? [row.text] : []));
  expect(lines('en')).toEqual(["You're now talking with Lin. They have read the chat.", 'This chat has ended.']);
  expect(lines('zh')).toEqual(['现在由 Lin 为您服务，之前的聊天已阅读。', '本次聊天已结束。']);
});
