// What the list shows: view, order, hold, cursor. Owns which rows stand in it and in what order.
// Keeps: while held, no row moves; the cursor stays on its conversation wherever the row goes.
import { batch, computed, signal } from '@preact/signals';
import type { Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import { type Sort, isUnder, matches, needsYou } from '../staff/need';
import { load, save } from '../staff/storage';
import type { Changed, Summaries } from '../staff/summaries';
import { type Counts, Tally } from './counts';
import { isAside, isOn } from './filing/aside';
import { type Filter, isSort, isTab } from './filters/filters';
import { type Held, holdNow, pending } from './hold';
import { Order } from './order';

/** Needs grow in steps of minutes; looking every few seconds is often enough. */
const RESORT_MS = 5_000;

/** Narrows nothing. */
export const UNFILTERED = { query: '', shelf: { t: 'usual' }, stage: 'any', language: 'any' } as const;

export class Listing {
  readonly #filter = signal<Filter>({ ...UNFILTERED, tab: load('tab', 'all', isTab), sort: load('sort', 'need', isSort) });
  readonly tab = computed(() => this.#filter.value.tab);
  readonly query = computed(() => this.#filter.value.query);
  /** How many conversations of the list are put aside. */
  readonly asideCount = signal(0);
  /** The conversation that the keyboard is at. */
  readonly cursor = signal<string | undefined>(undefined);
  readonly counts = signal<Counts>({ mine: 0, owed: 0, waiting: 0, all: 0 });
  readonly #aside = new Set<string>();
  readonly #tally: Tally;
  readonly #order = new Order();
  readonly #live = signal(this.#order.keys);
  readonly #held = signal<Held | undefined>(undefined);
  #sortedAt = 0;
  #hands = 0;
  #isComplete = false;

  readonly ids = computed((): readonly string[] => this.#held.value?.ids ?? this.#live.value.map(({ conv }) => conv));
  /** How many rows that need somebody would come up if the list were let go. */
  readonly pending = computed((): number => {
    const held = this.#held.value;
    return held ? pending(held, this.#live.value, this.#sort, (conv) => this.#needs(conv)) : 0;
  });

  constructor(
    readonly me: string,
    readonly lines: Summaries,
    /** Sees in "all" what others have put aside. */
    readonly overseer = false,
  ) {
    this.#tally = new Tally(me);
    lines.watch((changed) => this.#settle(changed));
  }

  /** Sorts anew when needs may have grown with time. */
  tick(): void {
    if (now.peek() - this.#sortedAt > RESORT_MS) this.#rebuild();
  }

  /** Not everything of the tab is shown. */
  readonly isNarrowed = computed(() => {
    const { query, shelf, stage, language } = this.#filter.value;
    return query.trim() !== '' || shelf.t === 'tag' || stage !== 'any' || language !== 'any';
  });

  /** What is shown, and in what order. */
  get filter(): Filter {
    return this.#filter.value;
  }

  view(change: Partial<Filter>): void {
    batch(() => {
      this.#filter.value = { ...this.#filter.value, ...change };
      // Whoever changes the view wants to see it, hand on the list or not.
      this.#rebuild();
      this.free();
    });
    save('tab', this.filter.tab);
    save('sort', this.filter.sort);
  }

  /** A hand or the focus comes over the list (+1) or leaves it (-1). */
  hand(by: 1 | 0 | -1): void {
    this.#hands = Math.max(0, this.#hands + by);
    if (this.#hands === 0) this.#held.value = undefined;
    else if (this.#isComplete) this.#held.value ??= holdNow(this.#live.value);
  }

  /** The first snapshot is complete: until now there was nothing to hold. */
  begin(): void {
    this.#isComplete = true;
    this.#rebuild();
    this.hand(0);
  }

  /** Lets the rows find their places now, though the list is held. */
  free(): void {
    if (this.#held.value) this.#held.value = holdNow(this.#live.value);
  }

  /** Moves the cursor by so many rows; returns where it is. */
  move(by: number): string | undefined {
    const ids = this.ids.value;
    const at = ids.indexOf(this.cursor.value ?? '');
    const to = at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(Math.max(at + by, 0), ids.length - 1);
    this.cursor.value = ids[to];
    return ids[to];
  }

  /** Whether a line still stands in this view; a held row may not. */
  passes(line: Summary): boolean {
    const { tab, shelf, query, stage, language } = this.filter;
    const seesAside = tab === 'closed' || (this.overseer && tab === 'all');
    const fits = (stage === 'any' || line.stage === stage) && (language === 'any' || line.language === language);
    return fits && isUnder(tab, line, this.me) && isOn(shelf, line, now.peek(), seesAside) && matches(line, query.trim());
  }

  #settle(changed: Changed): void {
    for (const [conv, line] of changed) this.#count(conv, line);
    this.counts.value = this.#tally.counts;
    this.asideCount.value = this.#aside.size;
    this.#order.update(changed, (line) => this.passes(line), this.#sort, now.peek());
    this.#live.value = this.#order.keys;
  }

  /** What is put aside stands in no count of a view until its time is over. */
  #count(conv: string, line: Summary | undefined): void {
    const aside = line !== undefined && isAside(line, now.peek());
    if (aside) this.#aside.add(conv);
    else this.#aside.delete(conv);
    this.#tally.take(conv, aside && !(this.overseer && line.agent !== this.me) ? undefined : line);
  }

  #rebuild(): void {
    // Their time may be over.
    for (const conv of [...this.#aside]) this.#count(conv, this.lines.get(conv));
    this.counts.value = this.#tally.counts;
    this.asideCount.value = this.#aside.size;
    this.#order.rebuild(this.lines.all(), (line) => this.passes(line), this.#sort, now.peek());
    this.#sortedAt = now.peek();
    this.#live.value = this.#order.keys;
  }

  /** What has ended needs nobody: the latest stand first. */
  get #sort(): Sort {
    return this.filter.tab === 'closed' ? 'time' : this.filter.sort;
  }

  #needs(conv: string): boolean {
    const line = this.lines.get(conv);
    return line !== undefined && needsYou(line, this.me);
  }
}
