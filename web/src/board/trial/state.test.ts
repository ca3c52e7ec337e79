import { expect, test } from 'vitest';
import type { Checked, Comparison, InForce, Numbers, Replay } from './shapes';
import { type Action, EMPTY, type State, isRunning, mayApply, nextVersion, reduce } from './state';
import { withValue } from './toml';

const NUMBERS: Numbers = {
  version: '3',
  lines: [-1, 0, 1],
  lines_by_language: {},
  alert_stage: 'concern',
  handoff_stage: 'concern',
  distress: 0.4,
  threat: 0.6,
};
const TERM = { version: '3', since: 1, origin: 'configured', by: { who: 'system' } } as const;
const TOML = 'version = "3"\nlines = [-1.0, 0.0, 1.0]\n\n[behaviour]\nrepeat = 0.3\n';
const IN_FORCE: InForce = { ...TERM, toml: TOML, numbers: NUMBERS, history: [] };
const RUNNING: Replay = { id: 'r', state: 'running', done: 0, total: 0, skipped: 0 };
const DONE: Replay = { ...RUNNING, state: 'done', done: 4, total: 4, comparison: {} as Comparison };

const after = (...actions: readonly Action[]): State => actions.reduce(reduce, EMPTY);
const loaded: Action = { t: 'in_force', inForce: IN_FORCE };

test('the draft begins from what is in force, under a name of its own', () => {
  const state = after(loaded);
  expect(state.busy).toBeUndefined();
  expect(state.draft).toBe(TOML.replace('"3"', '"3.1"'));
  const known = { ...IN_FORCE, version: '3.1', history: [{ ...TERM, version: '3' }, { ...TERM, version: '3.2' }] };
  expect(nextVersion(known)).toBe('3.3');
});

test('a value is set in its place and nothing else changes', () => {
  expect(withValue(TOML, '', 'lines', [-2, 0.5, 1])).toBe(TOML.replace('[-1.0, 0.0, 1.0]', '[-2.0, 0.5, 1.0]'));
  expect(withValue(TOML, 'behaviour', 'repeat', 1)).toBe(TOML.replace('0.3', '1.0'));
  expect(withValue(TOML, '', 'alert_stage', 'watch').split('\n')[0]).toBe('alert_stage = "watch"');
  expect(withValue(TOML, '', 'repeat', 2)).toContain('[behaviour]\nrepeat = 0.3');
  expect(withValue(TOML, 'lines_by_language', 'en', [1, 2, 3])).toMatch(/\n\[lines_by_language\]\nen = \[1\.0, 2\.0, 3\.0\]\n$/);
});

test('a field shows what was typed at once', () => {
  const lines = [-2, 0, 1] as const;
  const typed = after(loaded, { t: 'value', section: '', key: 'lines', value: lines });
  expect(typed.numbers?.lines).toEqual(lines);
  const english = reduce(typed, { t: 'value', section: 'lines_by_language', key: 'en', value: lines });
  expect(english.numbers?.lines_by_language).toEqual({ en: lines });
});

test('an answer about an earlier text is passed over', () => {
  const checked: Checked = { problems: ['lines is bad'] };
  const typed = after(loaded, { t: 'draft', text: 'a' });
  expect(reduce(typed, { t: 'checked', text: 'b', checked })).toBe(typed);
  const told = reduce(typed, { t: 'checked', text: 'a', checked });
  expect(told.problems).toEqual(['lines is bad']);
  expect(told.numbers).toBe(typed.numbers);
});

test('only what was replayed to its end may be applied, and only as it was', () => {
  const begun = after(loaded, { t: 'ask', what: 'begin' });
  expect(begun.busy).toBe('begin');
  const running = reduce(begun, { t: 'replay', replay: RUNNING, text: begun.draft });
  expect([isRunning(running), running.busy, mayApply(running)]).toEqual([true, undefined, false]);
  const done = reduce(running, { t: 'replay', replay: DONE });
  expect([isRunning(done), mayApply(done)]).toEqual([false, true]);
  expect(mayApply(reduce(done, { t: 'draft', text: `${done.draft} ` }))).toBe(false);
  expect(mayApply(reduce(done, { t: 'checked', text: done.draft, checked: { problems: ['x'] } }))).toBe(false);
  expect(mayApply(reduce(running, { t: 'replay', replay: { ...DONE, state: 'cancelled' } }))).toBe(false);
});

test('asking again forgets what failed, and what was applied begins anew', () => {
  const failed = after(loaded, { t: 'confirm', what: 'apply' }, { t: 'failed', of: 'apply', code: 'no_answer' });
  expect(failed.failed).toBe('no_answer');
  const asked = reduce(failed, { t: 'ask', what: 'apply' });
  expect([asked.failed, asked.confirming]).toEqual([undefined, undefined]);
  const inForce = { ...IN_FORCE, version: '3.1', previous: '3', history: [TERM] };
  const applied = reduce({ ...asked, replay: DONE }, { t: 'in_force', inForce, done: 'applied' });
  expect([applied.done, applied.replay, applied.busy]).toEqual(['applied', undefined, undefined]);
  expect(applied.draft).toContain('version = "3.2"');
  expect(reduce(applied, { t: 'confirm' }).confirming).toBeUndefined();
});

test('what goes on by itself never ends what the person waits for', () => {
  const begun = after(loaded, { t: 'ask', what: 'begin' });
  const applying = after(loaded, { t: 'replay', replay: DONE, text: 'a' }, { t: 'ask', what: 'apply' });
  expect(reduce(applying, { t: 'replay', replay: RUNNING }).busy).toBe('apply');
  for (const of of ['look', 'check', 'cancel'] as const) expect(reduce(applying, { t: 'failed', of, code: 'no_answer' }).busy).toBe('apply');
  expect(reduce(applying, { t: 'failed', of: 'apply', code: 'conflict' }).busy).toBeUndefined();
  expect(reduce(begun, { t: 'replay', replay: RUNNING, text: 'a' }).busy).toBeUndefined();
});

test('a server that answers again is not said to be silent, and what a person asked for stays failed', () => {
  const cutOff = after(loaded, { t: 'replay', replay: RUNNING, text: 'a' }, { t: 'failed', of: 'look', code: 'no_answer' });
  expect(cutOff.failed).toBe('no_answer');
  expect(reduce(cutOff, { t: 'replay', replay: RUNNING }).failed).toBeUndefined();
  const unchecked = after(loaded, { t: 'failed', of: 'check', code: 'no_answer' });
  expect(reduce(unchecked, { t: 'checked', text: 'other', checked: { problems: [] } }).failed).toBeUndefined();
  const refused = after(loaded, { t: 'failed', of: 'apply', code: 'conflict' });
  expect(reduce(refused, { t: 'replay', replay: RUNNING }).failed).toBe('conflict');
});

test('the version shown is the one that the draft names, as the server reads it', () => {
  expect(after(loaded).numbers?.version).toBe('3.1');
  const typed = after(loaded, { t: 'draft', text: "version = '4'" });
  const checked: Checked = { problems: [], numbers: { ...NUMBERS, version: '4' } };
  expect(reduce(typed, { t: 'checked', text: "version = '4'", checked }).numbers?.version).toBe('4');
});
