// What an invitation looks like to whoever is asked, and the experts of the opened conversation to everybody else.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Expert, Summary } from '../../shared/protocol';
import { mayOversee } from '../../staff/account';
import { now } from '../../staff/clock';
import { visitorName } from '../../staff/names';
import { common } from '../../staff/texts';
import type { Inbox } from '../inbox';
import { expertOf } from './asked';
import { accept, decline, isOpen, leave, secondsLeft, standingText, withdraw } from './experts';
import { expertWords } from './texts';

interface Of {
  readonly inbox: Inbox;
  readonly line: Summary;
}

/** Above the list: everybody who asks me, the one that runs out first in front. */
export function Invitations({ on: inbox }: { on: Inbox }): JSX.Element {
  const words = expertWords();
  const ends = (line: Summary): number => expertOf(line, inbox.me.staff)?.expires_at ?? 0;
  return (
    <section class="invitations" aria-label={words.invitations}>
      {inbox.invitations.value.toSorted((a, b) => ends(a) - ends(b)).map((line) => <Invitation key={line.conv} inbox={inbox} line={line} />)}
    </section>
  );
}

function Invitation({ inbox, line }: Of): JSX.Element | null {
  const words = expertWords();
  const [why, setWhy] = useState('');
  const mine = expertOf(line, inbox.me.staff);
  if (mine?.standing !== 'asked') return null;
  const { conv } = line;
  return (
    <div class="invitation">
      <p role="status">
        <b>{words.asksYou(mine.by_name, visitorName(line, common()))}</b>
        <q dir="auto">{mine.question}</q>
      </p>
      <input
        class="why-not" maxLength={500} aria-label={words.why} placeholder={words.why} value={why}
        onInput={({ currentTarget }) => setWhy(currentTarget.value)}
      />
      <p class="acts">
        <button type="button" class="button strong" onClick={() => void accept(inbox, conv)}>
          {words.accept}
        </button>
        <button type="button" class="button" onClick={() => void decline(inbox, conv, why)}>
          {words.decline}
        </button>
        <Left expert={mine} />
      </p>
    </div>
  );
}

/** Above the thread: what I read along for, or whom its agent has asked. */
export function Experts({ on: { inbox, line } }: { on: Of }): JSX.Element | null {
  const words = expertWords();
  const mine = expertOf(line, inbox.me.staff);
  const others = (line.experts ?? []).filter(({ id }) => id !== inbox.me.staff);
  // Whoever is asked has it above the list.
  if (others.length === 0 && mine?.standing !== 'reading') return null;
  const mayWithdraw = line.agent === inbox.me.staff || mayOversee(inbox.me.role);
  return (
    <section class="experts" aria-label={words.experts}>
      {mine?.standing === 'reading' && (
        <p>
          <span>
            {words.readingForYou(mine.by_name)} <q dir="auto">{mine.question}</q>
          </span>
          <button type="button" class="button small" onClick={() => void leave(inbox, line.conv)}>
            {words.leave}
          </button>
        </p>
      )}
      {others.map((expert) => (
        <p key={expert.id} class={isOpen(expert) ? '' : 'over'}>
          <span>
            <b role="status">{standingText(expert, words)}</b> <q dir="auto">{expert.question}</q>
          </span>
          {expert.standing === 'asked' && <Left expert={expert} />}
          {mayWithdraw && isOpen(expert) && (
            <button
              type="button" class="button small" aria-label={words.withdraw(expert.name)}
              onClick={() => void withdraw(inbox, line.conv, expert.id)}
            >
              {words.takeBack}
            </button>
          )}
        </p>
      ))}
    </section>
  );
}

function Left({ expert }: { expert: Expert }): JSX.Element {
  return (
    <span class="small asking" role="timer" aria-live="off">
      {expertWords().left(secondsLeft(expert, now.value))}
    </span>
  );
}
