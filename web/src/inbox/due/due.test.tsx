import { signal } from '@preact/signals';
import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Promise as Given, Summary } from '../../shared/protocol';
import { now } from '../../staff/clock';
import { line } from '../../staff/lines_for_tests';
import { language } from '../../staff/preferences';
import { type Due, fallingDue } from './due';
import { DueList } from './view';

const NOON = new Date(2026, 10, 26, 12).getTime();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ANA = { who: 'staff', id: 'ana', name: 'Ana' } as const;
const LIN = { who: 'staff', id: 'lin', name: 'Lin' } as const;

function promise(seq: number, due: number | undefined, by: Given['by'] = ANA): Given {
  return { seq, message: seq - 1, by, text: `I will call you ${seq}.`, ...(due !== undefined && { due }) };
}

const names = (dues: readonly Due[]): string[] => dues.map(({ line: { conv }, promise: { seq } }) => `${conv}${seq}`);

beforeEach(() => {
  language.value = 'en';
  now.value = NOON;
});
afterEach(cleanup);

test('mine come first, then the soonest; what has no time or is long forgotten falls due no more', () => {
  const lines: Summary[] = [
    line('a', { promises: [promise(3, NOON + HOUR), promise(5, undefined)] }),
    line('b', { phase: 'with_agent', agent: 'lin', promises: [promise(3, NOON + 3 * HOUR)] }),
    line('c', { phase: 'closed', promises: [promise(3, NOON - HOUR, LIN), promise(4, NOON - 31 * DAY, LIN)] }),
    line('d', { phase: 'closed', agent: 'lin', promises: [promise(3, NOON - 2 * HOUR)] }),
    line('e', { phase: 'closed', last_agent: 'lin', promises: [promise(3, NOON + 4 * HOUR, { who: 'bot' })] }),
    line('f', {}),
  ];
  const dues = fallingDue(lines, 'lin', NOON);
  expect(names(dues)).toEqual(['c3', 'b3', 'e3', 'd3', 'a3']);
  expect(dues.map(({ isMine }) => isMine)).toEqual([true, true, true, false, false]);
});

function shown(dues: readonly Due[]) {
  const asked: string[] = [];
  const inbox = {
    falling: signal(dues),
    isDueShown: signal(true),
    desk: { status: signal({ phase: 'online' }) },
    openAt: vi.fn((conv: string, seq: number) => asked.push(`open ${conv} ${seq}`)),
    settlePromise: vi.fn((conv: string, seq: number, standing: string) => asked.push(`${standing} ${conv} ${seq}`)),
  };
  return { asked, inbox, ...render(<DueList on={inbox as never} />) };
}

test('each is opened and settled from the keyboard, and the focus goes on to the next', () => {
  const lines = [
    line('a', { phase: 'closed', promises: [promise(3, NOON - HOUR, LIN)] }),
    line('b', { promises: [promise(3, NOON + HOUR, LIN)] }),
    line('c', { promises: [promise(3, NOON + HOUR)] }),
  ];
  const { asked, container, getByRole, getAllByRole, inbox } = shown(fallingDue(lines, 'lin', NOON));
  const items = [...container.querySelectorAll('li')];
  expect(items.map((item) => item.className)).toEqual(['late', '', '']);
  expect(items[0]?.textContent).toMatch(/1 h 0 min late|1:00:00 late|60:00 late/);
  expect(getByRole('region', { name: 'Yours' }).querySelectorAll('li').length).toBe(2);
  const [first, second] = [...container.querySelectorAll<HTMLElement>('.hit')];
  expect(document.activeElement).toBe(first);
  fireEvent.keyDown(first as HTMLElement, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(second);
  fireEvent.click(second as HTMLElement);
  const [kept, next] = getAllByRole('button', { name: /^Kept/ });
  kept?.focus();
  fireEvent.click(kept as HTMLElement);
  expect(document.activeElement).toBe(next);
  expect(asked).toEqual(['open b 2', 'kept a 3']);
  fireEvent.keyDown(next as HTMLElement, { key: 'Escape' });
  expect(inbox.isDueShown.value).toBe(false);
});

test('an empty list says what it is for, in both languages, and a long one counts what it leaves out', () => {
  expect(shown([]).container.textContent).toContain('No promise falls due.');
  cleanup();
  language.value = 'zh';
  expect(shown([]).container.textContent).toContain('没有到期的承诺');
  cleanup();
  const many = Array.from({ length: 103 }, (_, at) => line(`c${at}`, { promises: [promise(3, NOON + at)] }));
  const { container } = shown(fallingDue(many, 'lin', NOON));
  expect(container.querySelectorAll('li').length).toBe(100);
  expect(container.textContent).toContain('另有 3 条');
});
