import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSocket } from '../shared/fake_server';
import type { ClientFrame, ServerFrame, VisitorConversation } from '../shared/protocol';
import { Chat } from './chat';
import { type Mounted, mount } from './mount';
import { rowsOf } from './rows';

type Entry = Extract<ServerFrame, { t: 'msg' | 'state' }>;

const MOST = 3;
/** What the server has, by conversation. */
let logs: Record<string, Entry[]>;
const isOpen = (conv: string): boolean => logs[conv]?.at(-1)?.t !== 'state' || logs[conv]?.length === 1;
const lineOf = (conv: string): object => ({ conv, head: logs[conv]?.length ?? 0, phase: isOpen(conv) ? 'with_bot' : 'closed' });
const state = (conv: string, seq: number, what: 'opened' | 'closed'): Entry => ({ t: 'state', conv, seq, at: seq, what });
const said = (conv: string, seq: number, text: string, from: 'bot' | 'visitor' = 'bot'): Entry => ({ t: 'msg', conv, seq, at: seq, id: `${conv}-${seq}`, from, text });

/** A server with several conversations. */
class ServingSocket extends FakeSocket {
  override send(text: string): void {
    super.send(text);
    const frame = JSON.parse(text) as ClientFrame;
    queueMicrotask(() => this.#answer(frame));
  }

  #answer(frame: ClientFrame): void {
    if (frame.t === 'history') {
      const { id, conv, before = Infinity, after = 0 } = frame;
      const items = (logs[conv] ?? []).filter(({ seq }) => seq > (after ?? 0) && seq < (before ?? Infinity));
      this.say({ t: 'history', id, conv, items, more: false, head: logs[conv]?.length ?? 0 });
    } else if (frame.t === 'open') this.#open(frame.id, frame.beside ?? []);
  }

  #open(id: string, beside: string[]): void {
    const open = Object.keys(logs).filter(isOpen);
    const found = open.find((conv) => !beside.includes(conv));
    if (!found && open.length >= MOST) return this.say({ t: 'nack', id, code: 'too_many_open' });
    const conv = found ?? `c${Object.keys(logs).length + 1}`;
    logs[conv] ??= [state(conv, 1, 'opened')];
    if (!found) this.say(state(conv, 1, 'opened'));
    this.say({ t: 'ack', id, conv, seq: 1 });
  }
}

let chat: Chat;
let mounted: Mounted;
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 15));
const root = (): ShadowRoot => mounted.host.shadowRoot as ShadowRoot;
const shown = (): string => root().querySelector('.log ol')?.textContent ?? '';
const elsewhere = (): string => root().querySelector('.elsewhere')?.textContent ?? '';
const lines = (): string[] => [...root().querySelectorAll('.over li')].map((line) => line.textContent ?? '');
const press = async (name: string | RegExp): Promise<void> => {
  const buttons = [...root().querySelectorAll('button')];
  const is = (text = ''): boolean => (typeof name === 'string' ? text === name : name.test(text));
  const button = buttons.find((one) => is(one.getAttribute('aria-label') ?? one.textContent?.trim()));
  if (!button) throw new Error(`no button ${name} among ${buttons.map((one) => one.textContent)}`);
  button.click();
  await settle();
};
/** The server logs it, and every tab hears it. */
const happens = (entry: Entry): Promise<void> => {
  (logs[entry.conv] ??= []).push(entry);
  FakeSocket.last.say(entry);
  return settle();
};

async function begun(): Promise<void> {
  await import('./more/main');
  chat = new Chat({ server: 'http://chat.test', site: 'demo', language: 'en' });
  mounted = mount(chat, false, () => import('./more/main'));
  mounted.screen.setOpen(true);
  await settle();
  const open = Object.keys(logs).filter(isOpen).map(lineOf) as VisitorConversation[];
  FakeSocket.last.welcome({ ...(open[0] && { conv: open[0] }), ...(open[1] && { others: open.slice(1) }) });
  await settle();
}

beforeEach(() => {
  vi.stubGlobal('WebSocket', ServingSocket);
  const lines = (): object[] => Object.keys(logs).map((conv) => ({ ...lineOf(conv), last_at: 1, preview: '', last_from: 'bot' }));
  vi.stubGlobal('fetch', vi.fn(async (url: string) =>
    Response.json(url.endsWith('/conversations') ? { conversations: lines() } : { token: 't', visitor: 'v', expires_at: Date.now() + 600_000 })));
  localStorage.clear();
  FakeSocket.all = [];
  logs = {
    c1: [state('c1', 1, 'opened'), said('c1', 2, 'parcel')],
    c2: [state('c2', 1, 'opened'), said('c2', 2, 'sizes'), said('c2', 3, 'and colours')],
  };
});
afterEach(() => {
  chat.close(false);
  mounted.remove();
  vi.unstubAllGlobals();
});

test('what nobody has read in the one that is not shown is counted, and leads there', async () => {
  localStorage.setItem('attune.demo.read.c2', '2');
  await begun();
  expect(shown()).toContain('parcel');
  expect(chat.unread).toBe(1);
  await happens(said('c2', 4, 'more sizes'));
  expect(elsewhere()).toBe('2 new messages in another chat');
  // Another tab, or another device, has read it.
  FakeSocket.last.say({ t: 'receipt', conv: 'c2', who: 'visitor', seq: 3 });
  await settle();
  expect(elsewhere()).toBe('A new message in another chat');
  await press('A new message in another chat');
  expect(shown()).toContain('more sizes');
  expect(shown()).not.toContain('parcel');
  expect(chat.unread).toBe(0);
  expect(elsewhere()).toBe('');
});

test('frames that were lost are fetched, and none counts twice', async () => {
  await begun();
  expect(chat.unread).toBe(2);
  (logs['c2'] ??= []).push(said('c2', 4, 'lost'));
  await happens(said('c2', 5, 'heard'));
  expect(chat.unread).toBe(4);
  FakeSocket.last.say(said('c2', 5, 'heard'));
  expect(chat.unread).toBe(4);
});

test('one that is begun in another tab is counted there, and does not push aside what is shown here', async () => {
  delete logs['c2'];
  await begun();
  FakeSocket.last.say(state('c7', 1, 'opened'));
  logs['c7'] = [state('c7', 1, 'opened')];
  await happens(said('c7', 2, 'hello'));
  expect(shown()).toContain('parcel');
  expect(chat.unread).toBe(1);
  await press('More');
  await press('Your chats');
  expect(lines()).toHaveLength(2);
  expect(lines()[1]).toMatch(/Open.*1 new.*hello/);
});

test('each keeps its own words: those half written, and those not sent yet', async () => {
  await begun();
  mounted.screen.write('about the parcel');
  chat.send('unsent parcel');
  await settle();
  await press('More');
  await press('Your chats');
  await press(/sizes|colours/);
  expect(mounted.screen.draft).toBe('');
  expect(shown()).not.toContain('unsent parcel');
  mounted.screen.write('about sizes');
  chat.send('unsent size');
  await settle();
  const rows = (): string => JSON.stringify(rowsOf(chat.thread, chat.outgoing.all, mounted.screen.words, 'en', 0));
  expect(rows()).toContain('unsent size');
  await press('More');
  await press('Your chats');
  await press(/parcel/);
  expect(mounted.screen.draft).toBe('about the parcel');
  expect(rows()).toContain('unsent parcel');
  expect(rows()).not.toContain('unsent size');
  expect(FakeSocket.last.sent('msg').map(({ conv, text }) => [conv, text])).toEqual([['c1', 'unsent parcel'], ['c2', 'unsent size']]);
});

test('another is begun beside those that are open, up to the bound, which is told', async () => {
  await begun();
  await press('More');
  await press('New chat');
  expect(FakeSocket.last.sent('open').at(-1)?.beside).toEqual(['c2', 'c1']);
  expect(chat.thread?.conv).toBe('c3');
  expect(chat.storage.get('shown')).toBe('c3');
  await press('More');
  await press('New chat');
  expect(root().querySelector('.foot')?.textContent).toMatch(/as many open chats as there can be/);
  await press('Keep chatting');
  expect(chat.thread?.conv).toBe('c3');
});

test('a reload shows what was shown, and the next page connects while any is open', async () => {
  localStorage.setItem('attune.demo.shown', '"c2"');
  await begun();
  expect(shown()).toContain('colours');
  await happens(state('c2', 4, 'closed'));
  expect(chat.storage.get('live')).toBe(true);
  await happens(state('c1', 3, 'closed'));
  expect(chat.storage.get('live')).toBeUndefined();
});

test('the last words of one that ends are still told', async () => {
  await begun();
  chat.mark.move('c2', 3);
  await happens(said('c2', 4, 'goodbye'));
  await happens(state('c2', 5, 'closed'));
  expect(chat.unread).toBe(1);
  await press('More');
  await press('Your chats');
  await press(/goodbye/);
  expect(shown()).toContain('goodbye');
  expect(chat.unread).toBe(0);
});
