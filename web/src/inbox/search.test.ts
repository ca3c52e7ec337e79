import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refused } from '../shared/refused';
import { type Answer, type Hit, MessageSearch } from './search';

const hit = (seq: number): Hit => ({ conv: 'c', seq, at: seq, by: { who: 'visitor' }, kind: 'message', text: 'refund', spans: [] });
const found = (seqs: number[], more: Partial<Answer> = {}): Answer => ({ hits: seqs.map(hit), complete: true, behind: 0, rebuilding: false, ...more });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose answers the test gives. */
function server() {
  const asked: { path: string; answer: (answer: Answer) => void; refuse: (error: Refused) => void }[] = [];
  const search = new MessageSearch((path) => new Promise((answer, refuse) => asked.push({ path, answer, refuse })));
  return { asked, search };
}
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(300);

test('the server is asked once, when typing rests', async () => {
  const { asked, search } = server();
  for (const typed of ['r', 're', 'refund ']) search.look(typed);
  expect(search.looked.value.state).toBe('looking');
  expect(asked).toHaveLength(0);
  await settle();
  expect(asked.map(({ path }) => path)).toEqual(['/v1/search?q=refund']);
  asked[0]?.answer(found([2, 1]));
  await settle();
  expect(search.looked.value).toMatchObject({ state: 'found', hits: [{ seq: 2 }, { seq: 1 }] });
});

test('a late answer to an earlier question is not shown', async () => {
  const { asked, search } = server();
  search.look('退款');
  await settle();
  search.look('退货 & 运费');
  await settle();
  expect(asked[1]?.path).toBe(`/v1/search?q=${encodeURIComponent('退货 & 运费')}`);
  asked[1]?.answer(found([5]));
  asked[0]?.answer(found([1]));
  await settle();
  expect(search.looked.value).toMatchObject({ state: 'found', hits: [{ seq: 5 }] });
});

test('signs alone ask nothing, and an empty field ends the search', async () => {
  const { asked, search } = server();
  search.look('…!');
  await settle();
  expect(asked).toHaveLength(0);
  search.look('a');
  search.look('');
  await settle();
  expect([asked.length, search.looked.value.state]).toEqual([0, 'idle']);
});

test('older hits come under those at hand', async () => {
  const { asked, search } = server();
  search.look('refund');
  await settle();
  asked[0]?.answer(found([9, 8], { next: 77 }));
  await settle();
  void search.more();
  void search.more();
  expect(asked.map(({ path }) => path)).toEqual(['/v1/search?q=refund', '/v1/search?q=refund&before=77']);
  asked[1]?.answer(found([3]));
  await settle();
  expect(search.looked.value).toMatchObject({ state: 'found', hits: [{ seq: 9 }, { seq: 8 }, { seq: 3 }] });
  expect(search.looked.value).not.toHaveProperty('next');
});

test('what fails says why and can be asked again', async () => {
  const { asked, search } = server();
  search.look('refund');
  await settle();
  asked[0]?.refuse(new Refused('overloaded', 503));
  await settle();
  expect(search.looked.value).toEqual({ state: 'failed', code: 'overloaded' });
  search.again();
  asked[1]?.answer(found([1]));
  await settle();
  expect(search.looked.value.state).toBe('found');
});
