import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeSocket } from '../shared/fake_server';
import type { ServerFrame } from '../shared/protocol';
import { Chat } from './chat';

let chat: Chat;
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const build = (): Chat => (chat = new Chat({ server: 'http://chat.test', site: 'demo', language: 'en' }));
const asked = (): unknown[] => vi.mocked(fetch).mock.calls.map(([, init]) => JSON.parse(String(init?.body)));
const texts = (): string[] => (chat.thread?.entries ?? []).map((entry) => (entry.t === 'msg' ? entry.text : entry.what));
const message = (seq: number, more: object = {}): Extract<ServerFrame, { t: 'msg' }> => ({
  t: 'msg', conv: 'c1', seq, at: seq, id: `m${seq}`, from: 'bot', text: `text ${seq}`, ...more,
});
const state = (seq: number, what: 'opened' | 'waiting' | 'joined' | 'closed' | 'rated', name?: string): ServerFrame => ({
  t: 'state', conv: 'c1', seq, at: seq, what, ...(name !== undefined && { name }),
});

/** Opens a chat whose server knows no conversation yet, up to the greeting. */
async function opened(): Promise<FakeSocket> {
  build().show();
  await settle();
  const socket = FakeSocket.last;
  socket.welcome();
  await settle();
  socket.say(state(1, 'opened'));
  socket.say({ t: 'ack', id: socket.sent('open')[0]?.id ?? '', conv: 'c1', seq: 1 });
  socket.say(message(2));
  await settle();
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', vi.fn(async () => Response.json({ token: 't1', visitor: 'v1', expires_at: Date.now() + 600_000 })));
  localStorage.clear();
  FakeSocket.all = [];
});
afterEach(() => {
  chat.close(false);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('connecting', () => {
  test('nothing is asked of the server before the chat is shown', async () => {
    build();
    await settle(60_000);
    expect(FakeSocket.all).toHaveLength(0);
    expect(fetch).not.toHaveBeenCalled();
    expect(chat.worthConnecting).toBe(false);
  });

  test('an open conversation is worth connecting for after a reload; a closed one is not', async () => {
    const socket = await opened();
    chat.close(false);
    expect(build().worthConnecting).toBe(true);
    chat.close(false);
    await opened();
    FakeSocket.last.say(state(3, 'closed'));
    expect(socket).not.toBe(FakeSocket.last);
    expect(build().worthConnecting).toBe(false);
  });

  test('a conversation that the server does not know any more is not asked for again', async () => {
    localStorage.setItem('attune.demo.live', 'true');
    expect(build().worthConnecting).toBe(true);
    chat.connect();
    await settle();
    FakeSocket.last.welcome();
    expect(chat.worthConnecting).toBe(false);
    expect(FakeSocket.last.sent('open')).toHaveLength(0);
  });

  test('the token is kept, and sent along to renew it', async () => {
    localStorage.setItem('attune.demo.session', JSON.stringify({ token: 'old', visitor: 'v', expires_at: 0 }));
    build().show();
    await settle();
    expect(asked()).toEqual([{ token: 'old' }]);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent('hello')[0]?.token).toBe('t1');
  });

  test('the word of the shop goes along, and is not asked about again', async () => {
    build().identify({ token: 'signed' });
    chat.show();
    await settle();
    expect(asked()).toEqual([{ identity: 'signed' }]);
    chat.close(false);
    build().identify({ token: 'signed' });
    chat.show();
    await settle();
    expect(asked()).toHaveLength(1);
    chat.close(false);
    build().identify({ token: 'signed later' });
    chat.show();
    await settle();
    expect(asked().at(-1)).toEqual({ token: 't1', identity: 'signed later' });
  });

  test('a chat that began before the word of the shop goes on as it began', async () => {
    localStorage.setItem('attune.demo.session', JSON.stringify({ token: 'old', visitor: 'v', expires_at: 0 }));
    localStorage.setItem('attune.demo.live', 'true');
    build().identify({ token: 'signed' });
    chat.connect();
    await settle();
    expect(asked()).toEqual([{ token: 'old' }]);
  });

  test('a word that the server refuses is told to whoever built the page, and keeps nobody from chatting', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const refusal = { code: 'invalid_field', field: 'identity', rule: 'not ended' };
    vi.mocked(fetch).mockResolvedValueOnce(Response.json(refusal, { status: 422 }));
    build().identify({ token: 'too old' });
    chat.show();
    await settle();
    expect(told.mock.calls.flat()).toContain('not ended');
    expect(asked()).toEqual([{ identity: 'too old' }, {}]);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent('hello')[0]?.token).toBe('t1');
  });

  test('what the page tells stands in the conversation from its beginning, and is told when it changes', async () => {
    build().identify({ name: 'Mei', email: 'mei@example.org', token: 'signed' });
    chat.setAttributes({ plan: 'gold', orders: 3 });
    chat.show();
    await settle();
    FakeSocket.last.welcome();
    await settle();
    const [open] = FakeSocket.last.sent('open');
    expect(open?.customer).toMatchObject({ name: 'Mei', email: 'mei@example.org', attributes: { plan: 'gold', orders: '3' } });
    expect(open?.customer).not.toHaveProperty('token');
    FakeSocket.last.say({ t: 'ack', id: open?.id ?? '', conv: 'c1', seq: 1 });
    await settle();
    chat.setAttributes({ plan: 'silver' });
    expect(FakeSocket.last.sent('customer').at(-1)?.customer).toMatchObject({ attributes: { plan: 'silver', orders: '3' } });
  });

  test('what the server would refuse is refused before it can do harm', () => {
    build();
    expect(() => chat.identify({ name: 'two\nlines' })).toThrow('name is a text');
    expect(() => chat.identify({ email: 'e'.repeat(201) })).toThrow('email is a text');
    expect(() => chat.setAttributes({ ['n'.repeat(41)]: 'x' })).toThrow('attribute is a text of 1 to 40');
    expect(() => chat.setAttributes({ plan: '' })).toThrow('plan is a text');
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`a${n}`, n]));
    expect(() => chat.setAttributes(many)).toThrow('20');
  });

  test('a site that does not exist stops the chat, a server that is away does not', async () => {
    vi.mocked(fetch).mockRejectedValueOnce(new TypeError('away'));
    build().show();
    await settle();
    expect(chat.status.phase).toBe('waiting');
    vi.mocked(fetch).mockResolvedValueOnce(Response.json({ code: 'not_found' }, { status: 404 }));
    await settle(1_000);
    expect(chat.status).toMatchObject({ phase: 'stopped', code: 'not_found' });
  });
});

describe('the thread', () => {
  test('an earlier conversation is read from its end, and upwards page by page', async () => {
    build().show();
    await settle();
    const socket = FakeSocket.last;
    socket.welcome({ conv: { conv: 'c1', head: 120, phase: 'with_agent', agent_name: 'Lin' } });
    expect(socket.sent('open')).toHaveLength(0);
    const [first] = socket.sent('history');
    expect(first).toMatchObject({ conv: 'c1', before: 121 });
    socket.say(message(121));
    const page = (from: number): ServerFrame[] => Array.from({ length: 50 }, (_, index) => message(from + index));
    socket.say({ t: 'history', id: first?.id ?? '', conv: 'c1', items: page(71), more: true, head: 121 });
    await settle();
    void chat.loadOlder();
    void chat.loadOlder();
    expect(socket.sent('history')).toHaveLength(2);
    socket.say({ t: 'history', id: socket.sent('history')[1]?.id ?? '', conv: 'c1', items: page(21), more: false, head: 121 });
    await settle();
    expect(chat.thread?.entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 101 }, (_, index) => index + 21));
    expect(chat.older).toBe(false);
    expect(chat.thread?.agent).toBe('Lin');
  });

  test('a gap is filled from history, once the stragglers had their time', async () => {
    const socket = await opened();
    socket.say(message(5));
    socket.say(message(4));
    await settle(300);
    const [ask] = socket.sent('history');
    expect(ask).toMatchObject({ after: 2 });
    socket.say({ t: 'history', id: ask?.id ?? '', conv: 'c1', items: [message(3), message(4)], more: false, head: 5 });
    await settle(1_000);
    expect(texts()).toEqual(['opened', 'text 2', 'text 3', 'text 4', 'text 5']);
    expect(socket.sent('history')).toHaveLength(1);
  });

  test('frames that only overtook one another ask for nothing', async () => {
    const socket = await opened();
    socket.say(message(4));
    socket.say(message(3));
    await settle(1_000);
    const asked = socket.sent('history').filter((frame) => (frame.after ?? 0) < 4);
    expect(texts()).toEqual(['opened', 'text 2', 'text 3', 'text 4']);
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  test('waiting, place in line, joined, closed', async () => {
    const socket = await opened();
    socket.say(state(3, 'waiting'));
    socket.say({ t: 'queue', conv: 'c1', position: 2, minutes: 4 });
    expect(chat.thread).toMatchObject({ phase: 'waiting', queue: { position: 2, minutes: 4 } });
    socket.say(state(4, 'joined', 'Lin'));
    expect(chat.thread).toMatchObject({ phase: 'with_agent', agent: 'Lin' });
    expect(chat.thread?.queue).toBeUndefined();
    socket.say(state(5, 'closed'));
    expect(chat.thread?.phase).toBe('closed');
  });

  test('frames of other conversations and unknown types are left alone', async () => {
    const socket = await opened();
    socket.say({ ...message(3), conv: 'other' });
    socket.say({ t: 'novelty', conv: 'c1', seq: 3 } as unknown as ServerFrame);
    expect(texts()).toEqual(['opened', 'text 2']);
  });

  test('another visitor, or a restored database, starts from nothing', async () => {
    const socket = await opened();
    socket.cut();
    await settle(1_000);
    FakeSocket.last.welcome({ epoch: 'e2' });
    expect(chat.thread).toBeUndefined();
  });
});

describe('sending', () => {
  test('own words are logged once, whether the frame or the answer comes first', async () => {
    const socket = await opened();
    chat.send('first');
    await settle();
    const [first] = socket.sent('msg');
    socket.say(message(3, { id: first?.id, from: 'visitor', text: 'first' }));
    socket.say({ t: 'ack', id: first?.id ?? '', conv: 'c1', seq: 3 });
    chat.send('second');
    await settle();
    const second = socket.sent('msg')[1];
    socket.say({ t: 'ack', id: second?.id ?? '', conv: 'c1', seq: 4 });
    await settle();
    socket.say(message(4, { id: second?.id, from: 'visitor', text: 'second' }));
    expect(texts()).toEqual(['opened', 'text 2', 'first', 'second']);
    expect(chat.outgoing.all).toEqual([]);
  });

  test('words typed before there is a conversation wait for it, in order', async () => {
    build().show();
    chat.send('one');
    chat.send('two');
    await settle();
    const socket = FakeSocket.last;
    socket.welcome();
    await settle();
    expect(socket.sent('open')).toHaveLength(1);
    socket.say({ t: 'ack', id: socket.sent('open')[0]?.id ?? '', conv: 'c1', seq: 1 });
    await settle();
    socket.say({ t: 'ack', id: socket.sent('msg')[0]?.id ?? '', conv: 'c1', seq: 2 });
    await settle();
    expect(socket.sent('msg').map((frame) => frame.text)).toEqual(['one', 'two']);
  });

  test('what was not logged survives a reload with its id and its conversation', async () => {
    const before = await opened();
    chat.send('lost?');
    await settle();
    const [sent] = before.sent('msg');
    chat.close(false);
    build();
    expect(chat.outgoing.waiting).toBe(1);
    chat.connect();
    await settle();
    FakeSocket.last.welcome({ conv: { conv: 'c1', head: 2, phase: 'with_bot' } });
    await settle();
    expect(FakeSocket.last.sent('msg')).toEqual([sent]);
    FakeSocket.last.say({ t: 'ack', id: sent?.id ?? '', conv: 'c1', seq: 3, dup: true });
    await settle();
    expect(localStorage.getItem(`attune.demo.out.${sent?.id}`)).toBeNull();
  });

  test('what the site asks comes before the conversation, and what the visitor answers goes with it', async () => {
    build().show();
    chat.identify({ email: 'page@example.org' });
    chat.send('first');
    await settle();
    const socket = FakeSocket.last;
    socket.welcome({ form: { name: 'required', email: 'optional', topic: 'optional', topics: [] } });
    await settle();
    expect(socket.sent('open')).toEqual([]);
    expect(chat.formDone).toBeDefined();
    chat.storage.set(`told.${chat.visitor}`, { user: { name: 'Mei', email: 'told@example.org' }, attributes: { topic: 'Returns' } });
    chat.formDone?.();
    await settle();
    expect(chat.formDone).toBeUndefined();
    const [open] = socket.sent('open');
    expect(open?.customer).toMatchObject({ name: 'Mei', email: 'page@example.org', attributes: { topic: 'Returns' } });
    socket.say({ t: 'ack', id: open?.id ?? '', conv: 'c1', seq: 1 });
    await settle();
    expect(socket.sent('msg').map((frame) => frame.text)).toEqual(['first']);
  });

  test('a refused message says so, is kept, and goes out anew on retry', async () => {
    const socket = await opened();
    chat.send('too late');
    await settle();
    const [first] = socket.sent('msg');
    socket.say(state(3, 'closed'));
    socket.say({ t: 'nack', id: first?.id ?? '', code: 'closed' });
    await settle();
    expect(chat.outgoing.all).toMatchObject([{ state: 'failed', code: 'closed' }]);
    chat.retry(first?.id ?? '');
    await settle();
    expect(socket.sent('open')).toHaveLength(2);
    socket.say({ t: 'ack', id: socket.sent('open')[1]?.id ?? '', conv: 'c2', seq: 1 });
    await settle();
    const again = socket.sent('msg')[1];
    expect(again).toMatchObject({ conv: 'c2', text: 'too late' });
    expect(again?.id).not.toBe(first?.id);
  });

  test('control characters are taken out, and nothing is sent of blanks', async () => {
    const socket = await opened();
    chat.send(' \u0000\n ');
    chat.send('a\u0007b\nc');
    await settle();
    expect(socket.sent('msg').map((frame) => frame.text)).toEqual(['ab\nc']);
  });

  test('storage that is denied costs only the memory of it', async () => {
    vi.stubGlobal('localStorage', undefined);
    const socket = await opened();
    chat.send('hello');
    await settle();
    expect(socket.sent('msg')).toHaveLength(1);
    chat.read();
    expect(chat.unread).toBe(0);
  });
});

test('unread counts what the other side said since the last look, in any tab', async () => {
  const socket = await opened();
  expect(chat.unread).toBe(1);
  chat.read();
  expect(socket.sent('read')).toEqual([{ t: 'read', conv: 'c1', seq: 2 }]);
  socket.say(message(3));
  socket.say(message(4, { from: 'visitor' }));
  expect(chat.unread).toBe(1);
  localStorage.setItem('attune.demo.read.c1', '4');
  expect(chat.unread).toBe(0);
});

test('typing is shown until they speak, stop, or say nothing for eight seconds', async () => {
  const socket = await opened();
  socket.say({ t: 'typing', conv: 'c1', who: 'agent', name: 'Lin', on: true });
  expect(chat.typing.who).toEqual({ who: 'agent', name: 'Lin' });
  socket.say(message(3));
  expect(chat.typing.who).toBeUndefined();
  socket.say({ t: 'typing', conv: 'c1', who: 'agent', on: true });
  await settle(8_000);
  expect(chat.typing.who).toBeUndefined();
  chat.ownTyping.typed();
  chat.ownTyping.typed();
  await settle(5_000);
  expect(socket.sent('typing').map((frame) => frame.on)).toEqual([true, false]);
});

test('a person is asked for once, and the wish is shown until the answer', async () => {
  const socket = await opened();
  chat.askForPerson();
  await settle();
  expect(chat.asking).toBe(true);
  const [human] = socket.sent('human');
  socket.say({ t: 'nack', id: human?.id ?? '', code: 'wrong_phase' });
  await settle();
  expect(chat.asking).toBe(false);
});
