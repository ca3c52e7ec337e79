// Experts: who is called, what whoever asked hears, and what the thread tells.
import { expect, test, vi } from 'vitest';
import type { Expert, Summary } from '../../shared/protocol';
import { expertText } from '../../staff/expert_texts';
import { line } from '../../staff/lines_for_tests';
import { notices } from '../../staff/notices';
import type { Inbox } from '../inbox';
import { expertOf } from './asked';
import { hear, secondsLeft, standingText } from './experts';
import { expertWords } from './texts';

const words = expertWords();
const ana: Expert = { id: 'ana', name: 'Ana', by: 'lin', by_name: 'Lin', question: 'Water?', standing: 'asked', expires_at: 20_000 };
const lineWith = (...experts: Expert[]): Summary => line('x', { phase: 'with_agent', agent: 'lin', experts });

function inboxOf(staff: string): { inbox: Inbox; call: ReturnType<typeof vi.fn> } {
  const call = vi.fn();
  return { inbox: { me: { staff }, call } as unknown as Inbox, call };
}

test('whoever is asked is called once for each invitation, and nobody else', () => {
  const { inbox, call } = inboxOf('ana');
  hear(inbox, lineWith(ana), lineWith());
  expect(call).toHaveBeenCalledTimes(1);
  expect(call.mock.calls[0]?.[3]).toContain('Water?');
  hear(inbox, lineWith(ana), lineWith(ana));
  expect(call).toHaveBeenCalledTimes(1);
  hear(inbox, lineWith({ ...ana, expires_at: 90_000 }), lineWith({ ...ana, standing: 'declined' }));
  expect(call).toHaveBeenCalledTimes(2);
  const other = inboxOf('bob');
  hear(other.inbox, lineWith(ana), lineWith());
  expect(other.call).not.toHaveBeenCalled();
});

test('whoever asked hears each answer once, and not what they did themselves', () => {
  const { inbox } = inboxOf('lin');
  const told = (standing: Expert['standing'], before: Expert['standing'] = 'asked'): number => {
    const count = notices.value.length;
    hear(inbox, lineWith({ ...ana, standing }), lineWith({ ...ana, standing: before }));
    return notices.value.length - count;
  };
  expect([told('reading'), told('declined'), told('left', 'reading')]).toEqual([1, 1, 1]);
  expect([told('withdrawn'), told('asked'), told('reading', 'reading')]).toEqual([0, 0, 0]);
});

test('a no is told with its reason, and the time that is left never falls below nothing', () => {
  expect(standingText({ ...ana, standing: 'declined', reason: 'On the phone' }, words)).toContain('“On the phone”');
  expect([secondsLeft(ana, 15_500), secondsLeft(ana, 99_000)]).toEqual([5, 0]);
  expect(expertOf(lineWith(ana), 'bob')).toBeUndefined();
});

test('the thread names whoever an invitation was of, in both languages', () => {
  const ended = { kind: 'invitation_ended', expert: 'ana', how: 'declined', reason: 'On the phone' } as const;
  for (const language of ['en', 'zh'] as const) {
    expect(expertText(ended, 'Ana', 'Ana', language)).toMatch(/Ana.*“On the phone”/);
  }
});
