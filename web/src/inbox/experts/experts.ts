// Experts: who is asked about a conversation, and what everybody concerned hears of it. Fetched when somebody is asked.
import type { Expert, Summary } from '../../shared/protocol';
import { show, showError } from '../../staff/notices';
import { visitorName } from '../../staff/names';
import { common } from '../../staff/texts';
import type { Inbox } from '../inbox';
import { expertOf } from './asked';
import { type ExpertWords, expertWords } from './texts';

export function isOpen({ standing }: Expert): boolean {
  return standing === 'asked' || standing === 'reading';
}

/** Seconds until an invitation runs out. */
export function secondsLeft({ expires_at }: Expert, at: number): number {
  return Math.max(0, Math.ceil((expires_at - at) / 1_000));
}

export function standingText({ standing, name, reason }: Told, words: ExpertWords): string {
  const text = words.standing(standing, name);
  return reason === undefined ? text : words.because(text, reason);
}

/** What can be told of an expert. */
type Told = Pick<Expert, 'standing' | 'name'> & { readonly reason?: string | undefined };

/** A line changed: whoever is asked is called, whoever asked hears the answer. */
export function hear(inbox: Inbox, line: Summary, before: Summary | undefined): void {
  const me = inbox.me.staff;
  const words = expertWords();
  const [mine, was] = [expertOf(line, me), expertOf(before, me)];
  if (mine?.standing === 'asked' && (was?.standing !== 'asked' || was.expires_at !== mine.expires_at)) {
    inbox.call('offer', `${line.conv} expert ${mine.expires_at}`, line, `${words.asksYou(mine.by_name, visitorName(line, common()))}: ${mine.question}`);
  }
  if (was && isOpen(was) && mine?.standing === 'withdrawn') show({ kind: 'done', text: words.notAsked });
  for (const expert of line.experts ?? []) {
    const standing = expertOf(before, expert.id)?.standing;
    // Whoever withdrew knows.
    if (expert.by !== me || standing === undefined || standing === expert.standing || expert.standing === 'asked' || expert.standing === 'withdrawn') continue;
    const isBad = expert.standing === 'declined' || expert.standing === 'unanswered';
    show({ kind: isBad ? 'error' : 'done', text: standingText(expert, words) });
  }
}

/** Reads along from now on, and is taken to where the answer is written. */
export async function accept(inbox: Inbox, conv: string): Promise<void> {
  try {
    await inbox.desk.ask({ t: 'invite_accept', conv });
    inbox.open(conv);
    inbox.writeIn(conv, 'note');
  } catch (error) {
    showError(error);
  }
}

export async function decline(inbox: Inbox, conv: string, why: string): Promise<void> {
  const reason = why.trim();
  await inbox.desk.ask({ t: 'invite_decline', conv, ...(reason !== '' && { reason }) }).catch(showError);
}

export async function leave(inbox: Inbox, conv: string): Promise<void> {
  await inbox.desk.ask({ t: 'invite_leave', conv }).catch(showError);
}

export async function withdraw(inbox: Inbox, conv: string, expert: string): Promise<void> {
  await inbox.desk.ask({ t: 'invite_withdraw', conv, expert }).catch(showError);
}
