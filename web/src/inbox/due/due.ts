// Which promises fall due, of all conversations at hand. Pure.
import type { Promise as Given, Summary } from '../../shared/protocol';

/** One promise with a time, and where it was given. */
export interface Due {
  readonly line: Summary;
  readonly promise: Given;
  readonly due: number;
  /** Mine to keep: I hold the conversation, or gave my word in it. */
  readonly isMine: boolean;
}

/** Late by more than this it is not shown any more: it would stand before all others for good. The server says the same. */
const FORGOTTEN_MS = 30 * 86_400_000;

/** Mine first; the soonest first. */
export function fallingDue(lines: Iterable<Summary>, me: string, now: number): Due[] {
  const all: Due[] = [];
  for (const line of lines) {
    for (const promise of line.promises ?? []) {
      const { due } = promise;
      if (due !== undefined && due > now - FORGOTTEN_MS) all.push({ line, promise, due, isMine: isMine(line, promise, me) });
    }
  }
  return all.sort((a, b) => Number(b.isMine) - Number(a.isMine) || a.due - b.due);
}

/** Of what the assistant said, whoever had the conversation last is to see to it. */
function isMine({ phase, agent, last_agent }: Summary, { by }: Given, me: string): boolean {
  if (phase !== 'closed' && agent === me) return true;
  return (by.who === 'staff' ? by.id : last_agent) === me;
}
