// Puts frames of one conversation in order by `seq`, and asks for what is missing.
// Keeps: `apply` sees every place exactly once and in order, whatever was lost, doubled or overtaken.

export interface Placed {
  readonly seq: number;
}

/** More than this many frames ahead of a gap are not kept: history brings them anyway. */
const HELD_MAX = 256;

export class Sequencer<F extends Placed> {
  #held = new Map<number, F>();
  readonly #apply: (frame: F) => void;
  readonly #ask: (after: number) => void;

  /**
   * @param head the last place already applied (0: none)
   * @param apply takes the next frame
   * @param ask called when `head + 1` is missing; must bring `fill`, and may be called again while it has not
   */
  constructor(
    public head: number,
    apply: (frame: F) => void,
    ask: (after: number) => void,
  ) {
    this.#apply = apply;
    this.#ask = ask;
  }

  /** A frame as it came from the wire. */
  push(frame: F): void {
    if (frame.seq <= this.head) return;
    if (this.#held.size < HELD_MAX) this.#held.set(frame.seq, frame);
    this.#drain();
    if (this.#held.size > 0 || frame.seq > this.head) this.#ask(this.head);
  }

  /** A stretch of history, in any order; what is known already is skipped. */
  fill(frames: readonly F[]): void {
    for (const frame of frames) if (frame.seq > this.head) this.#held.set(frame.seq, frame);
    this.#drain();
  }

  /** The server says its log ends at `head`: asks when ours ends earlier. */
  expect(head: number): void {
    if (head > this.head) this.#ask(this.head);
  }

  #drain(): void {
    for (let next = this.#held.get(this.head + 1); next; next = this.#held.get(this.head + 1)) {
      this.#held.delete(next.seq);
      this.head = next.seq;
      this.#apply(next);
    }
    for (const seq of this.#held.keys()) if (seq <= this.head) this.#held.delete(seq);
  }
}
