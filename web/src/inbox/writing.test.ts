import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Answer, Request } from '../shared/outbox';
import { Refused } from '../shared/refused';
import { unsentKey } from '../staff/kept';
import { OutgoingBox } from '../staff/outgoing';
import { load } from '../staff/storage';
import { sends } from '../staff/enter';
import { Drafts } from './drafts';
import { standing } from './standing';
import { TypingHints } from './typing_hints';
import { line } from '../staff/lines_for_tests';
import type { Account } from '../staff/account';

beforeEach(() => localStorage.clear());

/** A connection whose answers the test gives. */
class Wire {
  readonly asked: { frame: Request; done: (answer: Answer) => void; refuse: (why: Refused) => void }[] = [];
  readonly request = (frame: Request): Promise<Answer> =>
    new Promise((done, refuse) => {
      this.asked.push({ frame, done, refuse });
    });
  get ids(): string[] {
    return this.asked.map(({ frame }) => frame.id);
  }
}

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

describe('what is on its way out', () => {
  test('is shown at once, and after a reload leaves again under the same id', () => {
    const before = new OutgoingBox('lin', new Wire());
    before.send('c1', 'msg', 'Hello');
    const wire = new Wire();
    const after = new OutgoingBox('lin', wire);
    expect(after.all.value).toEqual(before.all.value);
    expect(wire.ids).toEqual(before.all.value.map(({ id }) => id));
    expect(new OutgoingBox('ana', new Wire()).all.value).toEqual([]);
  });

  test('files leave with their message, also after a reload, under the same id', () => {
    const file = { id: 'f1', name: 'cup.png', type: 'image/png', bytes: 6 } as const;
    const before = new OutgoingBox('lin', new Wire());
    before.send('c1', 'msg', '', false, [file]);
    const wire = new Wire();
    const after = new OutgoingBox('lin', wire);
    expect(wire.asked[0]?.frame).toEqual({ t: 'msg', id: before.all.value[0]?.id, conv: 'c1', text: '', files: ['f1'] });
    expect(after.all.value[0]?.files).toEqual([file]);
  });

  test('is forgotten by this browser as soon as it is confirmed', async () => {
    const wire = new Wire();
    const box = new OutgoingBox('lin', wire);
    box.send('c1', 'note', 'mind this');
    wire.asked[0]?.done({ t: 'ack', id: wire.ids[0] ?? '' });
    await settle();
    expect(box.all.value[0]?.state).toBe('sent');
    expect(load(unsentKey('lin'), ['?'], (value): value is string[] => Array.isArray(value))).toEqual([]);
  });

  test('fails with its reason, goes out again under its id, or under a new one when that was used up', async () => {
    const wire = new Wire();
    const box = new OutgoingBox('lin', wire);
    box.send('c1', 'msg', 'Hello');
    const id = wire.ids[0] ?? '';
    wire.asked[0]?.refuse(new Refused('floor_moved'));
    await settle();
    expect(box.all.value[0]).toMatchObject({ state: 'failed', code: 'floor_moved' });
    box.retry(id);
    expect(wire.ids).toEqual([id, id]);
    wire.asked[1]?.refuse(new Refused('id_reused'));
    await settle();
    box.retry(id);
    expect(wire.ids[2]).not.toBe(id);
    box.discard(box.all.value[0]?.id ?? '');
    expect(box.all.value).toEqual([]);
  });

  test('waits for the next login when this one ends', async () => {
    const wire = new Wire();
    const box = new OutgoingBox('lin', wire);
    box.send('c1', 'msg', 'Hello');
    wire.asked[0]?.refuse(new Refused('session_ended'));
    await settle();
    expect(box.all.value[0]?.state).toBe('sending');
  });

  test('rubbish in the storage is nothing', () => {
    localStorage.setItem(`attune.${unsentKey('lin')}`, '[null, 3, {"id": 1}]');
    expect(new OutgoingBox('lin', new Wire()).all.value).toEqual([]);
  });
});

describe('Enter', () => {
  const key = { key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13 };
  test('sends, with Shift it starts a line', () => {
    expect([sends(key), sends({ ...key, shiftKey: true }), sends({ ...key, key: 'a' })]).toEqual([true, false, false]);
  });
  test('never sends half-written Chinese', () => {
    expect([sends({ ...key, isComposing: true }), sends({ ...key, keyCode: 229 })]).toEqual([false, false]);
  });
});

test('drafts are kept for each conversation and person, the latest fifty', () => {
  const drafts = new Drafts('lin');
  drafts.change('c1', { reply: 'half' });
  drafts.change('c1', { note: 'also' });
  drafts.change('c2', { reply: 'x' });
  drafts.change('c2', { reply: '' });
  expect(new Drafts('lin').of('c1')).toEqual({ reply: 'half', note: 'also', mode: 'reply' });
  expect(new Drafts('ana').of('c1').reply).toBe('');
  for (let index = 0; index < 60; index++) drafts.change(`d${index}`, { reply: 'y' });
  expect([drafts.of('c1').reply, drafts.of('d59').reply]).toEqual(['', 'y']);
});

test('typing is told at most every three seconds, and its end once', () => {
  vi.useFakeTimers({ now: 100_000 });
  const told: boolean[] = [];
  const hints = new TypingHints((on) => told.push(on));
  for (let index = 0; index < 7; index++) {
    hints.typed(true);
    vi.advanceTimersByTime(500);
  }
  hints.typed(true);
  expect(told).toEqual([true, true]);
  vi.advanceTimersByTime(60_000);
  hints.stop();
  expect(told).toEqual([true, true, false]);
  vi.useRealTimers();
});

describe('who may speak', () => {
  const lin: Account = { staff: 'lin', name: 'Lin', email: 'lin@demo.test', role: 'agent', language: 'en', capacity: 4 };
  const sam: Account = { ...lin, staff: 'sam', role: 'supervisor' };
  const held = line('x', { phase: 'with_agent', agent: 'lin', agent_name: 'Lin' });

  test('the holder speaks; a colleague may not take over, a supervisor may', () => {
    expect(standing(held, lin)).toMatchObject({ speaks: true, take: undefined, mayRelease: true });
    expect(standing(held, { ...lin, staff: 'ana' })).toMatchObject({ speaks: false, held: 'other', take: undefined, mayResolve: false });
    expect(standing(held, sam)).toMatchObject({ speaks: false, take: 'take_over', mayResolve: true });
  });

  test('anybody takes what waits or what the assistant holds', () => {
    expect(standing(line('x', { phase: 'waiting' }), lin).take).toBe('claim');
    expect(standing(line('x'), lin).take).toBe('take_over');
    expect(standing(line('x', { phase: 'handing_off', agent: 'lin' }), lin)).toMatchObject({ held: 'offered_to_me', take: 'accept' });
    expect(standing(line('x', { phase: 'handing_off', agent: 'ana' }), lin).take).toBeUndefined();
    expect(standing(line('x', { phase: 'closed', agent: 'lin' }), lin)).toMatchObject({ speaks: false, mayResolve: false });
  });
});
