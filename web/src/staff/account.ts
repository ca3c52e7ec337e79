// Who is signed in on this page, over REST. Owns the login, never the socket.
import { signal } from '@preact/signals';
import { call } from '../shared/api';
import type { Language, Role } from '../shared/protocol';
import { Refused } from '../shared/refused';

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
}

/** Creates the first admin and signs them in. Rejects with `Refused`. */
export async function setUp(admin: FirstAdmin): Promise<void> {
  account.value = await call<Account>('POST', '/v1/setup', admin);
}

/** Ends the login. Where the server does not answer, this page forgets it all the same. */
export async function logOut(): Promise<void> {
  await call('POST', '/v1/logout').catch(() => {});
  account.value = null;
}

/** A one-time ticket for the socket. Rejects with `Refused`. */
export async function ticket(): Promise<{ ticket: string }> {
  const { ticket } = await call<{ ticket: string }>('POST', '/v1/ticket');
  return { ticket };
}

export function mayOversee(role: Role | undefined): boolean {
  return role === 'supervisor' || role === 'admin';
}
