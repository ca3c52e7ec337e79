// The visitor's token. Owns fetching, keeping and renewing it; one visitor per browser and site.
import { Problem, call } from '../shared/api';
import { type Credential, Stop } from '../shared/socket_types';
import type { Storage } from './storage';

interface Session {
  token: string;
  visitor: string;
  /** Epoch ms. */
  expires_at: number;
}

/** A token that ends within this time is renewed before use. */
const MARGIN_MS = 60_000;
/** Answers that trying again will not change. */
const FINAL: ReadonlySet<number> = new Set([403, 404, 422]);

/** A token for the socket; `fresh` when the last one was refused. Throws `Stop` when the site will not have us. */
export async function visitorToken(server: string, site: string, storage: Storage, fresh: boolean): Promise<Credential> {
  const kept = storage.get<Session>('session');
  if (kept && !fresh && kept.expires_at - Date.now() > MARGIN_MS) return { token: kept.token };
  const session = await renew(`${server}/v1/sites/${encodeURIComponent(site)}/session`, kept?.token);
  storage.set('session', session);
  return { token: session.token };
}

async function renew(url: string, token: string | undefined): Promise<Session> {
  try {
    return await call<Session>('POST', url, token === undefined ? {} : { token });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401 && token !== undefined) return renew(url, undefined);
    if (FINAL.has(error.status) && error.code !== 'no_answer') throw new Stop(error.code);
    throw error;
  }
}
