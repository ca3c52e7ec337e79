import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AttachedFile, FileRules } from './protocol';
import { type Failure, type Upload, Uploads, sizeText } from './uploads';

const RULES: FileRules = { max_bytes: 10, types: ['image/png', 'application/pdf'] };
const file = (name: string, type = 'image/png', size = 4): File => new File(['x'.repeat(size)], name, { type });

/** The server's end: what was asked of it, in order, each to be answered by the test. */
interface Asked {
  readonly upload: Upload;
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  readonly arrive: () => Promise<void>;
  readonly refuse: (why?: Failure) => Promise<void>;
}
let asked: Asked[];
let left: string[][];
let isOnline: boolean;
let uploads: Uploads;

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const at = (index: number): Asked => {
  const one = asked[index];
  if (!one) throw new Error(`nothing was asked ${index}`);
  return one;
};
const states = (): string[] => uploads.all.map(({ file: { name }, state, fault }) => `${name} ${fault ?? state}`);

beforeEach(() => {
  vi.useFakeTimers();
  [asked, left, isOnline] = [[], [], true];
  uploads = new Uploads({
    rules: () => RULES,
    isOnline: () => isOnline,
    put: (upload, signal, fresh) =>
      new Promise<AttachedFile>((resolve, reject) => {
        upload.conv = 'c1';
        const { name, size } = upload.file;
        const answer = (act: () => void) => async (): Promise<void> => {
          act();
          await settle();
        };
        signal.onabort = () => reject({});
        asked.push({
          upload, fresh, signal,
          arrive: answer(() => resolve({ id: `id of ${name}`, name, type: 'image/png', bytes: size })),
          refuse: (why = {}) => answer(() => reject(why))(),
        });
      }),
    leave: (files) => left.push(files.map(({ name }) => name)),
    changed: () => {},
  });
});
afterEach(() => vi.useRealTimers());

test('files go one after the other, and those that are there are handed over once', async () => {
  uploads.add([file('a'), file('b')]);
  expect(asked).toHaveLength(1);
  expect(uploads.take('c1')).toBeUndefined();
  uploads.remove(at(0).upload);
  await settle();
  expect(at(0).signal.aborted).toBe(true);
  await at(1).arrive();
  expect(left).toEqual([['b']]);
  expect(states()).toEqual([]);
  uploads.add([file('c')]);
  await at(2).arrive();
  expect(states()).toEqual(['c done']);
  expect(uploads.take('c1')?.map(({ name }) => name)).toEqual(['c']);
  expect(uploads.take('c1')).toBeUndefined();
  expect(left).toEqual([['b']]);
});

test('what is not there yet follows together, once all of it has come', async () => {
  uploads.add([file('a'), file('b'), file('c')]);
  await at(0).arrive();
  expect(uploads.take('c1')?.map(({ name }) => name)).toEqual(['a']);
  await at(1).arrive();
  expect(left).toEqual([]);
  await at(2).arrive();
  expect(left).toEqual([['b', 'c']]);
});

test('a cut stops an upload, and the connection takes it up again', async () => {
  uploads.add([file('a')]);
  isOnline = false;
  uploads.heard();
  await settle();
  expect(at(0).signal.aborted).toBe(true);
  expect(states()).toEqual(['a waiting']);
  uploads.add([file('b')]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(1);
  isOnline = true;
  uploads.heard();
  await at(1).arrive();
  await at(2).arrive();
  expect(states()).toEqual(['a done', 'b done']);
});

test.each([{}, { code: 'internal' }, { code: 'storage_unavailable' }, { code: 'rate_limited', retry_ms: 3_000 }])('%j passes: it is tried again, a few times by itself', async (why) => {
  uploads.add([file('a')]);
  for (let tries = 0; tries < 3; tries++) {
    await at(tries).refuse(why);
    expect(states()).toEqual(['a waiting']);
    expect(asked, 'not at once').toHaveLength(tries + 1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(tries + 2);
  }
  await at(3).refuse(why);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states()).toEqual(['a failed']);
  uploads.retry(at(0).upload);
  await at(4).arrive();
  expect(states()).toEqual(['a done']);
});

test.each([
  [{ code: 'too_large' }, 'size'], [{ code: 'invalid_field', field: 'body' }, 'kind'], [{ code: 'closed' }, 'ended'],
  [{ code: 'rate_limited', field: 'conv' }, 'limit'],
])('%j is final', async (why, fault) => {
  uploads.add([file('a'), file('b')]);
  await at(0).refuse(why);
  expect(states()).toEqual([`a ${fault}`, 'b sending']);
});

test('a proof of who this is that was refused is fetched anew', async () => {
  uploads.add([file('a')]);
  await at(0).refuse({ code: 'unauthorized' });
  await vi.advanceTimersByTimeAsync(10_000);
  expect([at(0).fresh, at(1).fresh]).toEqual([false, true]);
});

test('what the server would refuse does not leave', () => {
  uploads.add([file('a', 'image/svg+xml'), file('b', 'image/png', 11), file('c', 'application/pdf', 10)]);
  expect(states()).toEqual(['a kind', 'b size', 'c sending']);
  uploads.add(Array.from({ length: 5 }, (_, index) => file(`d${index}`)));
  expect(states().slice(3)).toEqual(['d0 waiting', 'd1 waiting', 'd2 waiting', 'd3 waiting', 'd4 many']);
});

test('what was brought to a conversation that has ended since is brought to the next one', async () => {
  uploads.add([file('a')]);
  await at(0).arrive();
  expect(uploads.take('c2')).toBeUndefined();
  at(1).upload.conv = 'c2';
  await at(1).arrive();
  expect(left).toEqual([['a']]);
});

test('what an earlier page left comes first, and what the server has of it is not brought again', async () => {
  const sent: AttachedFile = { id: 'f1', name: 'a', type: 'image/png', bytes: 4 };
  isOnline = false;
  uploads.heard();
  uploads.add([file('c')]);
  uploads.restore([{ key: '1', file: file('a'), leaves: true, conv: 'c1', sent }, { key: '2', file: file('b'), leaves: true }]);
  expect([states(), left]).toEqual([['a done', 'b waiting', 'c waiting'], []]);
  isOnline = true;
  uploads.heard();
  await at(0).arrive();
  await at(1).arrive();
  expect(asked.map(({ upload }) => upload.file.name)).toEqual(['b', 'c']);
  expect([left, states()]).toEqual([[['a', 'b']], ['c done']]);
});

test('the keys of files keep the order in which they were chosen', () => {
  uploads.add(['a', 'b', 'c', 'd', 'e'].map((name) => file(name)));
  const keys = uploads.all.map(({ key }) => key);
  expect(keys).toEqual([...keys].sort());
});

test('sizes are said as people say them', () => {
  expect([1, 4_200, 1_048_575, 1_100_000, 10_485_760].map((bytes) => sizeText(bytes, 'en'))).toEqual(['1 kB', '5 kB', '1,024 kB', '1.1 MB', '10 MB']);
});
