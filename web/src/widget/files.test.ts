import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSocket } from '../shared/fake_server';
import type { FileRules, ServerFrame } from '../shared/protocol';
import { Chat } from './chat';
import type { More } from './later';
import { type Mounted, mount } from './mount';

const RULES: FileRules = { max_bytes: 100, types: ['image/png', 'application/pdf'] };
const picture = (name = 'cup.png'): File => new File(['pixels'], name, { type: 'image/png' });

/** The server, as far as it takes files. */
class FakeUpload {
  static all: FakeUpload[] = [];
  static get last(): FakeUpload {
    const last = FakeUpload.all.at(-1);
    if (!last) throw new Error('nothing is uploaded');
    return last;
  }
  readonly upload: { onprogress?: (event: object) => void } = {};
  readonly headers: Record<string, string> = {};
  url = '';
  response: unknown = null;
  onloadend = (): void => {};
  open(_method: string, url: string): void {
    this.url = url;
    FakeUpload.all.push(this);
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(): void {}
  abort(): void {
    this.onloadend();
  }
  answer(response: unknown): Promise<void> {
    this.response = response;
    this.onloadend();
    return settle();
  }
}
const arrived = (id: string, name = 'cup.png'): object => ({ file: { id, name, type: 'image/png', bytes: 6, width: 4, height: 2 } });

let chat: Chat;
let mounted: Mounted;
let fetchMore: () => Promise<More>;
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 5));
const root = (): ShadowRoot => mounted.host.shadowRoot as ShadowRoot;
const find = <E extends HTMLElement>(selector: string): E | null => root().querySelector<E>(selector);
const tray = (): string => find('.tray ul')?.textContent ?? '';
const said = (): string => find('.tray [role=status]')?.textContent ?? '';
const press = (name: string): void =>
  [...root().querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent?.trim()) === name)?.click();

async function begun(files: FileRules | undefined = RULES): Promise<FakeSocket> {
  chat = new Chat({ server: 'http://chat.test', site: 'demo', language: 'en' });
  mounted = mount(chat, false, () => fetchMore());
  mounted.screen.setOpen(true);
  await settle();
  const socket = FakeSocket.last;
  socket.welcome({ conv: { conv: 'c1', head: 0, phase: 'with_bot' }, ...(files && { files }) });
  await settle();
  return socket;
}

async function choose(...files: File[]): Promise<void> {
  const field = find<HTMLInputElement>('input[type=file]');
  if (!field) throw new Error('no files can be chosen');
  Object.defineProperty(field, 'files', { value: files, configurable: true });
  field.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => expect(tray()).toContain(files[0]?.name));
}

function give(type: 'paste' | 'drop' | 'dragover', from: object): boolean {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.assign(event, { [type === 'paste' ? 'clipboardData' : 'dataTransfer']: from });
  return find('textarea')?.dispatchEvent(event) ?? true;
}

beforeEach(() => {
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('XMLHttpRequest', FakeUpload);
  vi.stubGlobal('fetch', vi.fn(async () => Response.json({ token: 't', visitor: 'v', expires_at: Date.now() + 600_000 })));
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no pictures here')));
  localStorage.clear();
  [FakeSocket.all, FakeUpload.all] = [[], []];
  fetchMore = () => import('./more/main');
});
afterEach(() => {
  chat.close(true);
  mounted.remove();
  vi.unstubAllGlobals();
});

test('a server that takes no files shows no button, and what is pasted is left to the browser', async () => {
  chat = new Chat({ server: 'http://chat.test', site: 'demo', language: 'en' });
  mounted = mount(chat, false, () => fetchMore());
  mounted.screen.setOpen(true);
  await settle();
  FakeSocket.last.welcome({ conv: { conv: 'c1', head: 0, phase: 'with_bot' } });
  await settle();
  expect(find('textarea')).toBeTruthy();
  expect(find('input[type=file]')).toBeNull();
  expect(give('paste', { types: ['Files'], files: [picture()] })).toBe(true);
});

test('a chosen picture goes to the server and then leaves alone, as it is', async () => {
  const socket = await begun();
  await choose(picture());
  expect(FakeUpload.last.url).toBe('http://chat.test/v1/files?conv=c1&name=cup.png');
  expect(FakeUpload.last.headers).toEqual({ authorization: 'Bearer t' });
  FakeUpload.last.upload.onprogress?.({ loaded: 3, total: 6 });
  await settle();
  expect(find<HTMLProgressElement>('progress')?.getAttribute('value')).toBe('0.5');
  await FakeUpload.last.answer(arrived('f1'));
  expect(said()).toBe('cup.png: Ready to send');
  press('Send');
  await settle();
  expect(socket.sent('msg')).toMatchObject([{ conv: 'c1', text: '', files: ['f1'] }]);
  expect(tray()).toBe('');
  expect(chat.outgoing.all[0]?.files?.[0]?.name).toBe('cup.png');
  press('Send');
  await settle();
  expect(socket.sent('msg'), 'once').toHaveLength(1);
});

test('words that are sent meanwhile do not wait, and the picture follows', async () => {
  const socket = await begun();
  await choose(picture());
  mounted.screen.write('Look at this');
  press('Send');
  await settle();
  const [words] = socket.sent('msg');
  expect(words).toMatchObject({ text: 'Look at this' });
  expect(words).not.toHaveProperty('files');
  socket.say({ t: 'ack', id: words?.id ?? '', conv: 'c1', seq: 1 });
  await FakeUpload.last.answer(arrived('f1'));
  expect(socket.sent('msg')[1]).toMatchObject({ text: '', files: ['f1'] });
});

test('pasted and dropped files are taken; a text that comes with a picture of itself stays a text', async () => {
  await begun();
  expect(give('paste', { types: ['text/plain', 'text/html', 'Files'], files: [picture('word.png')] })).toBe(true);
  expect(give('dragover', { types: ['Files'], files: [] })).toBe(false);
  expect(give('dragover', { types: ['text/plain'], files: [] })).toBe(true);
  expect(give('drop', { types: ['Files'], files: [picture('dropped.png')] })).toBe(false);
  await vi.waitFor(() => expect(tray()).toContain('dropped.png'));
  expect(give('paste', { types: ['text/html', 'Files'], files: [picture('pasted.png')] })).toBe(false);
  await vi.waitFor(() => expect(tray()).toContain('pasted.png'));
  expect(tray()).not.toContain('word.png');
});

test('what cannot be sent says why, in both languages, and can be taken out', async () => {
  await begun();
  await choose(new File(['x'.repeat(101)], 'big.png', { type: 'image/png' }), new File(['<svg>'], 'a.svg', { type: 'image/svg+xml' }));
  expect(tray()).toContain('Too large: a file has at most 1 kB.');
  expect(tray()).toContain('Only pictures (PNG, JPEG, GIF, WebP) and PDF files can be sent.');
  expect(FakeUpload.all).toHaveLength(0);
  expect(find('.send')?.getAttribute('aria-disabled')).toBe('true');
  chat.setLanguage('zh');
  await settle();
  expect(tray()).toContain('文件过大');
  chat.setLanguage('en');
  await settle();
  press('Remove big.png');
  press('Remove a.svg');
  await settle();
  expect(tray()).toBe('');
  expect(root().activeElement, 'the focus stays in the chat').toBeTruthy();
});

test('a message with a file that was seen before the second file came has its name, then its place', async () => {
  let come = (): void => {};
  fetchMore = async () => {
    await new Promise<void>((done) => (come = done));
    return import('./more/main');
  };
  const socket = await begun();
  const bill = { id: 'f2', name: 'bill.pdf', type: 'application/pdf', bytes: 2_000 } as const;
  const message: ServerFrame = { t: 'msg', conv: 'c1', seq: 1, at: 1, id: 'm', from: 'agent', name: 'Lin', text: '', files: [bill] };
  socket.say(message);
  await settle();
  expect(find('li.agent .text')?.textContent).toBe('bill.pdf');
  come();
  await vi.waitFor(() => expect(find('li.agent button.text')?.textContent?.trim()).toBe('bill.pdf (2 kB)'));
});

test('a second file that does not come is said, and what was chosen is taken up when it does', async () => {
  fetchMore = () => Promise.reject(new Error('away'));
  await begun();
  give('drop', { types: ['Files'], files: [picture()] });
  await settle();
  const again = 'This could not be loaded. Try again';
  expect(find('.bar')?.textContent?.trim()).toBe(again);
  fetchMore = () => import('./more/main');
  press(again);
  await vi.waitFor(() => expect(tray()).toContain('cup.png'));
  expect(find('.bar')?.textContent?.trim()).toBe('');
});
