import { describe, expect, test } from 'vitest';
import type { Stage, Summary } from '../shared/protocol';
import { line } from './lines_for_tests';
import { byNeed, isUnder, need, waitsSince } from './need';
import { stretches } from './spans';
import { Summaries } from './summaries';
import { scrollFor, windowOf } from './windowing';

describe('need', () => {
  test('a worse mood comes first, then whoever waits, then whoever has no answer', () => {
    const lines = [
      line('answered', { phase: 'with_agent', stage: 'watch' }),
      line('unanswered', { phase: 'with_agent', stage: 'watch', unanswered_since: 5 }),
      line('waiting', { phase: 'waiting', stage: 'watch', waiting_since: 9, unanswered_since: 9 }),
      line('critical', { phase: 'with_agent', stage: 'critical' }),
      line('calm'),
    ];
    expect(byNeed(lines).map((one) => one.conv)).toEqual(['critical', 'waiting', 'unanswered', 'answered', 'calm']);
  });

  test('among equals the oldest wait comes first, and those who do not wait last', () => {
    const waiting = (conv: string, since: number): Summary => line(conv, { phase: 'waiting', waiting_since: since });
    const lines = [waiting('b', 20), waiting('a', 10), waiting('c', 30)];
    expect(byNeed(lines).map((one) => one.conv)).toEqual(['a', 'b', 'c']);
  });

  test('equal lines never swap places', () => {
    const lines = ['c', 'a', 'b'].map((conv) => line(conv));
    expect(byNeed(lines).map((one) => one.conv)).toEqual(['a', 'b', 'c']);
    expect(byNeed(lines.toReversed()).map((one) => one.conv)).toEqual(['a', 'b', 'c']);
  });

  test('every stage needs more than the one before', () => {
    const needs = (['calm', 'watch', 'concern', 'critical'] satisfies Stage[]).map((stage) => need(line('x', { stage })));
    expect(needs).toEqual(needs.toSorted((a, b) => a - b));
    expect(new Set(needs).size).toBe(4);
    expect(need(line('x', { stage: 'critical', phase: 'closed' }))).toBe(0);
  });

  test('waits count from the earlier of the two', () => {
    expect(waitsSince(line('x', { waiting_since: 7, unanswered_since: 3 }))).toBe(3);
    expect(waitsSince(line('x'))).toBeUndefined();
    expect(waitsSince(line('x', { phase: 'closed', unanswered_since: 3 }))).toBeUndefined();
  });

  test('each tab shows its own', () => {
    const mine = line('m', { phase: 'with_agent', agent: 'me' });
    const waiting = line('w', { phase: 'waiting' });
    const closed = line('c', { phase: 'closed', agent: 'me' });
    const under = (tab: 'mine' | 'waiting' | 'all' | 'closed'): string =>
      [mine, waiting, closed].filter((one) => isUnder(tab, one, 'me')).map((one) => one.conv).join('');
    expect([under('mine'), under('waiting'), under('all'), under('closed')]).toEqual(['m', 'w', 'mw', 'c']);
  });
});

describe('spans', () => {
  const marked = (text: string, start: number, end: number, weight = 1): string[] =>
    stretches(text, [{ start, end, weight }]).filter((part) => part.marked).map((part) => part.text);

  test('count characters, not UTF-16 units', () => {
    expect(marked('😡😡 refund now', 3, 9)).toEqual(['refund']);
    expect(marked('昨天也是这么说的，已经第三次问了😤', 9, 14)).toEqual(['已经第三次']);
    expect(marked('a😤b', 1, 2)).toEqual(['😤']);
  });

  test('joined together they are the text, whatever the spans say', () => {
    const text = '退款😡 now!';
    for (const [start, end] of [[0, 99], [-3, 2], [5, 3], [40, 50]] as const) {
      expect(stretches(text, [{ start, end, weight: 1 }]).map((part) => part.text).join('')).toBe(text);
    }
    expect(stretches('', [{ start: 0, end: 1, weight: 1 }])).toEqual([]);
  });

  test('words that hardly mattered beside the strongest are not marked', () => {
    const spans = [{ start: 0, end: 1, weight: 1 }, { start: 2, end: 3, weight: 0.49 }, { start: 4, end: 5, weight: 0.5 }];
    expect(stretches('a b c', spans).filter((part) => part.marked).map((part) => part.text)).toEqual(['a', 'c']);
  });

  test('words that calm are not marked, and overlaps are one mark', () => {
    expect(marked('thank you', 0, 5, -0.4)).toEqual([]);
    const both = stretches('abcdef', [{ start: 1, end: 3, weight: 1 }, { start: 2, end: 5, weight: 0.5 }]);
    expect(both).toEqual([{ text: 'a', marked: false }, { text: 'bcde', marked: true }, { text: 'f', marked: false }]);
  });
});

describe('windowing', () => {
  test('draws what is in sight and a little more', () => {
    expect(windowOf(10_000, 72, 0, 720)).toEqual({ from: 0, to: 17 });
    const middle = windowOf(10_000, 72, 72 * 5_000, 720);
    expect(middle).toEqual({ from: 4_994, to: 5_017 });
  });

  test('never leaves the list', () => {
    expect(windowOf(0, 72, 500, 720)).toEqual({ from: 0, to: 0 });
    expect(windowOf(3, 72, 0, 720)).toEqual({ from: 0, to: 3 });
    const past = windowOf(100, 72, 72 * 500, 720);
    expect(past.to).toBe(100);
    expect(past.from).toBeLessThan(90);
    expect(windowOf(100, 72, -50, 720).from).toBe(0);
  });

  test('scrolls no further than needed', () => {
    expect(scrollFor(0, 72, 300, 720)).toBe(0);
    expect(scrollFor(5, 72, 300, 720)).toBe(300);
    expect(scrollFor(20, 72, 0, 720)).toBe(21 * 72 - 720);
  });
});

describe('lines', () => {
  const store = (): Summaries => new Summaries((tell) => tell());

  test('the later line wins, in whatever order they come', () => {
    const lines = store();
    expect(lines.take(line('a', { last_seq: 5, preview: 'new' }))).toBe(true);
    expect(lines.take(line('a', { last_seq: 4, preview: 'old' }))).toBe(false);
    expect(lines.get('a')?.preview).toBe('new');
  });

  test('a snapshot sweeps away what it does not bring, but not what has just ended', () => {
    const lines = store();
    lines.begin();
    lines.take(line('gone'));
    lines.take(line('stays'));
    lines.take(line('ended', { phase: 'closed' }));
    lines.begin();
    lines.take(line('stays'));
    lines.complete();
    expect(lines.all().map((one) => one.conv)).toEqual(['stays', 'ended']);
  });

  test('a line that is known in a later form survives an older snapshot', () => {
    const lines = store();
    lines.take(line('a', { last_seq: 9 }));
    lines.begin();
    lines.take(line('a', { last_seq: 8 }));
    lines.complete();
    expect(lines.get('a')?.last_seq).toBe(9);
  });

  test('many changes are told once', () => {
    const waiting: (() => void)[] = [];
    const lines = new Summaries((tell) => waiting.push(tell));
    for (let seq = 1; seq <= 50; seq++) lines.take(line('a', { last_seq: seq }));
    expect(waiting).toHaveLength(1);
    waiting[0]?.();
    expect(lines.version.value).toBe(1);
  });
});
