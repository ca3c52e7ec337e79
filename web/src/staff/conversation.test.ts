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

/** A server that holds a log and answers `history`; what else is asked, `refuse` decides. */
class FakeServer {
  readonly asked: Request[] = [];
  refuse: Refused | undefined;

  constructor(readonly log: Logged[]) {}

  readonly request = async (frame: Request): Promise<Answer> => {
    this.asked.push(frame);
    await Promise.resolve();
    if (frame.t !== 'history') {
      if (this.refuse) throw this.refuse;
      return { t: 'ack', id: frame.id };
    }
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

  test('a sent message is shown until the log holds it', async () => {
    const server = new FakeServer(upTo(2));
    const opened = new Conversation(CONV, server);
    await opened.load();
    opened.send('msg', 'Hello', 'id-3');
    expect(opened.outgoing.value.map((one) => one.text)).toEqual(['Hello']);
    opened.take(said(3, 'Hello'));
    expect(opened.outgoing.value).toEqual([]);
  });

  test('a refused message stays with its reason and goes out again under its id', async () => {
    const server = new FakeServer(upTo(2));
    const opened = new Conversation(CONV, server);
    await opened.load();
    server.refuse = new Refused('floor_moved');
    opened.send('msg', 'Hello', 'id-3');
    await settle();
    expect(opened.outgoing.value[0]).toMatchObject({ id: 'id-3', failed: 'floor_moved' });
    server.refuse = undefined;
    opened.retry('id-3');
    expect(opened.outgoing.value[0]?.failed).toBeUndefined();
    expect(server.asked.filter((frame) => frame.t === 'msg').map((frame) => frame.id)).toEqual(['id-3', 'id-3']);
  });
});

describe('fold', () => {
  const belief = (level: number): Belief => ({ fast: level, slow: 0, level, stage: 'calm', below: 0, turns: 1, at: 0 });
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

  test('reasons are those of the last change for the worse, and gone when calm again', () => {
    const worse = logged(2, { kind: 'stage_changed', from: 'calm', to: 'concern', reasons: [{ code: 'abuse' }], message: 1 });
    const better = logged(3, { kind: 'stage_changed', from: 'concern', to: 'watch', reasons: [], message: 1 });
    const calm = logged(4, { kind: 'stage_changed', from: 'watch', to: 'calm', reasons: [], message: 1 });
    expect(fold([said(1), worse, better]).reasons).toEqual([{ code: 'abuse' }]);
    expect(fold([said(1), worse, better, calm])).toMatchObject({ stage: 'calm', reasons: [] });
  });
});
