// Looking through all messages: what is asked, and what has come back. Owns no drawing.
// Keeps: an answer to an earlier question is never shown for a later one.
import { signal } from '@preact/signals';
import { call } from '../shared/api';
import type { Party } from '../shared/protocol';
import { type ErrorCode, codeOf } from '../staff/errors';

/** A message that holds the words; `spans` count Unicode scalar values of `text`. */
export interface Hit {
  readonly conv: string;
  readonly seq: number;
  readonly at: number;
  readonly by: Party;
  readonly kind: 'message' | 'note';
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  readonly visitor_name?: string;
  /** Names of the files beside it. */
  readonly files?: readonly string[];
}

export interface Answer {
  readonly hits: readonly Hit[];
  readonly next?: number;
  readonly complete: boolean;
  readonly behind: number;
  readonly rebuilding: boolean;
}

export type Looked =
  | { readonly state: 'idle' }
  | { readonly state: 'looking' }
  | { readonly state: 'failed'; readonly code: ErrorCode }
  | ({ readonly state: 'found' } & Answer);

/** Typing rests for so long before the server is asked. */
const REST_MS = 250;
/** As long a question as the server takes, in characters. */
const MOST = 200;

export class MessageSearch {
  readonly looked = signal<Looked>({ state: 'idle' });
  /** The next page is on its way. */
  readonly loadingMore = signal(false);
  #asked = '';
  /** Grows with each question, so that late answers are known. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: (path: string) => Promise<Answer> = (path) => call<Answer>('GET', path)) {}

  /** Looks for these words once whoever types rests. */
  look(typed: string): void {
    const words = [...typed.trim()].slice(0, MOST).join('');
    if (words === this.#asked) return;
    this.#asked = words;
    this.#turn += 1;
    clearTimeout(this.#timer);
    // Signs alone are nothing to look for.
    if (!/[\p{L}\p{N}]/u.test(words)) {
      this.looked.value = { state: 'idle' };
      return;
    }
    this.looked.value = { state: 'looking' };
    this.#timer = setTimeout(() => void this.#look(), REST_MS);
  }

  /** Asks again what failed. */
  again(): void {
    this.#turn += 1;
    this.looked.value = { state: 'looking' };
    void this.#look();
  }

  /** Adds older hits. */
  async more(): Promise<void> {
    const before = this.looked.peek();
    if (before.state !== 'found' || before.next === undefined || this.loadingMore.peek()) return;
    const turn = this.#turn;
    this.loadingMore.value = true;
    try {
      const answer = await this.ask(this.#path(before.next));
      if (turn === this.#turn) this.looked.value = { ...answer, state: 'found', hits: [...before.hits, ...answer.hits] };
    } catch (error) {
      if (turn === this.#turn) this.looked.value = { state: 'failed', code: codeOf(error) };
    } finally {
      this.loadingMore.value = false;
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  async #look(): Promise<void> {
    const turn = this.#turn;
    try {
      const answer = await this.ask(this.#path());
      if (turn === this.#turn) this.looked.value = { ...answer, state: 'found' };
    } catch (error) {
      if (turn === this.#turn) this.looked.value = { state: 'failed', code: codeOf(error) };
    }
  }

  #path(before?: number): string {
    const page = before === undefined ? '' : `&before=${before}`;
    return `/v1/search?q=${encodeURIComponent(this.#asked)}${page}`;
  }
}
