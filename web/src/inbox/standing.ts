// What somebody may do in a conversation as it stands: the server decides, this only saves asking in vain. Pure.
import type { Summary } from '../shared/protocol';
import { type Account, mayOversee } from '../staff/account';

export interface Standing {
  /** Holds the floor. */
  readonly speaks: boolean;
  /** Who or what keeps others from speaking. */
  readonly held: 'me' | 'bot' | 'nobody' | 'offered_to_me' | 'offered' | 'other' | 'closed';
  /** How the floor could be had. */
  readonly take: 'accept' | 'claim' | 'take_over' | undefined;
  readonly mayRelease: boolean;
  readonly mayResolve: boolean;
  /** May pass it on, or take that back. */
  readonly mayTransfer: boolean;
}

export function standing(summary: Summary, me: Account): Standing {
  const mine = summary.agent === me.staff;
  const mayStepIn = mayOversee(me.role);
  const as = (held: Standing['held'], take: Standing['take']): Standing => ({
    speaks: held === 'me',
    held,
    take,
    mayRelease: held === 'me' || (held === 'other' && mayStepIn),
    mayTransfer: summary.phase === 'with_agent' && (held === 'me' || mayStepIn),
    mayResolve: held !== 'closed' && (held === 'me' || held === 'bot' || held === 'nobody' || mayStepIn),
  });
  switch (summary.phase) {
    case 'with_bot':
      return as('bot', 'take_over');
    case 'waiting':
      return as('nobody', 'claim');
    case 'handing_off':
      return mine ? as('offered_to_me', 'accept') : as('offered', mayStepIn ? 'take_over' : undefined);
    case 'with_agent':
      if (!mine && summary.passing?.to === me.staff) return as('offered_to_me', 'accept');
      return mine ? as('me', undefined) : as('other', mayStepIn ? 'take_over' : undefined);
    case 'closed':
      return as('closed', undefined);
  }
}
