import { beforeEach, describe, expect, test } from 'vitest';
import type { Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import { line } from '../staff/lines_for_tests';
import { compare, keyOf } from '../staff/need';
import { Summaries } from '../staff/summaries';
import { Listing } from './listing';

const ME = 'me';
let told: () => void;

/** A list over lines; `settle` stands for the end of a batch of frames. */
function listing(...lines: readonly Summary[]): { list: Listing; take: (...more: readonly Summary[]) => void; lines: Summaries } {
  told = () => {};
  const store = new Summaries((tell) => {
    told = tell;
  });
  const list = new Listing(ME, store);
  const take = (...more: readonly Summary[]): void => {
    for (const one of more) store.take(one);
    told();
  };
  take(...lines);
  list.begin();
  return { list, take, lines: store };
}

const waiting = (conv: string, seq = 1): Summary => line(conv, { phase: 'waiting', waiting_since: 1, last_seq: seq });
const shown = (list: Listing): string => list.ids.value.join('');

beforeEach(() => {
  localStorage.clear();
  now.value = 10;
});

describe('order', () => {
  test('a changed line finds its place among ten thousand as a full sort would give it', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => line(`c${index}`, { last_at: (index * 7_919) % 10_007 }));
    const { list, take, lines } = listing(...many);
    for (let round = 2; round < 40; round++) {
      take(line(`c${(round * 977) % 10_000}`, { last_seq: round, stage: round % 3 === 0 ? 'critical' : 'watch', last_at: round }));
    }
    const sorted = [...lines.all()].map((one) => keyOf(one, 10)).sort(compare('need'));
    expect(list.ids.value).toEqual(sorted.map(({ conv }) => conv));
    expect(new Set(list.ids.value).size).toBe(10_000);
  });

  test('what leaves the view leaves the list, and counts follow', () => {
    const { list, take } = listing(waiting('a'), waiting('b'), line('m', { phase: 'with_agent', agent: ME, unanswered_since: 1 }));
    list.view({ tab: 'waiting' });
    expect(list.counts.value).toEqual({ mine: 1, owed: 1, waiting: 2, all: 3 });
    take(line('a', { phase: 'with_agent', agent: 'other', last_seq: 2 }), line('m', { phase: 'closed', agent: ME, last_seq: 2 }));
    expect([shown(list), list.counts.value]).toEqual(['b', { mine: 0, owed: 0, waiting: 1, all: 2 }]);
    list.view({ tab: 'closed' });
    expect(shown(list)).toBe('m');
  });

  test('needs that grow with time move rows up without any frame', () => {
    const { list } = listing(line('w', { phase: 'waiting', waiting_since: 0 }), line('s', { stage: 'concern', phase: 'with_agent' }));
    expect(shown(list)).toBe('sw');
    now.value = 6 * 60_000;
    list.tick();
    expect(shown(list)).toBe('ws');
  });

  test('a query narrows the list at once and as lines change', () => {
    const { list, take } = listing(line('a', { visitor_name: 'Dana' }), line('b', { visitor_name: 'Tom' }));
    list.view({ query: ' dana ' });
    expect(shown(list)).toBe('a');
    take(line('b', { visitor_name: 'Tom', preview: 'for Dana', last_seq: 2 }));
    expect(list.ids.value).toContain('b');
  });
});

describe('hold', () => {
  test('a hand that was there first does not hold an empty list', () => {
    const store = new Summaries((tell) => {
      told = tell;
    });
    const list = new Listing(ME, store);
    list.hand(1);
    store.take(waiting('a'));
    told();
    list.begin();
    expect([shown(list), list.pending.value]).toEqual(['a', 0]);
    store.take(waiting('b'));
    told();
    expect([shown(list), list.pending.value]).toEqual(['a', 1]);
  });

  test('no row moves under a hand; those that need somebody are counted and come up when asked', () => {
    const { list, take } = listing(waiting('a'), line('b'), line('c'));
    list.hand(1);
    take(line('c', { stage: 'critical', phase: 'waiting', waiting_since: 2, last_seq: 2 }), waiting('new'), line('calm'));
    expect([shown(list), list.pending.value]).toEqual(['abc', 2]);
    list.free();
    expect([list.ids.value[0], list.pending.value]).toEqual(['c', 0]);
  });

  test('rows that are gone keep their place until the hand leaves', () => {
    const { list, take } = listing(waiting('a'), line('b'));
    list.hand(1);
    take(line('a', { phase: 'closed', last_seq: 2 }));
    expect(shown(list)).toBe('ab');
    list.hand(-1);
    expect(shown(list)).toBe('b');
  });

  test('pointer and focus are two hands: the list is free when both have left', () => {
    const { list, take } = listing(line('a', { last_at: 2 }), line('b', { last_at: 1 }));
    list.view({ sort: 'time' });
    list.hand(1);
    list.hand(1);
    list.hand(-1);
    take(line('b', { last_at: 9, last_seq: 2 }));
    expect(shown(list)).toBe('ab');
    list.hand(-1);
    expect(shown(list)).toBe('ba');
  });

  test('a mood that eases is no reason to call', () => {
    const { list, take } = listing(line('a', { stage: 'critical', phase: 'waiting', waiting_since: 1 }), line('b'));
    list.hand(1);
    take(line('a', { stage: 'watch', phase: 'waiting', waiting_since: 1, last_seq: 2 }));
    expect(list.pending.value).toBe(0);
  });
});

test('the cursor walks the shown order, stops at the ends and stays on its conversation', () => {
  const { list, take } = listing(line('a', { last_at: 3 }), line('b', { last_at: 2 }), line('c', { last_at: 1 }));
  list.view({ sort: 'time' });
  expect([list.move(1), list.move(1), list.move(1), list.move(1)]).toEqual(['a', 'b', 'c', 'c']);
  take(line('c', { last_at: 9, last_seq: 2 }));
  expect(list.move(1)).toBe('a');
  expect([list.move(-Infinity), list.move(Infinity)]).toEqual(['c', 'b']);
});
