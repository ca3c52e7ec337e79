// The opened conversation: who it is, what can be done, the handoff, the thread, and where to write.
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Summary } from '../shared/protocol';
import type { Conversation } from '../staff/conversation';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { common } from '../staff/texts';
import { ThreadView } from '../staff/thread_view';
import { Composer } from './composer';
import { Context } from './context';
import { HandoffCard } from './handoff';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

export function Pane({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const conv = inbox.selected.value;
  const line = conv === undefined ? undefined : inbox.line(conv);
  if (conv === undefined || !line) {
    return (
      <main class="pane none">
        <h1 class="unseen">{common().inbox}</h1>
        <p>{words.choose}</p>
        <p class="small">{words.chooseHint}</p>
      </main>
    );
  }
  return <Opened key={conv} inbox={inbox} line={line} />;
}

function Opened({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element {
  const opened = useMemo(() => inbox.desk.open(line.conv), [line.conv]);
  useRead(inbox, line, opened);
  const { packet, cause, offered, rows } = opened.thread.value;
  const answered = rows.some((row) => row.kind === 'message' && row.by.who === 'staff' && row.seq > (offered?.seq ?? 0));
  const name = visitorName(line, common());
  const floor = inbox.floor(line);
  const shown = packet && (floor === 'mine' || floor === 'other');
  return (
    <>
      <main class="pane">
        <Head inbox={inbox} line={line} name={name} />
        {shown && <HandoffCard packet={packet} cause={cause} answered={answered} jump={(seq) => void jump(opened, seq)} />}
        <ThreadView opened={opened} visitor={name} offline={inbox.desk.status.value.phase !== 'online'} />
        <Composer inbox={inbox} line={line} opened={opened} />
      </main>
      <Context line={line} opened={opened} />
    </>
  );
}

/** Brings a message into sight, loading earlier pages until it is there. */
async function jump(opened: Conversation, seq: number): Promise<void> {
  while (opened.more.value && (opened.events.value[0]?.seq ?? 0) > seq) {
    const before = opened.events.value[0]?.seq;
    await opened.loadOlder();
    if (opened.events.value[0]?.seq === before) return;
  }
  requestAnimationFrame(() => {
    const entry = document.querySelector<HTMLElement>(`.log [data-seq="${seq}"]`);
    entry?.scrollIntoView({ block: 'center' });
    entry?.focus({ preventScroll: true });
  });
}

/** What is on the screen counts as read. */
function useRead(inbox: Inbox, line: Summary, opened: Conversation): void {
  const seq = opened.events.value.at(-1)?.seq;
  useEffect(() => {
    if (seq !== undefined && inbox.floor(line) === 'mine' && document.visibilityState === 'visible') {
      inbox.desk.socket.hint({ t: 'read', conv: line.conv, seq });
    }
  }, [seq, line.phase]);
}

function Head({ inbox, line, name }: { inbox: Inbox; line: Summary; name: string }): JSX.Element {
  const words = inboxWords();
  const { conv } = line;
  const mine = inbox.floor(line) === 'mine';
  return (
    <div class="pane-head">
      <button type="button" class="quiet back" onClick={() => inbox.open(undefined)}>
        ← <span class="unseen">{words.back}</span>
      </button>
      <h1 dir="auto">{name}</h1>
      <StageMark stage={line.stage} trend={line.trend} />
      <p class="acts">
        {mine && (
          <button type="button" onClick={() => void inbox.release(conv)}>
            {words.release}
          </button>
        )}
        {line.phase !== 'closed' && (
          <button type="button" onClick={() => void inbox.resolve(conv)}>
            {words.resolve} <kbd aria-hidden="true">E</kbd>
          </button>
        )}
      </p>
    </div>
  );
}
