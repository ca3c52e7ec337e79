import { type Signal, signal } from '@preact/signals';
import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AttachedFile, FileRules } from '../../shared/protocol';
import type { Status } from '../../shared/socket_types';
import { Attached } from '../../staff/attached';
import { language } from '../../staff/preferences';
import { previewText } from '../../staff/preview';
import type { Inbox } from '../inbox';
import { Tray } from './tray';
import { Trays } from './trays';

const RULES: FileRules = { max_bytes: 100, types: ['image/png', 'application/pdf'] };
const picture = (name: string): File => new File(['pixels'], name, { type: 'image/png' });

class FakeUpload {
  static all: FakeUpload[] = [];
  readonly upload = {};
  url = '';
  response: unknown = null;
  onloadend = (): void => {};
  open(_method: string, url: string): void {
    this.url = url;
    FakeUpload.all.push(this);
  }
  send(): void {}
  abort(): void {
    this.onloadend();
  }
}
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 5));
async function arrive(index: number, id: string): Promise<void> {
  const one = FakeUpload.all[index];
  if (!one) throw new Error(`nothing is uploaded ${index}`);
  one.response = { file: { id, name: `${id}.png`, type: 'image/png', bytes: 6 } };
  one.onloadend();
  await settle();
}

let status: Signal<Status>;
let left: [string, string[]][];
let trays: Trays;
beforeEach(() => {
  language.value = 'en';
  vi.stubGlobal('XMLHttpRequest', FakeUpload);
  FakeUpload.all = [];
  left = [];
  status = signal<Status>({ phase: 'online', since: 0, noNetwork: false });
  trays = new Trays({ files: signal<FileRules | undefined>(RULES), status }, (conv, files) => left.push([conv, files.map(({ id }) => id)]));
});
afterEach(() => {
  trays.close();
  cleanup();
  vi.unstubAllGlobals();
});
const shown = (conv: string) => {
  const inbox = { trays, desk: { files: signal(RULES), status } } as unknown as Inbox;
  return render(<Tray on={{ inbox, conv }} />);
};

test('each conversation has its own tray, and what follows goes where it was begun', async () => {
  trays.add('c1', [picture('one.png')]);
  trays.add('c2', [picture('two.png')]);
  expect(FakeUpload.all.map(({ url }) => url)).toEqual(['/v1/files?conv=c1&name=one.png', '/v1/files?conv=c2&name=two.png']);
  expect([trays.has('c1'), trays.has('c2'), trays.has('c3')]).toEqual([true, true, false]);
  expect(trays.of('c1')?.take('c1')).toBeUndefined();
  await arrive(1, 'f2');
  expect(left).toEqual([]);
  await arrive(0, 'f1');
  expect(left).toEqual([['c1', ['f1']]]);
  expect(trays.of('c2')?.take('c2')?.map(({ id }) => id)).toEqual(['f2']);
});

test('a cut is said, and the upload goes on when the connection is back', async () => {
  trays.add('c1', [picture('one.png')]);
  const page = shown('c1');
  await settle();
  expect(page.getByRole('status').textContent).toBe('one.png: On its way');
  status.value = { phase: 'waiting', since: 0, noNetwork: true };
  await settle();
  expect(page.getByRole('list').textContent).toContain('Waits for the connection');
  status.value = { phase: 'online', since: 0, noNetwork: false };
  await settle();
  expect(FakeUpload.all).toHaveLength(2);
  await arrive(1, 'f1');
  expect(page.getByRole('status').textContent).toBe('one.png: Ready to send');
});

test('what cannot be sent says why, and goes', async () => {
  trays.add('c1', [new File(['x'.repeat(101)], 'big.pdf', { type: 'application/pdf' })]);
  const page = shown('c1');
  expect(page.getByText('Too large: a file has at most 1 kB.')).toBeTruthy();
  expect(trays.of('c1')?.hasAny).toBe(false);
  fireEvent.click(page.getByRole('button', { name: 'Remove big.pdf' }));
  await settle();
  expect(trays.has('c1')).toBe(false);
});

const shot: AttachedFile = { id: 'f1', name: '<b>.png', type: 'image/png', bytes: 9_000, width: 1_600, height: 900 };
const bill: AttachedFile = { id: 'f2', name: 'bill.pdf', type: 'application/pdf', bytes: 2_000 };

test('a picture keeps its place and opens in a tab of its own; anything else is saved', () => {
  const page = render(<Attached files={[shot, bill]} />);
  const seen = page.getByRole('img', { name: 'Picture: <b>.png' });
  expect([seen.getAttribute('width'), seen.getAttribute('height')]).toEqual(['320', '180']);
  expect(seen.closest('a')?.getAttribute('href')).toBe('/v1/files/f1');
  expect(seen.closest('a')?.getAttribute('rel')).toBe('noopener');
  const line = page.getByRole('link', { name: /bill\.pdf/ });
  expect([line.getAttribute('href'), line.getAttribute('download')]).toEqual(['/v1/files/f2', 'bill.pdf']);
  fireEvent.error(seen);
  expect(page.getByRole('link', { name: /<b>\.png/ }).getAttribute('download')).toBe('<b>.png');
});

test('a line says how many files a message without words is', () => {
  expect(previewText({ preview: 'Hello', files: 2 })).toBe('Hello');
  expect([1, 2].map((files) => previewText({ preview: '', files }))).toEqual(['1 file', '2 files']);
  language.value = 'zh';
  expect(previewText({ preview: '', files: 1 })).toBe('1 个文件');
  expect(previewText({ preview: '' })).toBe('');
});
