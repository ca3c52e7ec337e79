import { cleanup, configure, fireEvent, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { language, letterKeys } from '../../staff/preferences';
import type { Proposal, Question, Report, Sample } from './shapes';
import { FeedbackPage } from './view';

// A busy machine is slow, not wrong.
vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 20_000 });

const NONE = { drawn: 0, answered: 0, angry: 0 };
const SAMPLE: Sample = { flagged: NONE, unflagged: NONE, least_angry: 5, least_unflagged: 10 };
const shift = { slope: 1, bias: 0 };
const of = (spoken: 'en' | 'zh') =>
  ({ language: spoken, sample: SAMPLE, in_force: shift, answers: 0, angry: 0, least: 100, least_of_each: 15, verdict: 'too_few' }) as const;
const EMPTY: Report = {
  since: 0, judged: [], sample: SAMPLE, questions: 0, conversations: 0, implicit: [], version: 0, can_undo: false,
  languages: [of('en'), of('zh')], changes: [],
};
const PROPOSAL: Proposal = {
  proposal: 'p1', language: 'en', verdict: 'ready', answers: 300, angry: 90, moved: [{ model: 0.7, before: 0.7, after: 0.52 }],
  gain: { brier: 0.0213, brier_error: 0.004 }, shadow: { brier: -0.001, brier_error: 0.004 },
};
const question = (message: number): Question => ({ conv: 'c', message, before: [{ from: 'bot', text: '<b>Hello' }], text: `words ${message}` });

interface Asked {
  readonly path: string;
  readonly body: unknown;
}
let asked: Asked[];
let report: Report;
let questions: Question[];
let refuse: string | undefined;

beforeEach(() => {
  language.value = 'en';
  letterKeys.value = true;
  [asked, report, questions, refuse] = [[], EMPTY, [], undefined];
  vi.stubGlobal('fetch', (path: string, { method, body }: RequestInit) => {
    if (method === 'POST') asked.push({ path, body: JSON.parse(String(body)) as unknown });
    if (refuse !== undefined) return Promise.resolve(new Response(JSON.stringify({ code: refuse }), { status: 409 }));
    if (path.endsWith('/questions')) return Promise.resolve(Response.json({ questions }));
    if (path.endsWith('/proposal')) return Promise.resolve(Response.json(PROPOSAL));
    return Promise.resolve(Response.json(report));
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('where nothing is known yet the screen says so, and says what it takes', async () => {
  const page = render(<FeedbackPage on={{ isOnline: true }} />);
  expect(page.container.querySelector('main')?.getAttribute('aria-busy')).toBe('true');
  await page.findByText('No questions are open. New ones come with new conversations.');
  expect(page.getAllByText('Not known yet: it takes at least 5 angry answers, and 10 about messages that were not flagged.')).toHaveLength(3);
  expect(page.getByText(/Nobody has judged a score or an alert yet/)).toBeTruthy();
  expect(page.getByText('Nothing was ever changed.')).toBeTruthy();
});

test('the queue is worked by keys, and the last answer can be taken back', async () => {
  questions = [question(1), question(2), question(3)];
  report = { ...EMPTY, questions: 3 };
  const page = render(<FeedbackPage on={{ isOnline: true }} />);
  await page.findByText('words 1');
  expect(page.getByText('<b>Hello')).toBeTruthy();
  fireEvent.keyDown(document.body, { key: '3' });
  await page.findByText('words 2');
  expect(asked).toEqual([{ path: '/v1/feedback/labels', body: { conv: 'c', message: 1, level: 3, asked: true } }]);
  expect(page.getByText('Saved: angry. 1 answered on this visit.')).toBeTruthy();
  fireEvent.keyDown(document.body, { key: 's' });
  await page.findByText('words 3');
  fireEvent.keyDown(document.body, { key: 'u' });
  await page.findByText('words 1');
  expect(asked.at(-1)?.body).toEqual({ conv: 'c', message: 1, judgement: 'withdrawn' });
  letterKeys.value = false;
  fireEvent.keyDown(document.body, { key: '1' });
  expect(asked).toHaveLength(2);
});

test('a refused answer keeps its question and says why', async () => {
  questions = [question(1)];
  const page = render(<FeedbackPage on={{ isOnline: true }} />);
  await page.findByText('words 1');
  refuse = 'closed';
  fireEvent.click(page.getByRole('button', { name: 'Calm' }));
  expect((await page.findByRole('alert')).textContent).toContain('The conversation has ended.');
  expect(page.getByText('words 1')).toBeTruthy();
});

test('a change is shown before it is applied, exactly that is applied, and it can be taken back', async () => {
  const page = render(<FeedbackPage on={{ isOnline: true }} />);
  fireEvent.click(await page.findByRole('button', { name: 'Show what the answers for English call for' }));
  const title = await page.findByText('Proposal for English');
  await waitFor(() => expect(document.activeElement).toBe(title));
  expect(page.getByText('52 %')).toBeTruthy();
  expect(page.getByText(/0.0213 lower/)).toBeTruthy();
  expect(page.getByText(/0.0010 higher/)).toBeTruthy();
  fireEvent.click(page.getByRole('button', { name: 'Apply this' }));
  expect(asked).toHaveLength(1);
  report = { ...EMPTY, version: 1, can_undo: true, changes: [{ at: 0, by: { who: 'system' }, version: 1, undoes: true, languages: [] }] };
  fireEvent.click(page.getByRole('button', { name: 'Yes' }));
  await page.findByText('Taken back by itself, as later answers spoke against it: version 1');
  expect(asked.at(-1)).toEqual({ path: '/v1/feedback/recalibration/apply', body: { language: 'en', proposal: 'p1' } });
  expect(page.queryByText('Proposal for English')).toBeNull();
  fireEvent.click(page.getByRole('button', { name: 'Take the last change back' }));
  fireEvent.click(page.getByRole('button', { name: 'Yes' }));
  await page.findByText('The last change is taken back (version 1).');
  expect(asked.at(-1)?.path).toBe('/v1/feedback/recalibration/undo');
});

test('without a connection it says that the figures are old', async () => {
  const page = render(<FeedbackPage on={{ isOnline: false }} />);
  await page.findByText(/No connection to the server/);
});
