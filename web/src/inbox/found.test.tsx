import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { language } from '../staff/preferences';
import { Found } from './found';
import { type Looked, MessageSearch } from './search';

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  language.value = 'en';
});
afterEach(cleanup);

function shown(looked: Looked, openAt: (conv: string, seq: number) => void = () => undefined) {
  const search = new MessageSearch(() => new Promise(() => undefined));
  search.looked.value = looked;
  return render(<Found on={{ search, openAt }} />);
}

const answer = { state: 'found', complete: true, behind: 0, rebuilding: false } as const;
const hit = {
  conv: 'c1', seq: 7, at: 0, by: { who: 'visitor' }, kind: 'message', visitor_name: 'Mei',
  text: '🙂 <b>退貨</b> please', spans: [{ start: 5, end: 7 }],
} as const;

test('a hit is text with the words marked, and opens its conversation at its place', () => {
  const opened: [string, number][] = [];
  const page = shown({ ...answer, hits: [hit] }, (...at) => opened.push(at));
  const button = page.getByRole('button', { name: /Mei/ });
  expect(button.querySelector('.said')?.textContent).toBe('🙂 <b>退貨</b> please');
  expect([...button.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['退貨']);
  expect(button.querySelector('.said b')).toBeNull();
  fireEvent.click(button);
  expect(opened).toEqual([['c1', 7]]);
});

test.each([
  [{ ...answer, hits: [] }, 'No message holds these words.', '没有消息包含这些词。'],
  [{ ...answer, hits: [hit], behind: 3 }, '3 new messages cannot be found yet.', '3 条新消息暂时还找不到。'],
  [{ ...answer, hits: [hit], rebuilding: true, behind: 3 }, 'The index is being made: older messages may be missing.', '正在建立索引，较早的消息可能暂时找不到。'],
  [{ ...answer, hits: [hit], complete: false }, 'The search took too long; older messages may hold them too. Add a word.', '查找时间过长，更早的消息可能也包含这些词。请再加一个词。'],
  [{ state: 'looking' }, 'Looking through all messages…', '正在查找所有消息…'],
] satisfies [Looked, string, string][])('says how it stands: %#', (looked, en, zh) => {
  expect(shown(looked).getByRole('status').textContent).toBe(en);
  cleanup();
  language.value = 'zh';
  expect(shown(looked).getByRole('status').textContent).toBe(zh);
});

test('a message that was found by the name of its file says which', () => {
  const page = shown({ ...answer, hits: [{ ...hit, text: '', spans: [], files: ['<i>bill.pdf'] }] });
  expect(page.getByRole('button', { name: /<i>bill\.pdf/ }).querySelector('i')).toBeNull();
});

test('a server without search says so and is not asked again', () => {
  const page = shown({ state: 'failed', code: 'not_found' });
  expect(page.getByRole('alert').textContent).toContain('This server has no search in messages.');
  expect(page.queryByRole('button')).toBeNull();
  cleanup();
  expect(shown({ state: 'failed', code: 'overloaded' }).getByRole('button', { name: 'Try again' })).toBeTruthy();
});

test('nothing is shown while nothing is asked', () => {
  expect(shown({ state: 'idle' }).container.textContent).toBe('');
});
