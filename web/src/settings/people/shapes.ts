// Members of the staff as REST tells of them, and what a form makes of one. Pure.
import type { Language, Role } from '../../shared/protocol';
import type { Account } from '../../staff/account';

/** What members can do. */
export interface Profile {
  readonly skills: readonly string[];
  readonly languages: readonly Language[];
  readonly tier: number;
  readonly team: string;
}

export interface Member extends Account {
  readonly active: boolean;
  readonly profile?: Profile;
  /** It was set here; else it is as it is configured. */
  readonly profile_own: boolean;
}

/** What stands in the form. */
export interface Draft {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly language: Language;
  readonly capacity: string;
  readonly password: string;
  /** One a line, sorted. */
  readonly skills: string;
  readonly answersEn: boolean;
  readonly answersZh: boolean;
  readonly tier: string;
  readonly team: string;
}

export const ROLES = ['agent', 'supervisor', 'admin'] as const satisfies readonly Role[];

/** The server's least length. */
export const PASSWORD_LEAST = 10;

export function draftOf(member: Member | undefined, language: Language): Draft {
  const { skills = [], languages = [], tier = 1, team = '' } = member?.profile ?? {};
  const can = {
    skills: [...skills].sort().join('\n'), answersEn: languages.includes('en'), answersZh: languages.includes('zh'), tier: String(tier), team,
  };
  if (!member) return { name: '', email: '', role: 'agent', language, capacity: '4', password: '', ...can };
  const { name, email, role, capacity } = member;
  return { name, email, role, language: member.language, capacity: String(capacity), password: '', ...can };
}

export function isSame(a: Draft, b: Draft): boolean {
  return (Object.keys(a) as (keyof Draft)[]).every((key) => a[key] === b[key]);
}

/** What is sent: everything for a new member, what has changed for another. */
export function bodyOf(draft: Draft, member: Member | undefined): Record<string, unknown> {
  const { capacity, password, role, language } = draft;
  const all = { name: draft.name.trim(), email: draft.email.trim(), role, language, capacity: Number(capacity), ...(password !== '' && { password }) };
  if (!member) return all;
  const before: Record<string, unknown> = { ...member };
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => key !== 'email' && value !== before[key]));
}

/** What they can do, as the form has it. */
export function profileOf({ skills, answersEn, answersZh, tier, team }: Draft): Profile {
  const languages: Language[] = [...(answersEn ? ['en' as const] : []), ...(answersZh ? ['zh' as const] : [])];
  return { skills: skills === '' ? [] : skills.split('\n'), languages, tier: Number(tier), team: team.trim() };
}

/** Whether what they can do differs between two drafts. */
export function canOther(a: Draft, b: Draft): boolean {
  return JSON.stringify(profileOf(a)) !== JSON.stringify(profileOf(b));
}

/** With a skill, or without it. */
export function withSkill(skills: string, skill: string, has: boolean): string {
  const others = skills.split('\n').filter((each) => each !== '' && each !== skill);
  return (has ? [...others, skill].sort() : others).join('\n');
}

/** Teams to choose from: those that are listed and no others, or those that somebody belongs to and any other word. */
export interface Teams {
  readonly names: readonly string[];
  readonly areListed: boolean;
}

export function teamsOf(listed: readonly string[], staff: readonly Member[]): Teams {
  if (listed.length > 0) return { names: listed, areListed: true };
  return { names: [...new Set(staff.flatMap(({ profile }) => profile?.team || []))].sort(), areListed: false };
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
