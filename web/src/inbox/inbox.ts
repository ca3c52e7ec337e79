// The state of the inbox: what is listed, what is opened, and what an agent can do. Owns no drawing.
import { batch, computed, effect, signal } from '@preact/signals';
import { call } from '../shared/api';
import type { Summary } from '../shared/protocol';
import { type Account, mayOversee } from '../staff/account';
import { type Asked, Desk } from '../staff/desk';
import { codeOf, errorText } from '../staff/errors';
import { byNeed, isUnder, type Tab } from '../staff/need';
import { language } from '../staff/preferences';
import { Drafts } from './drafts';
import { ring } from '../staff/sound';
import { inboxWords } from './texts';

export interface Toast {
  readonly text: string;
  readonly undo?: () => void;
}

const UNDO_MS = 5_000;

/** What this person may do about who speaks. */
export type Floor = 'mine' | 'free' | 'offered' | 'other' | 'closed';

export class Inbox {
  readonly desk: Desk;
  readonly drafts: Drafts;
  readonly tab = signal<Tab>('mine');
  /** The conversation that is opened. */
  readonly selected = signal<string | undefined>(undefined);
  /** The row that the keyboard is at. */
  readonly cursor = signal<string | undefined>(undefined);
  readonly toast = signal<Toast | undefined>(undefined);
  readonly help = signal(false);
  /** The conversation whose composer is to take the focus as soon as it can. */
  readonly focusWanted = signal<string | undefined>(undefined);
  /** While somebody points at the list or walks through it, rows keep their places. */
  readonly held = signal(false);
  readonly #ended = signal<readonly Summary[]>([]);
  #order: readonly string[] = [];
  #toastEnds: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly me: Account) {
    this.drafts = new Drafts(me.staff);
    this.desk = new Desk({
      topics: ['inbox'],
      onFrame: (frame) => {
        if (frame.t === 'offer') ring('offer');
      },
    });
    effect(() => {
      if (this.tab.value === 'closed') void this.loadEnded();
    });
  }

  /** Every line under the tab, neediest first. */
  readonly sorted = computed<readonly Summary[]>(() => {
    this.desk.summaries.version.value;
    const tab = this.tab.value;
    const all = this.desk.summaries.all();
    if (tab !== 'closed') return byNeed(all.filter((one) => isUnder(tab, one, this.me.staff)));
    const known = new Map([...this.#ended.value, ...all].map((one) => [one.conv, one]));
    const ended = [...known.values()].filter((one) => one.phase === 'closed');
    return ended.sort((a, b) => b.last_at - a.last_at);
  });

  /** The same as they are shown: while the list is held, known rows keep their places and new ones go below. */
  readonly rows = computed<readonly Summary[]>(() => {
    const sorted = this.sorted.value;
    if (!this.held.value) {
      this.#order = sorted.map((one) => one.conv);
      return sorted;
    }
    const lines = new Map(sorted.map((one) => [one.conv, one]));
    const kept = this.#order.flatMap((conv) => lines.get(conv) ?? []);
    const old = new Set(kept.map((one) => one.conv));
    return [...kept, ...sorted.filter((one) => !old.has(one.conv))];
  });

  /** How many rows would stand elsewhere if the list were let go. */
  readonly moved = computed(() => {
    const sorted = this.sorted.value;
    return this.rows.value.filter((one, index) => sorted[index]?.conv !== one.conv).length;
  });

  /** What all lines come to, seen from me. */
  readonly survey = computed(() => {
    this.desk.summaries.version.value;
    const counts = { mine: 0, waiting: 0, all: 0 };
    const offered: Summary[] = [];
    let wanting = 0;
    for (const one of this.desk.summaries.all()) {
      if (isUnder('all', one, this.me.staff)) counts.all += 1;
      if (isUnder('waiting', one, this.me.staff)) counts.waiting += 1;
      if (!isUnder('mine', one, this.me.staff)) continue;
      counts.mine += 1;
      if (one.phase === 'handing_off') offered.push(one);
      if (one.phase === 'handing_off' || one.unanswered_since !== undefined) wanting += 1;
    }
    return { counts, offered, wanting };
  });

  line(conv: string): Summary | undefined {
    this.desk.summaries.version.value;
    return this.desk.summaries.get(conv) ?? this.#ended.value.find((one) => one.conv === conv);
  }

  floor(summary: Summary): Floor {
    if (summary.phase === 'closed') return 'closed';
    if (summary.phase === 'with_bot' || summary.phase === 'waiting') return 'free';
    if (summary.agent !== this.me.staff) return 'other';
    return summary.phase === 'with_agent' ? 'mine' : 'offered';
  }

  /** Whether claiming is allowed: supervisors may step in anywhere. */
  mayClaim(summary: Summary): boolean {
    const floor = this.floor(summary);
    return floor === 'free' || floor === 'offered' || (floor === 'other' && mayOversee(this.me.role));
  }

  open(conv: string | undefined): void {
    const before = this.selected.peek();
    batch(() => {
      this.selected.value = conv;
      if (conv !== undefined) this.cursor.value = conv;
    });
    if (before !== undefined && before !== conv) this.desk.leave(before);
  }

  /** The keyboard's row is to take the focus when it is drawn. */
  walks = false;

  /** Moves the keyboard's row. */
  move(by: number): void {
    const rows = this.rows.value;
    const at = rows.findIndex((one) => one.conv === this.cursor.value);
    const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
    this.walks = true;
    this.cursor.value = next?.conv;
  }

  async claim(conv: string): Promise<void> {
    if (!(await this.#do({ t: 'claim', conv }))) return;
    this.desk.dropOffer(conv);
    this.open(conv);
    this.writeIn(conv, 'reply');
  }

  async decline(conv: string): Promise<void> {
    if (await this.#do({ t: 'decline', conv })) this.desk.dropOffer(conv);
  }

  async release(conv: string): Promise<void> {
    if (await this.#do({ t: 'release', conv })) this.say({ text: inboxWords().released });
  }

  async resolve(conv: string): Promise<void> {
    const line = this.line(conv);
    const mine = line !== undefined && this.floor(line) === 'mine';
    if (!(await this.#do({ t: 'resolve', conv }))) return;
    this.say({ text: inboxWords().resolved, undo: () => void this.reopen(conv, mine) });
  }

  /** @param again also takes the floor, for those who had it */
  async reopen(conv: string, again = true): Promise<void> {
    if (!(await this.#do({ t: 'reopen', conv }))) return;
    this.#ended.value = this.#ended.value.filter((one) => one.conv !== conv);
    this.say({ text: inboxWords().reopened });
    if (again) await this.claim(conv);
  }

  async setAvailable(available: boolean): Promise<void> {
    this.desk.available.value = available;
    if (!(await this.#do({ t: 'me', available }))) this.desk.available.value = !available;
  }

  writeIn(conv: string, mode: 'reply' | 'note'): void {
    batch(() => {
      this.drafts.change(conv, { mode });
      this.focusWanted.value = conv;
    });
  }

  /** Says something for a few seconds. */
  say(toast: Toast): void {
    clearTimeout(this.#toastEnds);
    this.toast.value = toast;
    this.#toastEnds = setTimeout(() => {
      this.toast.value = undefined;
    }, UNDO_MS);
  }

  async loadEnded(): Promise<void> {
    try {
      const { conversations } = await call<{ conversations: Summary[] }>('GET', '/v1/conversations/closed');
      this.#ended.value = conversations;
    } catch (error) {
      this.say({ text: errorText(codeOf(error), language.peek()) });
    }
  }

  async #do(asked: Asked): Promise<boolean> {
    try {
      await this.desk.ask(asked);
      return true;
    } catch (error) {
      this.say({ text: errorText(codeOf(error), language.peek()) });
      return false;
    }
  }
}
