import { describe, expect, test } from 'vitest';
import type { Answer, Request } from '../shared/outbox';
import type { Belief, Event, Scoring } from '../shared/protocol';
import { Refused } from '../shared/refused';
import { Conversation } from './conversation';
import { type Logged, fold } from './thread';

const CONV = '01900000-0000-7000-8000-000000000001';

function said(seq: number, text = `text ${seq}`): Logged {
  const event: Event = { kind: 'said', id: `id-${seq}`, text };
  return { t: 'event', conv: CONV, seq, at: seq * 1_000, by: { who: 'visitor' }, event };
}

function logged(seq: number, event: Event): Logged {
  return { t: 'event', conv: CONV, seq, at: seq * 1_000, by: { who: 'system' }, event };
}

function offered(upTo: number): Event {
  const packet = { hash: 'h', up_to: upTo, why: [], customer: { language: 'en' }, wants: [], facts: [], tried: [], curve: [], stage: 'calm' } as const;
  return { kind: 'offered', agent: 'a1', name: 'Lin', packet: structuredClone(packet) as never, epoch: 2, expires_at: 9 };
}

/** A server that holds a log and answers `history`; what else is asked, `refuse` decides. */
class FakeServer {
  readonly asked: Request[] = [];
  refuse: Refused | undefined;

  constructor(readonly log: Logged[]) {}

  readonly request = async (frame: Request): Promise<Answer> => {
    this.asked.push(frame);
    await Promise.resolve();
    await Promise.resolve();
    if (this.refuse) throw this.refuse;
    if (frame.t !== 'history') return { t: 'ack', id: frame.id };
    const limit = frame.limit ?? 50;
    const { after, before } = frame;
    const found = this.log.filter((one) => one.seq > (after ?? 0) && one.seq < (before ?? Infinity));
    const items = after == null ? found.slice(-limit) : found.slice(0, limit);
    return { t: 'history', id: frame.id, conv: CONV, items, more: items.length < found.length, head: this.log.length };
  };
}

const upTo = (count: number): Logged[] => Array.from({ length: count }, (_, index) => said(index + 1));
const places = (opened: Conversation): number[] => opened.events.value.map((one) => one.seq);
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

describe('an opened conversation', () => {
  test('begins with the newest page and reads older ones before it', async () => {
    const opened = new Conversation(CONV, new FakeServer(upTo(120)));
    await opened.load();
    expect([places(opened)[0], places(opened).at(-1), opened.more.value]).toEqual([71, 120, true]);
    await opened.loadOlder();
    await opened.loadOlder();
    expect(places(opened)).toEqual(upTo(120).map((one) => one.seq));
    expect(opened.more.value).toBe(false);
  });

  test('shows each place once and in order, whatever comes twice or early', async () => {
    const server = new FakeServer(upTo(5));
    const opened = new Conversation(CONV, server);
    opened.take(said(5));
    await opened.load();
    for (const seq of [5, 6, 6, 4, 8, 7, 8]) opened.take(said(seq));
    await settle();
    expect(places(opened)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('repairs a gap from the log', async () => {
    const server = new FakeServer(upTo(5));
    const opened = new Conversation(CONV, server);
    await opened.load();
    server.log.push(said(6), said(7), said(8));
    opened.take(said(8));
    await settle();
    expect(places(opened)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(server.asked.at(-1)).toMatchObject({ t: 'history', after: 5 });
  });

  test('catches up over several pages after a long cut', async () => {
    const server = new FakeServer(upTo(3));
    const opened = new Conversation(CONV, server);
    await opened.load();
    server.log.push(...upTo(503).slice(3));
    await opened.load();
    expect(places(opened)).toHaveLength(503);
  });

  test('what was missed while the first page was on its way is asked for', async () => {
    const server = new FakeServer(upTo(5));
    const opened = new Conversation(CONV, server);
    const loading = opened.load();
    // The socket was cut and the topic followed anew before the page arrived.
    void opened.load();
    await Promise.resolve();
    server.log.push(said(6));
    await loading;
    expect(places(opened)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('looks for the customer and the packet that lie before the first page', async () => {
    const opening = logged(1, { kind: 'opened', site: 'shop', visitor: 'v1', customer: { language: 'zh', name: 'Mei' } });
    const offer = logged(60, offered(59));
    const reply: Logged = { ...said(200), by: { who: 'staff', id: 'a1', name: 'Lin' } };
    const log = [opening, ...upTo(59).slice(1), offer, ...upTo(199).slice(60), reply];
    const opened = new Conversation(CONV, new FakeServer(log));
    await opened.load();
    expect(opened.thread.value.customer?.name).toBe('Mei');
    expect(opened.thread.value.packet?.up_to).toBe(59);
    expect(places(opened)[0]).toBe(51);
  });

  test('a refusal stands where the messages would, and a retry removes it', async () => {
    const server = new FakeServer(upTo(2));
    const opened = new Conversation(CONV, server);
    server.refuse = new Refused('not_found');
    await opened.load();
    expect(opened.failed.value).toBe('not_found');
    server.refuse = undefined;
    await opened.load();
    expect([opened.failed.value, places(opened)]).toEqual([undefined, [1, 2]]);
  });

  test('typing ends with the words, and reading never goes back', () => {
    const opened = new Conversation(CONV, new FakeServer([]));
    opened.hear({ t: 'typing', conv: CONV, who: 'visitor', on: true });
    expect(opened.typing.value).toBe('visitor');
    opened.take(said(1));
    expect(opened.typing.value).toBeUndefined();
    for (const seq of [4, 3]) opened.hear({ t: 'receipt', conv: CONV, who: 'visitor', seq });
    opened.hear({ t: 'receipt', conv: CONV, who: 'agent', seq: 9 });
    expect(opened.seen.value).toBe(4);
  });
});

describe('fold', () => {
  const belief = (level: number): Belief => ({ fast: level, slow: 0, level, stage: 'calm', below: 0, turns: 1, rising: 0, at: 0 });
  const unscored: Scoring = { outcome: 'not_scored', why: 'no_model' };

  test('a score stands under its message, and is no row of its own', () => {
    const { rows, curve } = fold([said(1), logged(2, { kind: 'scored', message: 1, scoring: unscored, belief: belief(0) })]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'message', scoring: unscored });
    expect(curve).toEqual([{ seq: 1, at: 1_000, belief: 0.5 }]);
  });

  test('a later score of the same message replaces the earlier one', () => {
    const score = (seq: number, level: number): Logged =>
      logged(seq, { kind: 'scored', message: 1, scoring: unscored, belief: belief(level) });
    expect(fold([said(1), score(2, -5), score(3, 5)]).curve).toHaveLength(1);
  });

  test('the curve goes on from where the packet ends, and the packet names the turn', () => {
    const event = offered(3);
    if (event.kind !== 'offered') throw new Error('an offer');
    event.packet.curve = [{ seq: 1, at: 1, belief: 0.1 }, { seq: 3, at: 3, belief: 0.6 }];
    event.packet.turning_point = 3;
    const later = logged(6, { kind: 'scored', message: 5, scoring: unscored, belief: belief(2) });
    const thread = fold([logged(4, event), said(5), later]);
    expect(thread.curve.map(({ seq }) => seq)).toEqual([1, 3, 5]);
    expect(thread.turningPoint).toBe(3);
    event.packet.turning_point = 1;
    expect(fold([logged(4, event)]).turningPoint).toBe(1);
  });

  test('without a packet the turn is the steepest rise, if there is one', () => {
    const score = (message: number, level: number): Logged =>
      logged(message + 100, { kind: 'scored', message, scoring: unscored, belief: belief(level) });
    expect(fold([said(1), said(2), said(3), score(1, -4), score(2, -3), score(3, 1)]).turningPoint).toBe(3);
    expect(fold([said(1), said(2), score(1, -4), score(2, -3.8)]).turningPoint).toBeUndefined();
  });

  test('a claim is one line, and offers that came to nothing are counted', () => {
    const accepted = logged(3, { kind: 'accepted', agent: 'a1', name: 'Lin', epoch: 2 });
    const kinds = (events: Logged[]): string[] => fold(events).rows.map((row) => (row.kind === 'line' ? row.event.kind : row.kind));
    expect(kinds([logged(2, offered(1)), accepted])).toEqual(['accepted']);
    const ended = (seq: number): Logged => logged(seq, { kind: 'offer_ended', agent: 'a1', declined: false });
    const { rows } = fold([logged(1, offered(0)), ended(2), logged(3, offered(2)), ended(4), logged(5, offered(4))]);
    expect(rows.map((row) => row.kind === 'line' && [row.event.kind, row.agent, row.times])).toEqual([
      ['offer_ended', 'Lin', 2], ['offered', undefined, undefined],
    ]);
  });
});

test('what a model wrote belongs to its handoff, and stands as no line of the thread', () => {
  const queued = (seq: number): Logged => logged(seq, { kind: 'queued', cause: 'asked', reasons: [] });
  const written: Event = { kind: 'summarised', handoff: 2, up_to: 2, text: 'No parcel', model: 'small' };
  const log = [said(1), queued(2), logged(3, written), logged(4, offered(3))];
  expect(fold(log).written).toEqual(written);
  expect(fold(log).rows.map((row) => row.seq)).toEqual([1, 2, 4]);
  expect(fold([...log, queued(5)]).written, 'it waits anew').toBeUndefined();
});
