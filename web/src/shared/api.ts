// REST calls with JSON bodies. Owns turning every failure into one `Refused` with a stable code.
import { Refused } from './refused';

/** Calls the server; `body` is sent as JSON. Rejects with `Refused`. */
export async function call<T>(method: 'GET' | 'POST', url: string, body?: unknown): Promise<T> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(url, { method, ...json }).catch(() => {
    throw new Refused('no_answer');
  });
  const value = parsed(await answer.text());
  if (answer.ok) return value as T;
  const { code, field, rule } = (value ?? {}) as Partial<Refused>;
  throw new Refused(code ?? 'internal', answer.status, field, rule);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The socket's address on the server that serves `base`. */
export function socketUrl(base: string): string {
  return `${new URL(base).origin.replace(/^http/, 'ws')}/ws`;
}
