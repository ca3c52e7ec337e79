// What is half written, for each conversation; kept in this browser until it is sent.
import { type Signal, signal } from '@preact/signals';
import { draftsKey } from '../staff/kept';
import { load, recordOf, save } from '../staff/storage';

export interface Draft {
  readonly reply: string;
  readonly note: string;
  readonly mode: 'reply' | 'note';
}

const NONE: Draft = { reply: '', note: '', mode: 'reply' };
/** The oldest drafts beyond this are forgotten. */
const KEPT = 50;

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { reply, note, mode } = value as Partial<Draft>;
  return typeof reply === 'string' && typeof note === 'string' && (mode === 'reply' || mode === 'note');
}

export class Drafts {
  readonly #all: Signal<Readonly<Record<string, Draft>>>;
  readonly #key: string;

  /** @param who whose drafts: two people may share a browser */
  constructor(who: string) {
    this.#key = draftsKey(who);
    this.#all = signal(load<Record<string, Draft>>(this.#key, {}, recordOf(isDraft)));
  }

  of(conv: string): Draft {
    return this.#all.value[conv] ?? NONE;
  }

  change(conv: string, change: Partial<Draft>): void {
    const draft = { ...this.of(conv), ...change };
    const { [conv]: _old, ...others } = this.#all.value;
    const isEmpty = draft.reply === '' && draft.note === '' && draft.mode === 'reply';
    const entries = Object.entries(isEmpty ? others : { ...others, [conv]: draft });
    this.#all.value = Object.fromEntries(entries.slice(-KEPT));
    save(this.#key, this.#all.value);
  }
}
