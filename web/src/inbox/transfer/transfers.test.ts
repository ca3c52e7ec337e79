// Transfers: what becomes of what was asked, who can be asked, and what is said of it.
import { expect, test } from 'vitest';
import { line } from '../../staff/lines_for_tests';
import type { Account } from '../../staff/account';
import { offeredTo } from '../../staff/desk';
import { type Standing, standing } from '../standing';
import { transferWords } from './texts';
import { closedText, hindrance, troubleText } from './choices';
import { formWords } from './form_texts';
import { endText } from './transfers';

const words = { ...transferWords(), ...formWords() };
const ana = { staff: 'ana', name: 'Ana', available: true, load: 1, capacity: 2, skills: [], languages: [] };
const passing = { to: 'ana', to_name: 'Ana', by: 'lin', by_name: 'Lin', reason: 'Knows returns', epoch: 3, expires_at: 20_000 };
const held = line('x', { phase: 'with_agent', agent: 'lin', passing });

test('the colleague may accept, and its agent goes on speaking meanwhile', () => {
  const lin: Account = { staff: 'lin', name: 'Lin', email: 'lin@demo.test', role: 'agent', language: 'en', capacity: 4 };
  const as = (staff: string): Standing => standing(held, { ...lin, staff });
  expect(as('lin')).toMatchObject({ speaks: true, mayTransfer: true });
  expect(as('ana')).toMatchObject({ speaks: false, held: 'offered_to_me', take: 'accept', mayTransfer: false });
  expect(as('bob')).toMatchObject({ held: 'other', take: undefined, mayTransfer: false });
  expect(offeredTo(held)).toBe('ana');
  expect(offeredTo(line('x', { phase: 'handing_off', agent: 'bob' }))).toBe('bob');
  expect(offeredTo(line('x', { phase: 'with_agent', agent: 'lin' }))).toBeUndefined();
});

test('who takes nothing new or has no room cannot be asked', () => {
  expect(hindrance(ana, words)).toBeUndefined();
  expect(hindrance({ ...ana, available: false }, words)).toBe(words.away);
  expect(hindrance({ ...ana, load: 2 }, words)).toBe(words.full);
});

test('whoever asked reads why it came to nothing', () => {
  const ended = { kind: 'offer_ended', agent: 'ana', declined: true } as const;
  expect(endText(ended, 'Ana', words)).toBe(words.refused('Ana'));
  expect(endText({ ...ended, reason: 'On the phone' }, 'Ana', words)).toContain('“On the phone”');
  expect(endText({ ...ended, declined: false }, 'Ana', words)).toBe(words.unanswered('Ana'));
});

test('a refusal speaks of the colleague, not of whoever asks', () => {
  expect(troubleText('at_capacity', 'transfer', words)).toBe(words.noRoom);
  expect(troubleText('agent_away', 'transfer', words)).toBe(words.agentAway);
});

test('a team whose hours are over says until when, and where a chat goes meanwhile', () => {
  const at = (hour: number): number => new Date(2026, 10, 27, hour).getTime();
  const closed = [
    { team: 'returns', opens_at: at(14), keeps: false },
    { team: 'night', keeps: false },
    { team: 'technicians', opens_at: at(14), keeps: true },
  ];
  const text = (team: string, how: 'transfer' | 'invite' = 'transfer'): string => closedText(team, closed, how, at(9), words);
  expect(text('billing')).toBe('');
  expect(text('returns')).toBe(`closed until 14:00 · ${words.meanwhile}`);
  expect(text('returns', 'invite')).toBe('closed until 14:00');
  expect(text('night', 'invite')).toBe('closed');
  expect(text('technicians')).toBe(`closed until 14:00 · ${words.kept}`);
});
