// What I have written and the log does not hold yet: sending, waiting, or failed with a way on.
import type { JSX } from 'preact';
import { Attached } from '../staff/attached';
import type { Conversation } from '../staff/conversation';
import { errorText } from '../staff/errors';
import { Meta, Words } from '../staff/message';
import type { Outgoing } from '../staff/outgoing';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import { checkWords } from './check/texts';
import type { Inbox } from './inbox';

/** Those of a conversation that its log does not show yet. */
export function unlogged(all: readonly Outgoing[], opened: Conversation): Outgoing[] {
  const { ids } = opened.thread.value;
  return all.filter(({ conv, id }) => conv === opened.conv && !ids.has(id));
}

export function OutgoingView({ inbox, all }: { inbox: Inbox; all: readonly Outgoing[] }): JSX.Element | null {
  if (all.length === 0) return null;
  return (
    <ol class="tail">
      {all.map((one) => {
        const party = one.kind === 'note' ? 'note' : 'staff';
        return (
          <li key={one.id} class={`message ${party} ${one.state}`}>
            <Meta name={common().you} party={party} />
            <Words text={one.text} />
            <Attached files={one.files} />
            <State inbox={inbox} one={one} />
          </li>
        );
      })}
    </ol>
  );
}

function State({ inbox, one }: { inbox: Inbox; one: Outgoing }): JSX.Element | null {
  const words = common();
  if (one.state === 'sent') return null;
  if (one.state === 'sending') {
    const isOnline = inbox.desk.status.value.phase === 'online';
    return <p class="small">{isOnline ? words.sending : words.waitsToSend}</p>;
  }
  return (
    <p class="small failure" role="alert">
      {words.failed} {one.code && errorText(one.code, language.value)}{' '}
      <button type="button" class="link" onClick={() => inbox.outgoing.retry(one.id)}>
        {one.code === 'banned_words' ? checkWords().sendAnyway : words.retry}
      </button>{' '}
      <button type="button" class="link" onClick={() => inbox.outgoing.discard(one.id)}>
        {words.discard}
      </button>
    </p>
  );
}
