// Requests that wait for their answer. Owns the order in which they leave and when one is sent again.
// Keeps: a request leaves its lane only by an answer or a final refusal; within a lane one request is on the
// wire at a time, so that what was typed first is logged first, whatever is lost or refused in between.
import type { ClientFrame, Code, ServerFrame } from './protocol';
import { Refused } from './refused';

/** Frames that the server answers by id. */
export type Request = Extract<ClientFrame, { id: string }>;
type Nack = Pick<Extract<ServerFrame, { t: 'nack' }>, 'code' | 'field' | 'rule' | 'retry_ms'>;
export type Answer = Extract<ServerFrame, { t: 'ack' | 'history' }>;

/** Codes after which the very same request is sent again without asking anybody. */
const AGAIN: ReadonlySet<Code> = new Set<Code>([
  'rate_limited', 'overloaded', 'storage_unavailable', 'draining', 'slow_consumer', 'no_heartbeat',
]);
/** An internal fault may be of the moment, or of the request: a few tries, then no. */
const INTERNAL_TRIES = 4;
/** On a living socket an answer that takes longer than this was lost. */
export const ANSWER_MS = 15_000;

interface Entry {
  frame: Request;
  lane: string;
  sentAt: number | undefined;
  notBefore: number;
  tries: number;
  resolve: (answer: Answer) => void;
  reject: (why: Refused) => void;
}

const laneOf = (frame: Request): string => {
  if (frame.t === 'history') return frame.id;
  return ('conv' in frame && frame.conv) || frame.t;
};

export class Outbox {
  /** Without an answer, in the order in which they were added. */
  pending: Entry[] = [];

  /**
   * Adds a request; the promise settles by the answer, or rejects with `Refused`. Adding an id twice is an error of the caller.
   * @param lane that of its conversation, unless it has one of its own
   */
  add(frame: Request, lane = laneOf(frame)): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.pending.push({ frame, lane, sentAt: undefined, notBefore: 0, tries: 0, resolve, reject });
    });
  }

  /** What may leave now, in order. Marks it as sent. */
  due(now: number): Request[] {
    const busy = new Set<string>();
    const out: Request[] = [];
    for (const entry of this.pending) {
      if (busy.has(entry.lane)) continue;
      busy.add(entry.lane);
      const waits = entry.sentAt !== undefined && now - entry.sentAt < ANSWER_MS;
      if (waits || now < entry.notBefore) continue;
      entry.sentAt = now;
      entry.tries += 1;
      out.push(entry.frame);
    }
    return out;
  }

  /** The socket is gone: whatever had no answer must be sent again. */
  unsent(): void {
    for (const entry of this.pending) entry.sentAt = undefined;
  }

  /** Takes an answer in; nobody waits for a second one to a resent request. */
  settle(answer: Answer): void {
    this.#take(answer.id)?.resolve(answer);
  }

  /** Takes a refusal in. Returns after how many ms the request goes out again, or `undefined` when it was final. */
  refuse(id: string, why: Nack, now: number, random: number): number | undefined {
    const { code } = why;
    const entry = this.pending.find((candidate) => candidate.frame.id === id);
    if (entry === undefined) return undefined;
    if (AGAIN.has(code) || (code === 'internal' && entry.tries < INTERNAL_TRIES)) {
      const wait = (why.retry_ms ?? 1_000) + Math.round(random * 500 * 2 ** Math.min(entry.tries, 5));
      entry.sentAt = undefined;
      entry.notBefore = now + wait;
      return wait;
    }
    this.#take(id);
    entry.reject(new Refused(code, 0, why.field, why.rule));
    return undefined;
  }

  /** Refuses everything: the session is over. */
  clear(code: Refused['code']): void {
    const all = this.pending;
    this.pending = [];
    for (const entry of all) entry.reject(new Refused(code));
  }

  #take(id: string): Entry | undefined {
    const index = this.pending.findIndex((entry) => entry.frame.id === id);
    return index < 0 ? undefined : this.pending.splice(index, 1)[0];
  }
}
