// The opened conversation: who it is, what can be done, the handoff, the thread, and where to write.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Summary } from '../shared/protocol';
import type { Conversation } from '../staff/conversation';
import { Icon } from '../staff/icons';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { Part } from '../staff/part';
import { common } from '../staff/texts';
import { ThreadView } from '../staff/thread_view';
import { MessageMarks } from './judging';
import { Composer, takeText } from './composer';
import { takesFiles } from './files/attach';
import { SnoozeButton, Tags } from './filing/view';
import { HandoffCard } from './handoff';
import type { Inbox } from './inbox';
import { OutgoingView, unlogged } from './outgoing_view';
import { standing } from './standing';
import { type InboxWords, inboxWords } from './texts';
import { TransferAct } from './transfer/pending';

interface Props {
  readonly inbox: Inbox;
  readonly chosen: number | undefined;
  readonly onChoose: (seq: number) => void;
  readonly onDetails: () => void;
}

export function Pane({ inbox, chosen, onChoose, onDetails }: Props): JSX.Element {
  const words = inboxWords();
  const opened = inbox.opened.value;
  if (!opened) {
    const { desk, list } = inbox;
    const isEmpty = desk.ready.value && list.ids.value.length === 0 && !list.isNarrowed.value;
    return (
      <section class="pane none">
        <h2>{isEmpty ? words.nothingHere : words.choose}</h2>
        <p class="small">{isEmpty ? words.nothingHereHint : words.chooseHint}</p>
      </section>
    );
  }
  const line = inbox.line(opened.conv);
  const name = line ? visitorName(line, common()) : common().visitor;
  const waiting = unlogged(inbox.outgoing.all.value, opened);
  return (
    <section class="pane" key={opened.conv} aria-label={name} {...takesFiles(inbox, line)}>
      <Read inbox={inbox} opened={opened} />
      {line && <Head inbox={inbox} line={line} name={name} onDetails={onDetails} />}
      {line && <Tags inbox={inbox} line={line} />}
      {line && <Part wanted={line.experts !== undefined} on={{ inbox, line }} onFailed={() => undefined} load={async () => (await import('./experts/view')).Experts} />}
      <HandoffCard inbox={inbox} opened={opened} stage={line?.stage ?? 'calm'} />
      <ThreadView opened={opened} visitor={name} me={inbox.me.staff} tail={waiting.length} chosen={chosen} onChoose={onChoose}
        verdict={(seq, reading) => <MessageMarks inbox={inbox} conv={opened.conv} seq={seq} reading={reading} />}>
        <OutgoingView inbox={inbox} all={waiting} />
      </ThreadView>
      {line && <Composer inbox={inbox} line={line} />}
    </section>
  );
}

/** What is on the screen counts as read. */
function Read({ inbox, opened }: { inbox: Inbox; opened: Conversation }): null {
  const seq = opened.events.value.at(-1)?.seq;
  const phase = inbox.line(opened.conv)?.phase;
  useEffect(() => {
    const read = (): void => {
      if (seq !== undefined) inbox.markRead(seq);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [seq, phase]);
  return null;
}

function Head({ inbox, line, name, onDetails }: { inbox: Inbox; line: Summary; name: string; onDetails: () => void }): JSX.Element {
  const words = inboxWords();
  return (
    <div class="pane-head">
      <button type="button" class="plain-icon back" aria-label={words.back} onClick={() => inbox.open(undefined)}>
        <Icon name="back" />
      </button>
      <div class="whom">
        <h2 dir="auto">{name}</h2>
        <StageMark stage={line.stage} trend={line.trend} />
        <span class="small">{holderText(line, words, inbox.me.staff)}</span>
      </div>
      <button type="button" class="plain-icon details" aria-label={words.details} title={words.details} onClick={onDetails}>
        <Icon name="panel" />
      </button>
      <Acts inbox={inbox} line={line} />
    </div>
  );
}

function holderText(line: Summary, words: InboxWords, me: string): string {
  const isMine = line.agent === me;
  const name = line.agent_name ?? '';
  switch (line.phase) {
    case 'with_bot':
      return words.withBot;
    case 'waiting':
      return words.withNobody;
    case 'handing_off':
      return isMine ? words.offeredToYou : words.offeredTo(name);
    case 'with_agent':
      return isMine ? common().you : name;
    case 'closed':
      return words.ended;
  }
}

function Acts({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element {
  const words = inboxWords();
  const { conv } = line;
  const { take, mayRelease, mayResolve, mayTransfer, held } = standing(line, inbox.me);
  const rests = inbox.busy.value !== undefined;
  return (
    <p class="acts">
      {take && (
        <button type="button" class="button" aria-disabled={rests} onClick={() => void inbox.claim(conv)}>
          {takeText(take, words)}
        </button>
      )}
      <SnoozeButton inbox={inbox} line={line} />
      {held === 'me' && (
        <button type="button" id="invite" class="button" onClick={() => inbox.transfers.open(conv, 'invite')}>
          {words.ask}
        </button>
      )}
      {mayTransfer && <TransferAct inbox={inbox} line={line} />}
      {mayRelease && (
        <button type="button" class="button" aria-disabled={rests} onClick={() => void inbox.release(conv)}>
          {words.release}
        </button>
      )}
      {mayResolve && (
        <button type="button" class="button" aria-disabled={rests} onClick={() => void inbox.resolve(conv)}>
          <Icon name="check" /> {words.resolve}
        </button>
      )}
      {held === 'closed' && (
        <button type="button" class="button" aria-disabled={rests} onClick={() => void inbox.reopen(conv, true)}>
          {words.reopen}
        </button>
      )}
    </p>
  );
}
