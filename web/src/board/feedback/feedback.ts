// Asks the server on behalf of the screen of feedback, and keeps its state. Owns no drawing.
import { signal } from '@preact/signals';
import { call } from '../../shared/api';
import type { Language } from '../../shared/protocol';
import { codeOf } from '../../staff/errors';
import type { Proposal, Question, Report } from './shapes';
import { type Action, type Busy, EMPTY, type Level, type State, reduce } from './state';

export class Feedback {
  readonly state = signal<State>(EMPTY);
  #closed = false;

  constructor() {
    void this.load();
  }

  close(): void {
    this.#closed = true;
  }

  do(action: Action): void {
    if (!this.#closed) this.state.value = reduce(this.state.peek(), action);
  }

  load(): Promise<void> {
    return this.#ask('load', async () => {
      const [report, { questions }] = await Promise.all([call<Report>('GET', '/v1/feedback'), this.#questions()]);
      this.do({ t: 'report', report });
      this.do({ t: 'questions', questions });
    });
  }

  /** Answers the first question, and fetches more when it was the last at hand. */
  answer(level: Level): Promise<void> {
    return this.#ask('answer', async () => {
      const question = this.state.peek().queue?.[0];
      if (!question) return this.do({ t: 'questions', questions: [] });
      const { conv, message } = question;
      await call('POST', '/v1/feedback/labels', { conv, message, level, asked: true });
      this.do({ t: 'answered', question, level });
      await this.#refill();
    });
  }

  skip(): Promise<void> {
    this.do({ t: 'skip' });
    if (this.state.peek().queue?.length !== 0) return Promise.resolve();
    return this.#ask('load', () => this.#refill());
  }

  /** Takes the last answer back; its question is asked again. */
  takeBack(): Promise<void> {
    return this.#ask('answer', async () => {
      const last = this.state.peek().last;
      if (last) {
        const { conv, message } = last.question;
        await call('POST', '/v1/feedback/labels', { conv, message, judgement: 'withdrawn' });
      }
      this.do({ t: 'taken_back' });
    });
  }

  /** What the answers of a language call for. */
  propose(language: Language): Promise<void> {
    return this.#ask('propose', async () => {
      const proposal = await call<Proposal>('POST', '/v1/feedback/recalibration/proposal', { language });
      this.do({ t: 'proposal', proposal });
    });
  }

  /** Puts in force exactly what is shown. */
  apply(): Promise<void> {
    return this.#ask('apply', async () => {
      const { language, proposal } = this.state.peek().proposal ?? {};
      const report = await call<Report>('POST', '/v1/feedback/recalibration/apply', { language, proposal });
      this.do({ t: 'report', report, done: 'applied' });
    });
  }

  undo(): Promise<void> {
    return this.#ask('undo', async () => {
      const report = await call<Report>('POST', '/v1/feedback/recalibration/undo', {});
      this.do({ t: 'report', report, done: 'undone' });
    });
  }

  #questions(): Promise<{ questions: Question[] }> {
    return call('GET', '/v1/feedback/questions');
  }

  async #refill(): Promise<void> {
    if (this.state.peek().queue?.length !== 0) return;
    this.do({ t: 'questions', questions: (await this.#questions()).questions });
    this.do({ t: 'report', report: await call<Report>('GET', '/v1/feedback') });
  }

  async #ask(what: Busy, asking: () => Promise<void>): Promise<void> {
    if (this.state.peek().busy) return;
    this.do({ t: 'ask', what });
    await asking().catch((error: unknown) => this.do({ t: 'failed', code: codeOf(error) }));
  }
}
