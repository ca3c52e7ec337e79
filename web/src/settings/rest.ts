// REST of the settings: every verb, and refusals that name everything that is wrong, not the first thing alone.
import { Refused } from '../shared/refused';

/** A field and the rule that it breaks. */
export interface Fault {
  readonly field: string;
  readonly rule: string;
}

/** A request that was not done, with all that is wrong with it. */
export class Rejected extends Refused {
  readonly faults: readonly Fault[];

  constructor(code: Refused['code'], status: number, faults: readonly Fault[]) {
    super(code, status, faults[0]?.field, faults[0]?.rule);
    this.faults = faults;
  }
}

interface Problem {
  readonly code?: Refused['code'];
  readonly field?: string;
  readonly rule?: string;
  readonly faults?: readonly Fault[];
}

/** Calls the server; `body` is sent as JSON. Rejects with `Rejected`. */
export async function send<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(url, { method, ...json, ...(signal && { signal }) }).catch(() => {
    throw new Rejected('no_answer', 0, []);
  });
  const value = parsed(await answer.text().catch(() => ''));
  if (answer.ok) return value as T;
  const { code = 'internal', field, rule, faults } = (value ?? {}) as Problem;
  const first = field !== undefined || rule !== undefined ? [{ field: field ?? '', rule: rule ?? '' }] : [];
  throw new Rejected(code, answer.status, faults ?? first);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Everything wrong that an error names; nothing where it is no refusal of ours. */
export function faultsOf(error: unknown): readonly Fault[] {
  return error instanceof Rejected ? error.faults : [];
}
