import { describe, expect, test } from 'vitest';
import type { Stage, Summary } from '../shared/protocol';
import { line } from './lines_for_tests';
import { compare, isUnder, keyOf, matches, need, needsYou } from './need';
import { segments } from './spans';
import { Summaries } from './summaries';
import { scrollFor, windowOf } from './windowing';

const NOW = 60 * 60_000;
const MINUTE = 60_000;

describe('need', () => {
  const ordered = (lines: readonly Summary[], sort: 'need' | 'time' = 'need'): string[] =>
    lines.map((one) => keyOf(one, NOW)).sort(compare(sort)).map(({ conv }) => conv);

  test('a worse mood comes first, then whoever waits, then whoever has no answer', () => {
    const lines = [
      line('answered', { phase: 'with_agent', stage: 'watch' }),
      line('unanswered', { phase: 'with_agent', stage: 'watch', unanswered_since: NOW - 5 }),
      line('waiting', { phase: 'waiting', stage: 'watch', waiting_since: NOW - 9, unanswered_since: NOW - 9 }),
      line('critical', { phase: 'with_agent', stage: 'critical', unanswered_since: NOW - 5 }),
      line('calm'),
    ];
    expect(ordered(lines)).toEqual(['critical', 'waiting', 'unanswered', 'answered', 'calm']);
  });

  test('mood, wait and missing answer multiply, each in steps', () => {
    const waiting = (since: number): number => need(line('x', { phase: 'waiting', stage: 'concern', waiting_since: since }), NOW);
    expect([waiting(NOW), waiting(NOW - 2 * MINUTE), waiting(NOW - 5 * MINUTE), waiting(0)]).toEqual([8, 12, 16, 16]);
    const both = line('x', { phase: 'waiting', stage: 'critical', waiting_since: 0, unanswered_since: 0 });
    expect(need(both, NOW)).toBe(8 * 4 * 4);
  });

  test('what the assistant is about to answer is not unanswered', () => {
    expect(need(line('x', { phase: 'with_bot', unanswered_since: 0 }), NOW)).toBe(need(line('x'), NOW));
  });

  test('among equals the oldest wait comes first', () => {
    const waiting = (conv: string, since: number): Summary => line(conv, { phase: 'waiting', waiting_since: NOW - since });
    expect(ordered([waiting('b', 20), waiting('a', 10), waiting('c', 30)])).toEqual(['c', 'b', 'a']);
  });

  test('by time the latest comes first, whatever the mood', () => {
    const lines = [line('old', { stage: 'critical', last_at: 1 }), line('new', { last_at: 3 }), line('mid', { last_at: 2 })];
    expect(ordered(lines, 'time')).toEqual(['new', 'mid', 'old']);
  });

  test('equal lines never swap places', () => {
    const lines = ['c', 'a', 'b'].map((conv) => line(conv));
    expect(ordered(lines)).toEqual(['a', 'b', 'c']);
    expect(ordered(lines.toReversed())).toEqual(['a', 'b', 'c']);
  });

  test('every stage needs more than the one before, and what has ended nothing', () => {
    const needs = (['calm', 'watch', 'concern', 'critical'] satisfies Stage[]).map((stage) => need(line('x', { stage }), NOW));
    expect(needs).toEqual([1, 2, 4, 8]);
    expect(need(line('x', { stage: 'critical', phase: 'closed' }), NOW)).toBe(0);
  });

  test('each tab shows its own', () => {
    const mine = line('m', { phase: 'with_agent', agent: 'me' });
    const waiting = line('w', { phase: 'waiting' });
    const closed = line('c', { phase: 'closed', agent: 'me' });
    const under = (tab: 'mine' | 'waiting' | 'all' | 'closed'): string =>
      [mine, waiting, closed].filter((one) => isUnder(tab, one, 'me')).map((one) => one.conv).join('');
    expect([under('mine'), under('waiting'), under('all'), under('closed')]).toEqual(['m', 'w', 'mw', 'c']);
  });

  test('somebody is needed where a person is waited for, and not where a colleague answers', () => {
    expect(needsYou(line('x', { phase: 'waiting' }), 'me')).toBe(true);
    expect(needsYou(line('x', { phase: 'with_agent', agent: 'me', unanswered_since: 1 }), 'me')).toBe(true);
    expect(needsYou(line('x', { phase: 'with_agent', agent: 'you', unanswered_since: 1, stage: 'critical' }), 'me')).toBe(false);
    expect(needsYou(line('x', { phase: 'with_bot', unanswered_since: 1 }), 'me')).toBe(false);
    expect(needsYou(line('x', { phase: 'with_bot', unanswered_since: 1, stage: 'concern' }), 'me')).toBe(true);
  });

  test('a query finds every word, in names and in both languages', () => {
    const one = line('x', { visitor_name: 'Dana', preview: '退款 REFUND please', agent_name: 'Lin' });
    for (const query of ['', 'dana', 'refund', '退款', 'lin dana', 'DANA 退']) expect(matches(one, query), query).toBe(true);
    expect(matches(one, 'dana tom')).toBe(false);
  });
});

describe('spans', () => {
  const marked = (text: string, start: number, end: number, weight = 1): string[] =>
    segments(text, [{ start, end, weight }]).filter((part) => part.mark).map((part) => part.text);

  test('count characters, not UTF-16 units', () => {
    expect(marked('😡😡 refund now', 3, 9)).toEqual(['refund']);
    expect(marked('昨天也是这么说的，已经第三次问了😤', 9, 14)).toEqual(['已经第三次']);
    expect(marked('a😤b', 1, 2)).toEqual(['😤']);
    expect(marked('👩‍👧 𠮷野家 no', 4, 7)).toEqual(['𠮷野家']);
  });

  test('joined together they are the text, whatever the spans say', () => {
    const text = '退款😡 now! https://shop.example/a?b=😡 end';
    for (const [start, end] of [[0, 99], [-3, 2], [5, 3], [40, 50], [5, 20]] as const) {
      expect(segments(text, [{ start, end, weight: 1 }]).map((part) => part.text).join('')).toBe(text);
    }
    expect(segments('', [{ start: 0, end: 1, weight: 1 }])).toEqual([]);
  });

  test('words that hardly mattered beside the strongest are not marked', () => {
    const spans = [{ start: 0, end: 1, weight: 1 }, { start: 2, end: 3, weight: 0.49 }, { start: 4, end: 5, weight: 0.5 }];
    expect(segments('a b c', spans)).toEqual([{ text: 'a', mark: 2 }, { text: ' b ' }, { text: 'c', mark: 1 }]);
  });

  test('words that calm are not marked, and overlaps do not double words', () => {
    expect(marked('thank you', 0, 5, -0.4)).toEqual([]);
    const both = segments('abcdef', [{ start: 1, end: 3, weight: 1 }, { start: 2, end: 5, weight: 0.5 }]);
    expect(both).toEqual([{ text: 'a' }, { text: 'bc', mark: 2 }, { text: 'de', mark: 1 }, { text: 'f' }]);
  });

  test('a link stays one link', () => {
    const parts = segments('see https://shop.example/x now', [{ start: 0, end: 30, weight: 1 }]);
    expect(parts.filter((part) => part.href).map((part) => part.text)).toEqual(['https://shop.example/x']);
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
    expect([...lines.all()].map((one) => one.conv)).toEqual(['stays', 'ended']);
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
    const told: string[] = [];
    lines.watch((changed) => told.push(...changed.keys()));
    waiting[0]?.();
    expect([lines.version.value, told]).toEqual([1, ['a']]);
    lines.take(line('b'));
    expect(waiting).toHaveLength(2);
  });
});
