// Who is signed in on this page, over REST. Owns the login, never the socket.
import { batch, signal } from '@preact/signals';
import { call } from '../shared/api';
import type { Language, Role } from '../shared/protocol';
import { Refused } from '../shared/refused';
import { draftsKey, unsentKey } from './kept';
import { forget } from './storage';

/** The answer of `GET /v1/me`. */
export interface Account {
  readonly staff: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly language: Language;
  readonly capacity: number;
}

export interface FirstAdmin {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** `undefined`: not known yet; `null`: nobody. */
export const account = signal<Account | null | undefined>(undefined);
/** The server ended the last login: the door says so. */
export const ended = signal(false);

/** Asks who the cookie belongs to. Rejects with `Refused` when the server could not say. */
export async function whoAmI(): Promise<void> {
  try {
    account.value = await call<Account>('GET', '/v1/me');
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'unauthorized') throw error;
    account.value = null;
  }
}

/** Rejects with `Refused`. */
export async function logIn(email: string, password: string): Promise<void> {
  account.value = await call<Account>('POST', '/v1/login', { email, password });
  ended.value = false;
}

/** Creates the first admin and signs them in. Rejects with `Refused`. */
export async function setUp(admin: FirstAdmin): Promise<void> {
  account.value = await call<Account>('POST', '/v1/setup', admin);
}

/** Ends the login. Where the server does not answer, this page forgets it all the same; what was typed and not
 * sent is forgotten too, since the next person at this desk may be another. */
export async function logOut(): Promise<void> {
  const who = account.peek()?.staff;
  if (who !== undefined) [draftsKey(who), unsentKey(who)].forEach(forget);
  await call('POST', '/v1/logout').catch(() => {});
  account.value = null;
}

/** The server says that the login is over. */
export function loginEnded(): void {
  batch(() => {
    ended.value = true;
    account.value = null;
  });
}

/** A one-time ticket for the socket. Rejects with `Refused`. */
export async function ticket(): Promise<{ ticket: string }> {
  const { ticket } = await call<{ ticket: string }>('POST', '/v1/ticket');
  return { ticket };
}

export function mayOversee(role: Role | undefined): boolean {
  return role === 'supervisor' || role === 'admin';
}
