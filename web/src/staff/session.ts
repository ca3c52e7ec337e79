// Who is logged in. Owns the login over REST; the cookie itself is out of reach of scripts.
import { signal } from '@preact/signals';
import { call } from '../shared/api';
import type { Language, Role } from '../shared/protocol';
import { Refused } from '../shared/refused';
import { clearDrafts } from './drafts';
import { type ErrorCode, codeOf } from './errors';

/** A member of the staff, as `GET /v1/me` says. */
export interface Member {
  readonly staff: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly language: Language;
  readonly capacity: number;
}

export type Session =
  | { readonly state: 'loading' }
  /** `why`: what ended the last login, if something did. */
  | { readonly state: 'out'; readonly why?: ErrorCode }
  | { readonly state: 'in'; readonly member: Member }
  | { readonly state: 'failed'; readonly code: ErrorCode };

export const session = signal<Session>({ state: 'loading' });

/** Asks whether this browser is logged in. */
export async function restore(): Promise<void> {
  session.value = { state: 'loading' };
  try {
    session.value = { state: 'in', member: await call<Member>('GET', '/v1/me') };
  } catch (error) {
    const out = error instanceof Refused && error.status === 401;
    session.value = out ? { state: 'out' } : { state: 'failed', code: codeOf(error) };
  }
}

/** Logs in; rejects with `Refused`. */
export async function logIn(email: string, password: string): Promise<void> {
  session.value = { state: 'in', member: await call<Member>('POST', '/v1/login', { email, password }) };
}

export interface Setup {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly language: Language;
}

/** Creates the first admin and logs them in; rejects with `Refused`. */
export async function setUp(setup: Setup): Promise<void> {
  session.value = { state: 'in', member: await call<Member>('POST', '/v1/setup', setup) };
}

/** Logs out. What was typed and not sent is forgotten: the next person at this desk may be another. */
export async function logOut(): Promise<void> {
  clearDrafts();
  await call('POST', '/v1/logout').catch(() => {});
  session.value = { state: 'out' };
}

/** The server ended the login. */
export function loggedOut(why: ErrorCode): void {
  session.value = { state: 'out', why };
}

const RANK: Record<Role, number> = { visitor: 0, agent: 1, supervisor: 2, admin: 3 };

/** Whether a role may do what `least` may. */
export function atLeast(role: Role, least: Role): boolean {
  return RANK[role] >= RANK[least];
}
