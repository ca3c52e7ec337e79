import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSocket } from '../shared/fake_server';
import type { More } from './later';

/** The server, as far as it gives the second file. */
const more = vi.hoisted(() => ({ fetch: async (): Promise<More> => Promise.reject(new Error('offline')) }));
vi.mock('./later', async (original) => ({ ...(await original<object>()), fromServer: () => more.fetch() }));

type Attune = (...command: unknown[]) => void;
const attune = (...command: unknown[]): void => (window as unknown as { Attune: Attune }).Attune(...command);
const root = (): ShadowRoot | null | undefined => document.querySelector('attune-chat')?.shadowRoot;
const press = (key: string, more: KeyboardEventInit = {}): boolean | undefined =>
  root()?.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
const settle = (): Promise<void> => new Promise((done) => setTimeout(done));

/** Loads the script on a page that already called `commands`. */
async function load(...commands: unknown[][]): Promise<void> {
  Object.assign(window, { Attune: Object.assign(() => {}, { q: commands }) });
  vi.resetModules();
  await import('./main');
}
const boot = ['boot', { site: 'demo', server: 'http://chat.test', locale: 'en' }];

/** A conversation that has begun, with the panel open. */
async function begun(): Promise<FakeSocket> {
  await load(boot, ['open']);
  await settle();
  const socket = FakeSocket.last;
  socket.welcome({ conv: { conv: 'c1', head: 0, phase: 'with_bot' } });
  await settle();
  return socket;
}

beforeEach(() => {
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', vi.fn(async () => Response.json({ token: 't', visitor: 'v', expires_at: Date.now() + 600_000 })));
  localStorage.clear();
  FakeSocket.all = [];
  document.title = 'Shop';
  more.fetch = async () => Promise.reject(new Error('offline'));
});
afterEach(() => {
  attune('shutdown');
  vi.unstubAllGlobals();
});

test('commands called before the script arrived are done in order', async () => {
  await load(boot, ['open'], ['setLocale', 'zh-CN']);
  expect(root()?.querySelector('.panel')?.getAttribute('aria-label')).toBe('在线客服');
});

test('nothing is asked of the server until the chat is opened', async () => {
  await load(boot);
  await settle();
  expect(fetch).not.toHaveBeenCalled();
  root()?.querySelector<HTMLElement>('.launcher')?.click();
  await settle();
  expect(fetch).toHaveBeenCalledOnce();
});

test('a bad command is told on the console and harms nothing', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  await load(['boot', { site: 'No Such!' }], ['constructor'], boot);
  expect(told).toHaveBeenCalledTimes(2);
  expect(root()).toBeTruthy();
});

test('what the visitor did last on the page is told, and what is no line of text is not', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  const socket = await begun();
  attune('track', 'Put it into the cart');
  attune('track', 'two\nlines');
  await settle();
  expect(socket.sent('customer').at(-1)?.customer).toMatchObject({ attributes: { event: 'Put it into the cart' } });
  expect(String(told.mock.calls[0]?.[1])).toContain('event is a text of 1 to 200');
});

test('events reach listeners and the window; a listener that throws does not stop the others', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  more.fetch = () => import('./more/main');
  const heard: unknown[] = [];
  const dom = vi.fn();
  addEventListener('attune:unread', dom);
  const listener = (count: unknown): unknown => heard.push(count);
  await load(boot, ['on', 'unread', () => { throw new Error('mine'); }], ['on', 'unread', listener], ['open'], ['close']);
  await settle();
  const socket = FakeSocket.last;
  socket.welcome({ conv: { conv: 'c1', head: 0, phase: 'with_bot' } });
  socket.say({ t: 'msg', conv: 'c1', seq: 1, at: 1, id: 'm', from: 'bot', text: 'hi' });
  expect(heard.at(-1)).toBe(1);
  expect(dom).toHaveBeenCalled();
  await vi.waitFor(() => expect(document.title).toBe('(1) Shop'));
  attune('off', 'unread', listener);
  attune('open');
  await vi.waitFor(() => expect(document.title).toBe('Shop'));
  expect(heard.at(-1)).toBe(1);
});

test('opening takes the focus to the field, Escape gives it back to the launcher', async () => {
  await begun();
  expect(root()?.activeElement?.tagName).toBe('TEXTAREA');
  press('Escape');
  expect(root()?.querySelector('.panel')).toBeNull();
  expect(root()?.activeElement?.className).toContain('launcher');
});

test('Enter sends, but not while a word is being composed, and not with Shift', async () => {
  const socket = await begun();
  const field = root()?.querySelector('textarea');
  if (!field) throw new Error('no field');
  field.value = 'ni hao';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  press('Enter', { isComposing: true });
  press('Enter', { keyCode: 229 } as KeyboardEventInit);
  press('Enter', { shiftKey: true });
  await settle();
  expect(socket.sent('msg')).toHaveLength(0);
  expect(localStorage.getItem('attune.demo.draft')).toBe('"ni hao"');
  press('Enter');
  await settle();
  expect(socket.sent('msg').map((frame) => frame.text)).toEqual(['ni hao']);
  expect(root()?.querySelector('textarea')?.value).toBe('');
  expect(localStorage.getItem('attune.demo.draft')).toBeNull();
});

const button = (name: string): HTMLElement | undefined =>
  [...(root()?.querySelectorAll('button') ?? [])].find((one) => (one.getAttribute('aria-label') ?? one.textContent?.trim()) === name);

test('a part that does not come leaves the composer, says so, and comes when it is asked for again', async () => {
  const socket = await begun();
  const absent = 'This could not be loaded. Try again';
  button('More')?.click();
  await settle();
  expect(root()?.querySelector('[role=status]')?.textContent?.trim()).toBe(absent);
  expect(root()?.querySelector('.composer')).toBeTruthy();
  more.fetch = () => import('./more/main');
  button(absent)?.click();
  await vi.waitFor(() => expect(button('End chat')).toBeTruthy());
  expect(button(absent)).toBeUndefined();
  button('End chat')?.click();
  await settle();
  expect(root()?.activeElement?.getAttribute('aria-label')).toBe('1 of 5');
  root()?.querySelectorAll('input')[3]?.click();
  root()?.querySelector('form')?.requestSubmit();
  await settle();
  const [rate] = socket.sent('rate');
  expect(rate).toMatchObject({ conv: 'c1', score: 4 });
  expect(socket.sent('end'), 'the rating leaves before the end').toHaveLength(0);
  socket.say({ t: 'ack', id: rate?.id ?? '' });
  expect(socket.sent('end')).toHaveLength(1);
  expect(root()?.activeElement?.tagName).toBe('TEXTAREA');
});

test('a part that comes after it was turned away from is not shown', async () => {
  await begun();
  let come = (): void => {};
  more.fetch = async () => {
    await new Promise<void>((done) => (come = done));
    return import('./more/main');
  };
  button('More')?.click();
  await settle();
  expect(root()?.querySelector('[role=status]')?.textContent?.trim()).toBe('This may take a moment');
  press('Escape');
  expect(root()?.querySelector('[role=status]')?.textContent).toBe('');
  come();
  await settle();
  expect(root()?.querySelector('.composer')).toBeTruthy();
  expect(root()?.querySelector('.sheet')).toBeNull();
});

test('shutdown leaves no trace', async () => {
  await begun();
  attune('shutdown');
  expect(document.querySelector('attune-chat')).toBeNull();
  expect(Object.keys(localStorage)).toEqual([]);
  expect(FakeSocket.last.closedWith).toBe(1000);
});

test('a page that swaps its body keeps the chat', async () => {
  await begun();
  document.documentElement.replaceChild(document.createElement('body'), document.body);
  await settle();
  expect(document.body.querySelector('attune-chat')).toBeTruthy();
});
