import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { now } from '../staff/clock';
import { language } from '../staff/preferences';
import { PromiseLine } from './commitments';
import { dueText } from './due/mark';
import { inboxWords } from './texts';

const NOON = new Date(2026, 10, 26, 12).getTime();
const HOUR = 3_600_000;
const LIN = { who: 'staff', id: 'lin', name: 'Lin' } as const;

beforeEach(() => {
  language.value = 'en';
  now.value = NOON;
});
afterEach(cleanup);

test('a due time is told by what matters: the hour, the day, or how late it is', () => {
  const told = (due: number | undefined) => dueText(due, NOON, inboxWords());
  expect(told(NOON + 2 * HOUR)).toBe('due 14:00');
  expect(told(NOON + 26 * HOUR)).toBe('due Friday 27 November 14:00');
  expect(told(NOON - 90_000)).toBe('1:30 late');
  expect(told(undefined)).toBe('no time said');
  language.value = 'zh';
  expect([told(NOON + 2 * HOUR), told(NOON - 90_000), told(undefined)]).toEqual(['14:00 前', '已超时 1:30', '未说时间']);
});

test('a promise says whose it is, is marked when it is late, and is settled in one tap', () => {
  const settled: string[] = [];
  const promise = { seq: 8, message: 7, by: LIN, text: 'I will call you.', due: NOON - HOUR };
  const shown = render(
    <PromiseLine promise={promise} isOnline onJump={() => settled.push('jump')} onSettle={(standing) => settled.push(standing)} />,
  );
  expect(shown.container.querySelector('li')?.className).toBe('late');
  expect(shown.container.textContent).toContain('Lin');
  fireEvent.click(shown.getByRole('button', { name: 'I will call you.' }));
  fireEvent.click(shown.getByRole('button', { name: /^Kept ?: I will call you\.$/ }));
  fireEvent.click(shown.getByRole('button', { name: /^Drop ?: I will call you\.$/ }));
  expect(settled).toEqual(['jump', 'kept', 'dropped']);
});

test('nothing can be settled without a connection', () => {
  const promise = { seq: 8, message: 7, by: { who: 'bot' } as const, text: 'x' };
  const shown = render(<PromiseLine promise={promise} isOnline={false} onJump={() => undefined} onSettle={() => undefined} />);
  expect(shown.getByRole('button', { name: /^Kept ?: x$/ }).hasAttribute('disabled')).toBe(true);
});
