import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { applyPreferences, sound, volume } from './preferences';
import { QUIET_MS, claim, isRung } from './rung';

const NOW = 1_000_000;

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Locks that serve one after the other, as those of a browser do. */
function withLocks(): void {
  let before: Promise<unknown> = Promise.resolve();
  const request = <T>(_name: string, turn: () => T): Promise<T> => {
    const mine = before.then(turn);
    before = mine;
    return mine;
  };
  vi.stubGlobal('navigator', { languages: ['en'], locks: { request } });
}

describe('a call sounds once', () => {
  test('whichever tab is first, and never again for a tab that is late', async () => {
    withLocks();
    const five = await Promise.all(Array.from({ length: 5 }, () => claim('offer a', NOW)));
    expect(five).toEqual([true, false, false, false, false]);
    expect(await claim('offer a', NOW + 600_000)).toBe(false);
  });

  test('a flood of one kind is few sounds, and hides no other kind', async () => {
    withLocks();
    const sounded: number[] = [];
    for (let at = 0; at < 6_000; at += 500) if (await claim(`message ${at}`, NOW + at)) sounded.push(at);
    expect(sounded, 'silent calls do not make the silence longer').toEqual([0, QUIET_MS, 2 * QUIET_MS, 3 * QUIET_MS]);
    expect(await claim('alert a', NOW + 5_500)).toBe(true);
  });

  test('what was seen is silent, and silences nothing else', async () => {
    withLocks();
    await claim('message seen', 0);
    expect(isRung('message seen')).toBe(true);
    expect(await claim('message seen', NOW)).toBe(false);
    expect(await claim('message other', NOW)).toBe(true);
  });

  test('a clock that was set back silences nothing, and the memory is bounded', async () => {
    withLocks();
    for (let n = 0; n < 200; n += 1) await claim(`offer ${n}`, NOW + n);
    expect(localStorage.getItem('attune.rung')?.match(/offer/g)?.length).toBe(64);
    expect(await claim('offer earlier', NOW - 3_600_000)).toBe(true);
  });

  test('without locks the tabs take turns; what another program wrote there is no harm', async () => {
    for (const navigator of [{}, { locks: { request: () => Promise.reject(new DOMException('denied', 'SecurityError')) } }]) {
      vi.stubGlobal('navigator', navigator);
      localStorage.setItem('attune.rung', '{"not": "ours"}');
      const two = Promise.all([claim('offer a', NOW), claim('offer a', NOW)]);
      await vi.runAllTimersAsync();
      expect((await two).filter(Boolean)).toEqual([true]);
    }
  });
});

/** An audio context that counts its notes; `allow` is what a gesture does. */
function countingAudio() {
  const notes: number[] = [];
  const gains: number[] = [];
  let context: EventTarget & { state: string };
  class Counting extends EventTarget {
    state = 'suspended';
    currentTime = 0;
    destination = {};
    constructor() {
      super();
      context = this;
    }
    resume = (): Promise<void> => Promise.resolve();
    createOscillator = () => ({ frequency: { value: 0 }, connect: (to: unknown) => to, start: () => notes.push(1), stop: () => undefined });
    createGain = () => ({
      gain: { setValueAtTime: () => undefined, linearRampToValueAtTime: (to: number) => gains.push(to), exponentialRampToValueAtTime: () => undefined },
      connect: (to: unknown) => to,
    });
  }
  vi.stubGlobal('AudioContext', Counting);
  const allow = (): void => {
    context.state = 'running';
    context.dispatchEvent(new Event('statechange'));
  };
  return { notes, gains, allow };
}

describe('sounds', () => {
  test('wait for a gesture, say that one was missed, and come after it', async () => {
    withLocks();
    const { notes, allow } = countingAudio();
    const { armSound, isMissed, isReady, ring } = await import('./sound');
    armSound();
    ring('offer', 'a');
    await vi.advanceTimersByTimeAsync(3_000);
    expect([notes.length, isMissed.value]).toEqual([0, true]);
    dispatchEvent(new Event('keydown'));
    expect(isReady.value, 'a key that was no gesture').toBe(false);
    dispatchEvent(new Event('click'));
    allow();
    expect([isReady.value, isMissed.value]).toEqual([true, false]);
    ring('offer', 'b');
    await vi.advanceTimersByTimeAsync(0);
    expect(notes.length, 'an offer is two notes').toBe(2);
  });

  test('a call that another tab rang for was not missed', async () => {
    withLocks();
    countingAudio();
    const { armSound, isMissed, ring } = await import('./sound');
    armSound();
    ring('alert', 'a');
    await claim('alert a', NOW);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(isMissed.value).toBe(false);
  });

  test('a message that somebody sees in another tab stays silent', async () => {
    withLocks();
    const { notes, allow } = countingAudio();
    const { armSound, ring, seen } = await import('./sound');
    armSound();
    dispatchEvent(new Event('click'));
    allow();
    ring('message', 'a');
    seen('message', 'a');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(notes.length).toBe(0);
    ring('message', 'b');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(notes.length, 'a message is one note').toBe(1);
  });

  test('off is silent, and the volume is that of this browser', async () => {
    withLocks();
    const { notes, gains, allow } = countingAudio();
    const { armSound, play, ring } = await import('./sound');
    const own = await import('./preferences');
    armSound();
    dispatchEvent(new Event('click'));
    allow();
    own.sound.value = false;
    ring('alert', 'a');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(notes.length).toBe(0);
    own.volume.value = 100;
    play('message');
    own.volume.value = 10;
    play('message');
    expect(gains).toEqual([0.16, 0.016]);
  });
});

test('muting one tab mutes the others', () => {
  applyPreferences();
  localStorage.setItem('attune.sound', 'false');
  localStorage.setItem('attune.volume', '20');
  dispatchEvent(new Event('storage'));
  expect([sound.value, volume.value]).toEqual([false, 20]);
  localStorage.setItem('attune.volume', '"loud"');
  dispatchEvent(new Event('storage'));
  expect(volume.value, 'not a volume').toBe(20);
});
