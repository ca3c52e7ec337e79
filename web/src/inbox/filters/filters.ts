// Filters of the list under a name. Owns which there are and in what order; kept in this browser for each person.
// Keeps: what another tab saved meanwhile is never lost; what another version left that cannot be read is left out.
import { signal } from '@preact/signals';
import type { Language, Stage } from '../../shared/protocol';
import { uuidv7 } from '../../shared/uuid';
import type { Sort, Tab } from '../../staff/need';
import { changedElsewhere, load, oneOf, save } from '../../staff/storage';
import type { Shelf } from '../filing/aside';

/** What the list shows, and in what order. */
export interface Filter {
  readonly tab: Tab;
  readonly sort: Sort;
  readonly query: string;
  readonly shelf: Shelf;
  readonly stage: Stage | 'any';
  readonly language: Language | 'any';
}

export interface Saved extends Filter {
  readonly id: string;
  /** 1 to 40 characters. */
  readonly name: string;
}

/** As many have a number key. */
export const NUMBERED = 9;
export const MOST = 20;
export const NAME_MOST = 40;

export const isTab = oneOf<Tab>('mine', 'waiting', 'all', 'closed');
export const isSort = oneOf<Sort>('need', 'time');
const isStage = oneOf<Filter['stage']>('any', 'calm', 'watch', 'concern', 'critical');
const isLanguage = oneOf<Filter['language']>('any', 'en', 'zh');

function isShelf(value: unknown): value is Shelf {
  const { t, tag } = (value ?? {}) as { t?: unknown; tag?: unknown };
  return t === 'usual' || t === 'aside' || (t === 'tag' && typeof tag === 'string');
}

function isSaved(value: unknown): value is Saved {
  const one = (value ?? {}) as Partial<Record<keyof Saved, unknown>>;
  const isNamed = [one.id, one.name, one.query].every((text) => typeof text === 'string');
  return isNamed && isTab(one.tab) && isSort(one.sort) && isShelf(one.shelf) && isStage(one.stage) && isLanguage(one.language);
}

/** Whether both show the same. */
export function isSame(a: Filter, b: Filter): boolean {
  const facts = ({ tab, sort, query, shelf, stage, language }: Filter): string =>
    JSON.stringify([tab, sort, query.trim(), shelf.t, shelf.t === 'tag' && shelf.tag, stage, language]);
  return facts(a) === facts(b);
}

export class SavedFilters {
  readonly all = signal<readonly Saved[]>([]);
  /** Where they are made and changed is open. */
  readonly isOpen = signal(false);
  readonly #key: string;
  readonly close: () => void;

  /** @param who whose: two people may share a browser */
  constructor(who: string) {
    this.#key = `filters.${who}`;
    const read = (): void => {
      this.all.value = this.#stored();
    };
    read();
    this.close = changedElsewhere(read);
  }

  /** Saves under a name; the one that has this name already is replaced and returned, for the way back. */
  save(name: string, filter: Filter): Saved | undefined {
    const wanted = name.trim().slice(0, NAME_MOST);
    if (wanted === '') return undefined;
    const all = this.#stored();
    const before = all.find((one) => one.name.toLowerCase() === wanted.toLowerCase());
    const saved = { ...filter, id: before?.id ?? uuidv7(), name: wanted };
    if (before) this.#keep(all.map((one) => (one === before ? saved : one)));
    else if (all.length < MOST) this.#keep([...all, saved]);
    return before;
  }

  rename(id: string, name: string): void {
    const wanted = name.trim().slice(0, NAME_MOST);
    if (wanted !== '') this.#keep(this.#stored().map((one) => (one.id === id ? { ...one, name: wanted } : one)));
  }

  /** Moves one up (-1) or down (1). */
  move(id: string, by: 1 | -1): void {
    const all = this.#stored();
    const at = all.findIndex((one) => one.id === id);
    const moved = all[at];
    const other = all[at + by];
    if (!moved || !other) return;
    all[at] = other;
    all[at + by] = moved;
    this.#keep(all);
  }

  /** Returns what puts it back where it was. */
  remove(id: string): () => void {
    const all = this.#stored();
    const at = all.findIndex((one) => one.id === id);
    const removed = all[at];
    this.#keep(all.filter((one) => one.id !== id));
    return () => removed && this.put(removed, at);
  }

  /** Puts one at a place, instead of what it has become since. */
  put(saved: Saved, at: number): void {
    this.#keep(this.#stored().filter(({ id }) => id !== saved.id).toSpliced(at, 0, saved));
  }

  #stored(): Saved[] {
    return load<unknown[]>(this.#key, [], Array.isArray).filter(isSaved).slice(0, MOST);
  }

  #keep(all: readonly Saved[]): void {
    save(this.#key, all);
    this.all.value = all;
  }
}
