import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeSocket } from './fake_server';
import type { Code } from './protocol';
import { Refused, Socket, type SocketOptions, type Status } from './socket';

let socket: Socket;
let statuses: Status[];
let hidden: boolean;
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

async function start(more: Partial<SocketOptions> = {}): Promise<Socket> {
  socket = new Socket({
    url: 'ws://test/ws', credential: async () => ({ token: 'tok' }), language: () => 'en', onFrame: () => {},
    onWelcome: () => {}, onStatus: (status) => statuses.push(status), random: () => 0.5, ...more,
  });
  socket.connect();
  await settle();
  return socket;
}
const message = (id: string, conv = 'c1') => ({ t: 'msg' as const, id, conv, text: `text of ${id}` });
/** Sends without waiting; what is still pending when a test ends is refused then. */
const post = (frame: Parameters<Socket['request']>[0]): void => {
  socket.request(frame).catch(() => {});
};
const ack = (id: string): void => FakeSocket.last.say({ t: 'ack', id });
const nack = (id: string, code: Code, retry_ms?: number): void => FakeSocket.last.say({ t: 'nack', id, code, ...(retry_ms && { retry_ms }) });
const ids = (): string[] => FakeSocket.last.sent('msg').map((frame) => frame.id);
const phases = (): string[] => statuses.map((status) => status.phase);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.all = [];
  statuses = [];
  hidden = false;
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => (hidden ? 'hidden' : 'visible'));
});
afterEach(() => {
  socket.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('opening', () => {
  test('offers the subprotocol, says hello first, and is online only after welcome', async () => {
    await start();
    expect(FakeSocket.last.protocols).toEqual(['attune.v1.json']);
    FakeSocket.last.accept();
    expect(FakeSocket.last.frames).toEqual([{ t: 'hello', token: 'tok', language: 'en' }]);
    expect(phases()).toEqual(['connecting']);
    FakeSocket.last.welcome();
    expect(phases()).toEqual(['connecting', 'online']);
  });

  test('gives up a server that never says welcome', async () => {
    await start();
    FakeSocket.last.accept();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(FakeSocket.all[0]?.closedWith).toBe(4000);
    expect(socket.status.phase).toBe('waiting');
  });

  test('a credential that fails for the moment is asked for again; one that is refused stops', async () => {
    let tries = 0;
    const credential = async (): Promise<{ token: string }> => {
      if (++tries === 1) throw new Error('no network');
      throw new Refused('not_found', 404);
    };
    await start({ credential });
    expect(socket.status.phase).toBe('waiting');
    await vi.advanceTimersByTimeAsync(250);
    expect(socket.status).toMatchObject({ phase: 'stopped', code: 'not_found' });
  });
});

describe('coming back', () => {
  test('resumes the session with the number of sequenced frames received, ephemeral ones not counted', async () => {
    await start();
    FakeSocket.last.welcome();
    FakeSocket.last.say({ t: 'state', conv: 'c1', seq: 1, at: 0, what: 'opened' });
    FakeSocket.last.say({ t: 'typing', conv: 'c1', who: 'bot', on: true });
    FakeSocket.last.say({ t: 'msg', conv: 'c1', seq: 2, at: 0, id: 'm', from: 'bot', text: 'hi' });
    FakeSocket.last.cut();
    await vi.advanceTimersByTimeAsync(250);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent('hello')[0]?.resume).toEqual({ session: 's1', received: 2 });
  });

  test('a session that is not resumed counts from nothing', async () => {
    await start();
    FakeSocket.last.welcome();
    FakeSocket.last.say({ t: 'state', conv: 'c1', seq: 1, at: 0, what: 'opened' });
    FakeSocket.last.cut();
    await vi.advanceTimersByTimeAsync(250);
    FakeSocket.last.welcome({ session: 's2' });
    FakeSocket.last.cut();
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.accept();
    expect(FakeSocket.last.sent('hello')[0]?.resume).toEqual({ session: 's2', received: 0 });
  });

  test('waits longer after every failure, never longer than the cap, and starts anew after a good connection', async () => {
    await start();
    const waits: number[] = [];
    for (let round = 0; round < 9; round++) {
      FakeSocket.last.cut();
      const wait = (socket.status.retryAt ?? 0) - Date.now();
      waits.push(wait);
      await vi.advanceTimersByTimeAsync(wait);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    FakeSocket.last.welcome();
    await vi.advanceTimersByTimeAsync(6_000);
    FakeSocket.last.cut();
    expect((socket.status.retryAt ?? 0) - Date.now()).toBe(250);
  });

  test('honours the wait that the server asks for', async () => {
    await start();
    FakeSocket.last.welcome();
    FakeSocket.last.say({ t: 'bye', code: 'draining', retry_ms: 4_000 });
    FakeSocket.last.cut(4013);
    expect((socket.status.retryAt ?? 0) - Date.now()).toBe(4_250);
  });

  test.each([4000, 4008, 4013, 1001, 1006])('close code %i: comes back', async (code) => {
    await start();
    FakeSocket.last.welcome();
    FakeSocket.last.cut(code);
    expect(socket.status.phase).toBe('waiting');
  });

  test.each([4400, 4403, 4406, 4409, 4429])('close code %i: stops and refuses what is pending', async (code) => {
    await start();
    FakeSocket.last.welcome();
    const answer = socket.request(message('a'));
    answer.catch(() => {});
    FakeSocket.last.cut(code);
    expect(socket.status.phase).toBe('stopped');
    await expect(answer).rejects.toBeInstanceOf(Refused);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('4401 fetches a fresh credential once, then stops', async () => {
    const credential = vi.fn(async (fresh: boolean) => ({ token: fresh ? 'new' : 'old' }));
    await start({ credential });
    FakeSocket.last.cut(4401);
    await settle();
    expect(credential.mock.calls).toEqual([[false], [true]]);
    FakeSocket.last.cut(4401);
    await settle();
    expect(socket.status).toMatchObject({ phase: 'stopped', code: 'unauthorized' });
  });

  test('a page out of the back-forward cache and a returning network hurry; a first pageshow does not', async () => {
    await start({ random: () => 1 });
    for (let round = 0; round < 6; round++) {
      FakeSocket.last.cut();
      await vi.advanceTimersByTimeAsync((socket.status.retryAt ?? 0) - Date.now());
    }
    const show = (persisted: boolean): boolean => dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
    FakeSocket.last.cut();
    const before = FakeSocket.all.length;
    show(false);
    await settle();
    expect(FakeSocket.all).toHaveLength(before);
    show(true);
    await settle();
    expect(FakeSocket.all).toHaveLength(before + 1);
    FakeSocket.last.cut();
    dispatchEvent(new Event('online'));
    await settle();
    expect(FakeSocket.all).toHaveLength(before + 2);
  });

  test('a page that is left gives its socket up, and resumes at once when it comes back', async () => {
    await start();
    const left = FakeSocket.last;
    left.accept();
    left.welcome();
    dispatchEvent(new Event('pagehide'));
    expect([left.closedWith, socket.status.phase], 'a cut, not an end').toEqual([4000, 'waiting']);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(FakeSocket.last, 'nothing is tried meanwhile').toBe(left);
    dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await settle();
    expect(FakeSocket.last).not.toBe(left);
    FakeSocket.last.accept();
    expect(FakeSocket.last.frames[0]).toMatchObject({ t: 'hello', resume: { received: 0 } });
  });

  test('a hidden page rests until it is seen', async () => {
    await start({ restWhenHidden: true });
    hidden = true;
    FakeSocket.last.cut();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(FakeSocket.all).toHaveLength(1);
    hidden = false;
    document.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe('signs of life', () => {
  test('pings with the count, and gives a silent socket up', async () => {
    await start();
    FakeSocket.last.welcome();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSocket.last.sent('ping')).toEqual([{ t: 'ping', received: 0 }]);
    expect(socket.status.phase).toBe('online');
    await vi.advanceTimersByTimeAsync(41_500);
    expect(FakeSocket.all[0]?.closedWith).toBe(4000);
  });

  test('a server that answers stays connected', async () => {
    await start();
    FakeSocket.last.welcome();
    for (let round = 0; round < 10; round++) {
      await vi.advanceTimersByTimeAsync(20_000);
      FakeSocket.last.say({ t: 'pong', now: 0 });
    }
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('when the browser says offline, the truth is known within two seconds', async () => {
    await start();
    FakeSocket.last.welcome();
    await vi.advanceTimersByTimeAsync(10);
    dispatchEvent(new Event('offline'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(socket.status.phase).toBe('waiting');
  });

  test('a socket that still answers survives the browser saying offline', async () => {
    await start();
    FakeSocket.last.welcome();
    await vi.advanceTimersByTimeAsync(10);
    dispatchEvent(new Event('offline'));
    await vi.advanceTimersByTimeAsync(10);
    FakeSocket.last.say({ t: 'pong', now: 0 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(socket.status.phase).toBe('online');
  });
});

describe('requests', () => {
  test('leave one at a time in their conversation, in order, and at once in another', async () => {
    await start();
    FakeSocket.last.welcome();
    for (const id of ['a', 'b']) post(message(id));
    post(message('x', 'c2'));
    expect(ids()).toEqual(['a', 'x']);
    ack('a');
    expect(ids()).toEqual(['a', 'x', 'b']);
  });

  test('typed while cut, or unanswered at the cut, are sent with the same id after the next welcome', async () => {
    await start();
    FakeSocket.last.welcome();
    const first = socket.request(message('a'));
    expect(ids()).toEqual(['a']);
    FakeSocket.last.cut();
    const second = socket.request(message('b'));
    await vi.advanceTimersByTimeAsync(250);
    FakeSocket.last.welcome({ resumed: true });
    expect(ids()).toEqual(['a']);
    FakeSocket.last.say({ t: 'ack', id: 'a', conv: 'c1', seq: 4, dup: true });
    ack('b');
    expect((await first) as object).toMatchObject({ seq: 4, dup: true });
    await second;
    expect(ids()).toEqual(['a', 'b']);
  });

  test.each(['rate_limited', 'overloaded', 'storage_unavailable', 'draining'] as const)('%s: the same request goes again, later and first', async (code) => {
    await start();
    FakeSocket.last.welcome();
    post(message('a'));
    post(message('b'));
    nack('a', code, 3_000);
    await vi.advanceTimersByTimeAsync(2_900);
    expect(ids()).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(700);
    expect(ids()).toEqual(['a', 'a']);
    ack('a');
    expect(ids()).toEqual(['a', 'a', 'b']);
  });

  test.each(['closed', 'forbidden', 'id_reused', 'invalid_field', 'at_capacity', 'conflict'] as const)('%s: final, and the next one leaves', async (code) => {
    await start();
    FakeSocket.last.welcome();
    const answer = socket.request(message('a'));
    post(message('b'));
    nack('a', code);
    await expect(answer).rejects.toMatchObject({ code });
    expect(ids()).toEqual(['a', 'b']);
  });

  test('an internal fault is tried a few times, then final', async () => {
    await start();
    FakeSocket.last.welcome();
    const answer = socket.request(message('a'));
    answer.catch(() => {});
    for (let round = 0; round < 4; round++) {
      nack('a', 'internal');
      await vi.advanceTimersByTimeAsync(10_000);
    }
    await expect(answer).rejects.toMatchObject({ code: 'internal' });
    expect(ids()).toHaveLength(4);
  });

  test('an answer lost on a living socket is asked for again', async () => {
    await start();
    FakeSocket.last.welcome();
    post(message('a'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ids()).toEqual(['a', 'a']);
  });
});

describe('topics', () => {
  test('are followed again after a fresh welcome, and not doubled by a resume', async () => {
    const onSnapshot = vi.fn();
    await start({ onSnapshot });
    socket.follow('inbox');
    FakeSocket.last.welcome();
    const [sub] = FakeSocket.last.sent('sub');
    ack(sub?.id ?? '');
    await settle();
    expect(onSnapshot).toHaveBeenCalledWith('inbox', undefined);
    FakeSocket.last.cut();
    await vi.advanceTimersByTimeAsync(250);
    FakeSocket.last.welcome({ resumed: true });
    expect(FakeSocket.last.sent('sub')).toHaveLength(0);
    FakeSocket.last.cut();
    await vi.advanceTimersByTimeAsync(1_000);
    FakeSocket.last.welcome();
    expect(FakeSocket.last.sent('sub')).toHaveLength(1);
  });

  test('followed while cut are asked for after a resume; unfollowed ones are not', async () => {
    await start();
    FakeSocket.last.welcome();
    FakeSocket.last.cut();
    socket.follow('conv', 'c1');
    socket.follow('conv', 'c2');
    socket.unfollow('conv', 'c1');
    await vi.advanceTimersByTimeAsync(250);
    FakeSocket.last.welcome({ resumed: true });
    expect(FakeSocket.last.sent('sub').map((frame) => frame.conv)).toEqual(['c2']);
  });
});

test('frames that are no frames, and types that nobody knows, do no harm', async () => {
  const onFrame = vi.fn();
  await start({ onFrame });
  FakeSocket.last.welcome();
  for (const data of ['', '{', 'null', '[]', '7', new Uint8Array(2)]) FakeSocket.last.onmessage?.({ data });
  FakeSocket.last.onmessage?.({ data: '{"t":"news","n":1}' });
  expect(socket.status.phase).toBe('online');
  expect(onFrame).toHaveBeenCalledWith({ t: 'news', n: 1 });
});
