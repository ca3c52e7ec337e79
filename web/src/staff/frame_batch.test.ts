import { signal, effect } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FrameBatch } from './frame_batch';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('what comes within a frame is applied together and in order', () => {
  const value = signal('');
  const seen: string[] = [];
  effect(() => void seen.push(value.value));
  const frames = new FrameBatch();
  for (const letter of 'abc') frames.push(() => void (value.value += letter));
  expect(seen).toEqual(['']);
  vi.advanceTimersByTime(20);
  expect(seen).toEqual(['', 'abc']);
});

test('a steady stream is applied ten times a second, and what comes after a pause with the next frame', () => {
  const frames = new FrameBatch();
  let [arrived, applied, redraws] = [0, 0, 0];
  const arrive = (): void => {
    const upTo = ++arrived;
    frames.push(() => {
      redraws += Number(applied === drawn);
      applied = upTo;
    });
  };
  let drawn = 0;
  for (let at = 0; at < 1_000; at += 5) {
    arrive();
    vi.advanceTimersByTime(5);
    drawn = applied;
  }
  expect(redraws).toBeGreaterThanOrEqual(9);
  expect(redraws).toBeLessThanOrEqual(11);
  vi.advanceTimersByTime(1_000);
  expect(applied).toBe(arrived);
  arrive();
  vi.advanceTimersByTime(20);
  expect(applied).toBe(arrived);
});

test('what comes while it is being applied waits for the next time', () => {
  const frames = new FrameBatch();
  const seen: number[] = [];
  frames.push(() => frames.push(() => seen.push(2)));
  frames.flush();
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([2]);
});

test('one that fails does not take the others with it', () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const frames = new FrameBatch();
  const seen: number[] = [];
  frames.push(() => {
    throw new Error('broken');
  });
  frames.push(() => seen.push(2));
  frames.flush();
  expect([seen, reported.mock.calls.length]).toEqual([[2], 1]);
  vi.unstubAllGlobals();
});

test('a hidden page, which draws no frames, is served by a timer', () => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  const asked = vi.spyOn(globalThis, 'requestAnimationFrame');
  const frames = new FrameBatch();
  const seen: number[] = [];
  frames.push(() => seen.push(1));
  vi.advanceTimersByTime(250);
  expect([seen, asked.mock.calls.length]).toEqual([[1], 0]);
});
