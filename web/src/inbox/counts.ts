// How many conversations stand in each view. Counted by change, so that ten thousand cost no more than one.
import type { Summary } from '../shared/protocol';
import { isUnder } from '../staff/need';

export interface Counts {
  readonly mine: number;
  /** Of mine, those whose visitor waits for an answer. */
  readonly owed: number;
  readonly waiting: number;
  readonly all: number;
}

type Part = { readonly [K in keyof Counts]: boolean };
const NONE: Part = { mine: false, owed: false, waiting: false, all: false };

export class Tally {
  readonly #parts = new Map<string, Part>();
  readonly #counts = { mine: 0, owed: 0, waiting: 0, all: 0 };
  readonly #me: string;

  constructor(me: string) {
    this.#me = me;
  }

  get counts(): Counts {
    return { ...this.#counts };
  }

  /** A line as it is now; `undefined` when it is gone. */
  take(conv: string, line: Summary | undefined): void {
    const before = this.#parts.get(conv) ?? NONE;
    const after = line ? this.#partOf(line) : NONE;
    for (const name of ['mine', 'owed', 'waiting', 'all'] as const) this.#counts[name] += Number(after[name]) - Number(before[name]);
    if (after.all) this.#parts.set(conv, after);
    else this.#parts.delete(conv);
  }

  #partOf(line: Summary): Part {
    const mine = isUnder('mine', line, this.#me);
    return {
      mine,
      owed: mine && line.phase === 'with_agent' && line.unanswered_since !== undefined,
      waiting: isUnder('waiting', line, this.#me),
      all: isUnder('all', line, this.#me),
    };
  }
}
