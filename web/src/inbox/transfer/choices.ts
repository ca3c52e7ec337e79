// Why a colleague cannot be asked, before and after the server was. Pure. Fetched with the form.
import { type ErrorCode, errorText } from '../../staff/errors';
import { momentText } from '../../staff/format';
import { language } from '../../staff/preferences';
import { expertWords } from '../experts/texts';
import type { FormWords } from './form_texts';
import type { ClosedTeam, Colleague, How } from './transfers';

/** What is said of the colleague, not of whoever asks. */
export function troubleText(code: ErrorCode, how: How, words: FormWords): string {
  if (code === 'agent_away') return how === 'invite' ? expertWords().agentAway : words.agentAway;
  if (code === 'at_capacity') return words.noRoom;
  if (code === 'transfer_pending') return words.pending;
  return errorText(code, language.value);
}

/** Why a conversation cannot be passed to a colleague now; nothing where it can. */
export function hindrance({ available, load, capacity }: Colleague, words: FormWords): string | undefined {
  if (!available) return words.away;
  return load >= capacity ? words.full : undefined;
}

/** What is said beside a team: until when it is closed, and where a chat goes meanwhile. */
export function closedText(team: string, closed: readonly ClosedTeam[], how: How, today: number, words: FormWords): string {
  const found = closed.find((one) => one.team === team);
  if (!found) return '';
  const { opens_at: opensAt, keeps } = found;
  const until = opensAt === undefined ? words.closed : words.closedUntil(momentText(opensAt, today, language.value));
  return how === 'transfer' ? `${until} · ${keeps ? words.kept : words.meanwhile}` : until;
}
