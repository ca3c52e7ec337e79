// REST calls with JSON bodies. Owns turning every failure into one `Problem` with a stable code.
import type { Code } from './protocol';

export class Problem extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly code: Code | 'no_answer',
    readonly field?: string,
  ) {
    super(`${code} (${status})`);
  }
}

/** Calls the server; `body` is sent as JSON. Rejects with `Problem`. */
export async function call<T>(method: 'GET' | 'POST', url: string, body?: unknown): Promise<T> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  let answer: Response;
  try {
    answer = await fetch(url, { method, ...json });
  } catch {
    throw new Problem(0, 'no_answer');
  }
  const text = await answer.text();
  const value = parsed(text);
  if (answer.ok) return value as T;
  const problem = (value ?? {}) as { code?: Code; field?: string };
  throw new Problem(answer.status, problem.code ?? 'internal', problem.field);
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The socket's address on the server that serves `base`. */
export function socketUrl(base: string): string {
  return `${new URL(base).origin.replace(/^http/, 'ws')}/ws`;
}
