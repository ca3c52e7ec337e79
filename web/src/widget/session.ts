// The visitor's token. Owns fetching, keeping and renewing it; one visitor per browser and site, or the one that the
// shop's signed word names.
import { call } from '../shared/api';
import { Refused } from '../shared/refused';
import type { Credential } from '../shared/socket_types';
import type { Storage } from './storage';

interface Session {
  token: string;
  visitor: string;
  /** Epoch ms. */
  expires_at: number;
  /** The shop's word for it, as last given. */
  by?: string | undefined;
}

/** A token that ends within this time is renewed before use. */
const MARGIN_MS = 60_000;

/**
 * A token for the socket; `fresh` when the last one was refused. Rejects with `Refused`.
 *
 * @param wanted the shop's word for who this is; a chat that somebody began before it goes on as theirs
 */
export async function visitorToken(server: string, site: string, storage: Storage, fresh: boolean, wanted?: string): Promise<Credential> {
  const kept = storage.get<Session>('session');
  const identity = storage.get('live') && !kept?.by ? undefined : wanted;
  if (kept && !fresh && kept.by === (identity ?? kept.by) && kept.expires_at - Date.now() > MARGIN_MS) return { token: kept.token };
  const ask = (by?: string): Promise<Session> =>
    call<Session>('POST', `${server}/v1/sites/${encodeURIComponent(site)}/session`, { token: kept?.token, identity: by });
  const session = await ask(identity).catch((error: unknown) => {
    // The page's mistake is told to whoever built it, and keeps nobody from chatting.
    if (!identity || !(error instanceof Refused) || error.field !== 'identity') throw error;
    console.error('Attune: identify:', error.rule);
    return ask();
  });
  storage.set('session', { ...session, by: identity ?? (session.token === kept?.token ? kept.by : undefined) });
  return { token: session.token };
}
