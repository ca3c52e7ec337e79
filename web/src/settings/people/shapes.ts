// Members of the staff as REST tells of them, and what a form makes of one. Pure.
import type { Language, Role } from '../../shared/protocol';
import type { Account } from '../../staff/account';

/** What members can do, as the configuration says. */
export interface Profile {
  readonly skills: readonly string[];
  readonly languages: readonly Language[];
  readonly tier: number;
  readonly team: string;
}

export interface Member extends Account {
  readonly active: boolean;
  readonly profile?: Profile;
}

/** What stands in the form. */
export interface Draft {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly language: Language;
  readonly capacity: string;
  readonly password: string;
}

export const ROLES = ['agent', 'supervisor', 'admin'] as const satisfies readonly Role[];

/** The server's least length. */
export const PASSWORD_LEAST = 10;

export function draftOf(member: Member | undefined, language: Language): Draft {
  if (!member) return { name: '', email: '', role: 'agent', language, capacity: '4', password: '' };
  const { name, email, role, capacity } = member;
  return { name, email, role, language: member.language, capacity: String(capacity), password: '' };
}

export function isSame(a: Draft, b: Draft): boolean {
  return (Object.keys(a) as (keyof Draft)[]).every((key) => a[key] === b[key]);
}

/** What is sent: everything for a new member, what has changed for another. */
export function bodyOf(draft: Draft, member: Member | undefined): Record<string, unknown> {
  const { capacity, password, ...rest } = draft;
  const all = { ...rest, name: draft.name.trim(), email: draft.email.trim(), capacity: Number(capacity), ...(password !== '' && { password }) };
  if (!member) return all;
  const before: Record<string, unknown> = { ...member };
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => key !== 'email' && value !== before[key]));
}

export function fits(member: Member, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return [member.name, member.email, member.profile?.team ?? '', ...(member.profile?.skills ?? [])]
    .some((text) => text.toLowerCase().includes(wanted));
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A password of 16 letters that are not taken for each other. */
export function freshPassword(): string {
  const random = crypto.getRandomValues(new Uint32Array(16));
  return Array.from(random, (value) => LETTERS.charAt(value % LETTERS.length)).join('');
}
