import { beforeEach, describe, expect, test } from 'vitest';
import { line } from '../../staff/lines_for_tests';
import { Summaries } from '../../staff/summaries';
import { Listing, UNFILTERED } from '../listing';
import { type Filter, MOST, SavedFilters, isSame } from './filters';

const ANGRY: Filter = { ...UNFILTERED, tab: 'all', sort: 'need', stage: 'critical' };
const REFUNDS: Filter = { ...UNFILTERED, tab: 'waiting', sort: 'time', query: 'refund', shelf: { t: 'tag', tag: 'refund' }, language: 'zh' };
let saved: SavedFilters;
const names = (of = saved): string[] => of.all.value.map(({ name }) => name);

beforeEach(() => {
  localStorage.clear();
  saved = new SavedFilters('lin');
});

describe('saved filters', () => {
  test('stay in this browser, for the one who saved them', () => {
    saved.save(' Angry ', ANGRY);
    saved.save('退款', REFUNDS);
    const again = new SavedFilters('lin');
    expect(names(again)).toEqual(['Angry', '退款']);
    expect(isSame(again.all.value[1] as Filter, REFUNDS)).toBe(true);
    expect(names(new SavedFilters('ana'))).toEqual([]);
  });

  test('one name is one filter: the older is handed back and can be put back', () => {
    saved.save('Angry', ANGRY);
    const before = saved.save('ANGRY', REFUNDS);
    expect([names(), isSame(saved.all.value[0] as Filter, REFUNDS)]).toEqual([['ANGRY'], true]);
    if (before) saved.put(before, 0);
    expect([names(), isSame(saved.all.value[0] as Filter, ANGRY)]).toEqual([['Angry'], true]);
  });

  test('are ordered, renamed, deleted, and put back where they were', () => {
    for (const name of ['a', 'b', 'c']) saved.save(name, ANGRY);
    const [a, b] = saved.all.value;
    saved.move(b?.id ?? '', -1);
    saved.move(b?.id ?? '', -1);
    expect(names(), 'the first does not move up').toEqual(['b', 'a', 'c']);
    saved.rename(a?.id ?? '', '  all angry ');
    saved.rename(a?.id ?? '', '   ');
    expect(names()).toEqual(['b', 'all angry', 'c']);
    const back = saved.remove(a?.id ?? '');
    expect(names()).toEqual(['b', 'c']);
    back();
    back();
    expect(names()).toEqual(['b', 'all angry', 'c']);
  });

  test('are no more than there is room for, and need a name', () => {
    saved.save('  ', ANGRY);
    for (let n = 0; n < MOST + 5; n += 1) saved.save(`${n}${'x'.repeat(60)}`, ANGRY);
    expect(saved.all.value.length).toBe(MOST);
    expect(saved.all.value.every(({ name }) => name.length === 40)).toBe(true);
  });

  test('of another tab are not lost; what cannot be read is left out', () => {
    const other = new SavedFilters('lin');
    other.save('theirs', ANGRY);
    saved.save('mine', REFUNDS);
    dispatchEvent(new Event('storage'));
    expect([names(), names(other)]).toEqual([['theirs', 'mine'], ['theirs', 'mine']]);
    const kept = JSON.parse(localStorage.getItem('attune.filters.lin') ?? '[]') as object[];
    const broken = [null, 7, { ...kept[0], tab: 'nowhere' }, { ...kept[0], shelf: { t: 'tag' } }, { ...kept[0], name: 1 }, kept[1]];
    localStorage.setItem('attune.filters.lin', JSON.stringify(broken));
    expect(names(new SavedFilters('lin'))).toEqual(['mine']);
    localStorage.setItem('attune.filters.lin', '{"length": 3}');
    expect(names(new SavedFilters('lin'))).toEqual([]);
  });
});

test('a filter narrows the list by mood and language, and shows everything again', () => {
  const lines = new Summaries();
  const list = new Listing('lin', lines);
  for (const one of [line('calm'), line('hot', { stage: 'critical' }), line('热', { stage: 'critical', language: 'zh' })]) lines.take(one);
  list.begin();
  list.view({ ...ANGRY });
  expect([...list.ids.value].sort()).toEqual(['hot', '热']);
  list.view({ language: 'zh' });
  expect([list.ids.value, list.isNarrowed.value]).toEqual([['热'], true]);
  list.view(UNFILTERED);
  expect([list.ids.value.length, list.isNarrowed.value]).toEqual([3, false]);
});
