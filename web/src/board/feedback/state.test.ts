import { expect, test } from 'vitest';
import type { Question, Report } from './shapes';
import { type Action, EMPTY, type State, reduce } from './state';

const question = (message: number): Question => ({ conv: 'c', message, before: [], text: `words ${message}` });
const run = (...actions: Action[]): State => actions.reduce(reduce, EMPTY);
const ask: Action = { t: 'questions', questions: [question(1), question(2), question(3)] };
const messages = ({ queue }: State): number[] | undefined => queue?.map(({ message }) => message);

test('a question is asked until it is answered or skipped, and what was skipped does not come back on this visit', () => {
  const answered = run(ask, { t: 'answered', question: question(1), level: 3 });
  expect([messages(answered), answered.answered]).toEqual([[2, 3], 1]);
  const skipped = reduce(answered, { t: 'skip' });
  expect(messages(skipped)).toEqual([3]);
  expect(messages(reduce(skipped, ask))).toEqual([1, 3]);
  expect(reduce(EMPTY, { t: 'skip' })).toBe(EMPTY);
});

test('the last answer is taken back, and its question asked again first', () => {
  const back = run(ask, { t: 'answered', question: question(1), level: 0 }, { t: 'taken_back' });
  expect([messages(back), back.answered, back.last]).toEqual([[1, 2, 3], 0, undefined]);
  expect(reduce(back, { t: 'taken_back' }).answered).toBe(0);
});

test('a failure ends what was under way and is gone with the next try', () => {
  const failed = run({ t: 'ask', what: 'apply' }, { t: 'failed', code: 'conflict' });
  expect([failed.busy, failed.failed]).toEqual([undefined, 'conflict']);
  expect(reduce(failed, { t: 'ask', what: 'propose' }).failed).toBeUndefined();
});

test('a proposal is gone once it is applied, and a plain report leaves it', () => {
  const report = { version: 1 } as Report;
  const proposal = { language: 'en', verdict: 'ready', answers: 200, angry: 60, moved: [], gain: { brier: 0, brier_error: 0 }, shadow: { brier: 0, brier_error: 0 } } as const;
  const shown = run({ t: 'proposal', proposal });
  expect(reduce(shown, { t: 'report', report }).proposal).toBe(proposal);
  const applied = reduce(shown, { t: 'report', report, done: 'applied' });
  expect([applied.proposal, applied.done]).toEqual([undefined, 'applied']);
});
