// The visitor's token. Owns fetching, keeping and renewing it; one visitor per browser and site.
import { call } from '../shared/api';
import { Refused } from '../shared/refused';
import type { Credential } from '../shared/socket_types';
import type { Storage } from './storage';

interface Session {
  token: string;
  visitor: string;
  /** Epoch ms. */
  expires_at: number;
}

/** A token that ends within this time is renewed before use. */
const MARGIN_MS = 60_000;

/** A token for the socket; `fresh` when the last one was refused. Rejects with `Refused`. */
export async function visitorToken(server: string, site: string, storage: Storage, fresh: boolean): Promise<Credential> {
  const kept = storage.get<Session>('session');
  if (kept && !fresh && kept.expires_at - Date.now() > MARGIN_MS) return { token: kept.token };
  const session = await renew(`${server}/v1/sites/${encodeURIComponent(site)}/session`, kept && { token: kept.token });
  storage.set('session', session);
  return { token: session.token };
}

/** A token that the server does not know any more is no reason to stay away: a new visitor begins. */
async function renew(url: string, known: { token: string } | undefined): Promise<Session> {
  try {
    return await call<Session>('POST', url, known ?? {});
  } catch (error) {
    if (known && error instanceof Refused && error.status === 401) return renew(url, undefined);
    throw error;
  }
}
