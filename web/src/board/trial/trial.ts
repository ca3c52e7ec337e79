// Asks the server on behalf of the screen where a policy is tried, and keeps its state. Owns no drawing.
import { signal } from '@preact/signals';
import { call } from '../../shared/api';
import { codeOf } from '../../staff/errors';
import type { Checked, InForce, Replay } from './shapes';
import { type Action, type Asked, EMPTY, type State, isRunning, reduce } from './state';

/** How often a replay is asked how far it is. */
const EVERY_MS = 500;
/** After the last letter, before the text is checked. */
const PAUSE_MS = 400;
const DAY_MS = 86_400_000;

export class Trial {
  readonly state = signal<State>(EMPTY);
  #checking: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor() {
    void this.load();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#checking);
    clearTimeout(this.#looking);
  }

  do(action: Action): void {
    if (this.#closed) return;
    this.state.value = reduce(this.state.peek(), action);
    if (action.t === 'draft' || action.t === 'value') this.#checkSoon();
  }

  load(): Promise<void> {
    return this.#ask('load', async () => {
      this.do({ t: 'in_force', inForce: await call<InForce>('GET', '/v1/policy') });
    });
  }

  /** Replays the draft over the period that was chosen. */
  begin(): Promise<void> {
    return this.#ask('begin', async () => {
      const { draft, days } = this.state.peek();
      const until = Date.now() + DAY_MS;
      const body = { policy: draft, since: Math.max(0, Date.now() - days * DAY_MS), until };
      this.do({ t: 'replay', replay: await call<Replay>('POST', '/v1/replay', body), text: draft });
      this.#lookSoon();
    });
  }

  async cancel(): Promise<void> {
    const { replay } = this.state.peek();
    if (replay) await call('POST', `/v1/replay/${replay.id}/cancel`).catch((error: unknown) => this.#fail('cancel', error));
  }

  /** Puts what was replayed into force. */
  apply(): Promise<void> {
    return this.#ask('apply', async () => {
      const { draft, replay } = this.state.peek();
      const inForce = await call<InForce>('POST', '/v1/policy', { toml: draft, replay: replay?.id });
      this.do({ t: 'in_force', inForce, done: 'applied' });
    });
  }

  undo(): Promise<void> {
    return this.#ask('undo', async () => {
      this.do({ t: 'in_force', inForce: await call<InForce>('POST', '/v1/policy/undo'), done: 'undone' });
    });
  }

  async #ask(what: NonNullable<State['busy']>, asking: () => Promise<void>): Promise<void> {
    if (this.state.peek().busy) return;
    this.do({ t: 'ask', what });
    await asking().catch((error: unknown) => this.#fail(what, error));
  }

  #fail(of: Asked, error: unknown): void {
    this.do({ t: 'failed', of, code: codeOf(error) });
  }

  #checkSoon(): void {
    clearTimeout(this.#checking);
    this.#checking = setTimeout(() => void this.#check(), PAUSE_MS);
  }

  async #check(): Promise<void> {
    const text = this.state.peek().draft;
    try {
      this.do({ t: 'checked', text, checked: await call<Checked>('POST', '/v1/policy/check', { toml: text }) });
    } catch (error) {
      this.#fail('check', error);
    }
  }

  #lookSoon(): void {
    if (!this.#closed) this.#looking = setTimeout(() => void this.#look(), EVERY_MS);
  }

  async #look(): Promise<void> {
    const { replay } = this.state.peek();
    if (!replay) return;
    try {
      this.do({ t: 'replay', replay: await call<Replay>('GET', `/v1/replay/${replay.id}`) });
    } catch (error) {
      if (codeOf(error) === 'not_found') this.do({ t: 'replay', replay: { ...replay, state: 'failed' } });
      // Cut off for a while: the replay goes on without us.
      this.#fail('look', error);
    }
    if (isRunning(this.state.peek())) this.#lookSoon();
  }
}
