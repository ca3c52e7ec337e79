import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Judgement } from '../shared/protocol';
import { language } from './preferences';
import type { Progress, Said } from './judgements';
import { Verdict, VerdictMarks } from './verdict';

// A busy machine is slow, not wrong.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  language.value = 'en';
});
afterEach(cleanup);

interface Given {
  readonly said?: Said;
  readonly progress?: Progress;
  readonly isOnline?: boolean;
  readonly onJudge?: (judgement: Judgement) => void;
}

function shown({ said, progress, isOnline = true, onJudge = () => undefined }: Given) {
  return render(
    <Verdict question="Is this score right?" about="anger 7 of 10" said={said} progress={progress} isOnline={isOnline} onJudge={onJudge}
      keys={{ right: 'y', wrong: 'x' }} />,
  );
}

test('one tap says it, the same tap or undo takes it back', () => {
  const said: Judgement[] = [];
  const fresh = shown({ onJudge: (one) => said.push(one) });
  fireEvent.click(fresh.getByRole('button', { name: /^Wrong ?: anger 7 of 10$/ }));
  cleanup();
  const judged = shown({ said: 'wrong', onJudge: (one) => said.push(one) });
  fireEvent.click(judged.getByRole('button', { name: /^Wrong ?: anger 7 of 10$/, pressed: true }));
  fireEvent.click(judged.getByRole('button', { name: 'Undo' }));
  fireEvent.click(judged.getByRole('button', { name: /^Right ?: anger 7 of 10$/, pressed: false }));
  expect(said).toEqual(['wrong', 'withdrawn', 'withdrawn', 'right']);
});

test('what became of it is said: saved, on its way, waiting for a connection, refused', () => {
  const status = (given: Given): string => {
    const text = shown(given).getByRole('status').textContent;
    cleanup();
    return text;
  };
  const sending: Progress = { state: 'sending', judgement: 'right' };
  expect(status({})).toBe('');
  expect(status({ said: 'right' })).toBe('You said: right.');
  expect(status({ progress: sending })).toBe('Saving …');
  expect(status({ progress: sending, isOnline: false })).toBe('No connection: it is saved once there is one.');
  expect(status({ progress: { state: 'refused', judgement: 'right', code: 'forbidden' } })).toBe('Not saved. You may not do this.');
  language.value = 'zh';
  expect(status({ said: 'wrong' })).toBe('您认为：不对。');
});

test('while it is on its way it shows as chosen, and what was refused does not', () => {
  const sending = shown({ said: 'right', progress: { state: 'sending', judgement: 'wrong' } });
  expect(sending.getByRole('button', { name: /^Wrong/ }).getAttribute('aria-pressed')).toBe('true');
  expect(sending.getByRole('button', { name: /^Right/ }).getAttribute('aria-pressed')).toBe('false');
  expect(sending.queryByRole('button', { name: 'Undo' })).toBeNull();
  cleanup();
  const refused = shown({ said: 'right', progress: { state: 'refused', judgement: 'wrong', code: 'internal' } });
  expect(refused.getByRole('button', { name: /^Right/ }).getAttribute('aria-pressed')).toBe('true');
});

test('the marks in the thread name the reading they are about', () => {
  const said: Judgement[] = [];
  const marks = render(<VerdictMarks reading="anger 7 of 10" said={undefined} progress={undefined} isOnline onJudge={(one) => said.push(one)} />);
  fireEvent.click(marks.getByRole('button', { name: 'Right: anger 7 of 10' }));
  expect(said).toEqual(['right']);
});
