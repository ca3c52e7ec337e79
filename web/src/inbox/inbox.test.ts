import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSocket } from '../shared/fake_server';
import type { Language } from '../shared/protocol';
import { Refused } from '../shared/refused';
import type { Account } from '../staff/account';
import { notices } from '../staff/notices';
import { language } from '../staff/preferences';
import { Inbox } from './inbox';

const lin: Account = { staff: 'lin', name: 'Lin', email: 'lin@demo.test', role: 'agent', language: 'en', capacity: 4 };
let inbox: Inbox;

beforeEach(() => {
  localStorage.clear();
  notices.value = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  inbox = new Inbox(lin);
});

afterEach(() => {
  inbox.close();
  language.value = 'en';
  vi.unstubAllGlobals();
});

test.each<[Language, string]>([
  ['en', 'You hold as many conversations as you can. Resolve or give back one first.'],
  ['zh', '您接待的会话数已达上限，请先解决或退回一个。'],
])('a claim beyond what somebody can hold is refused in words: %s', async (spoken, words) => {
  language.value = spoken;
  const asked = vi.spyOn(inbox.desk.socket, 'request').mockRejectedValue(new Refused('at_capacity'));
  await inbox.claim('c1');
  expect(asked.mock.calls.map(([frame]) => frame)).toContainEqual(expect.objectContaining({ t: 'claim', conv: 'c1' }));
  expect(notices.value.map(({ kind, text }) => ({ kind, text }))).toEqual([{ kind: 'error', text: words }]);
  expect(inbox.busy.value).toBe(undefined);
  expect(inbox.focusWanted.value, 'nothing is written to a conversation that is not theirs').toBe(0);
});
