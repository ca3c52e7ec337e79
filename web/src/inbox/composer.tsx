// Where replies and notes are written. A reply needs the floor; without it the reason stands here, and the way to it.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { MESSAGE_MAX_CHARS, type Summary } from '../shared/protocol';
import type { Conversation } from '../staff/conversation';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

interface Props {
  readonly inbox: Inbox;
  readonly line: Summary;
  readonly opened: Conversation;
}

const TYPING_EVERY_MS = 3_000;
/** Keys that an input method is still busy with. */
const IME_KEY = 229;

export function Composer({ inbox, line, opened }: Props): JSX.Element {
  const words = inboxWords();
  const { conv } = line;
  const draft = inbox.drafts.of(conv);
  const isNote = draft.mode === 'note';
  const floor = inbox.floor(line);
  const text = isNote ? draft.note : draft.reply;
  const mayWrite = floor !== 'closed' && (isNote || floor === 'mine');
  const over = Array.from(text.trim()).length - MESSAGE_MAX_CHARS;
  const box = useComposerFocus(inbox, conv);
  const tellTyping = useTyping(inbox, conv);
  const send = (): void => {
    if (!mayWrite || text.trim() === '' || over > 0) return;
    opened.send(isNote ? 'note' : 'msg', text.trim());
    inbox.drafts.change(conv, isNote ? { note: '', mode: floor === 'mine' ? 'reply' : 'note' } : { reply: '' });
    tellTyping(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === IME_KEY) return;
    if (event.key === 'Escape') box.current?.blur();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class={`composer${isNote ? ' noting' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Modes inbox={inbox} conv={conv} isNote={isNote} />
      {!mayWrite && <NoFloor inbox={inbox} line={line} />}
      <textarea
        ref={box}
        aria-label={isNote ? words.noteMode : words.reply}
        aria-describedby="composer-hint"
        rows={2}
        value={text}
        disabled={!mayWrite}
        placeholder={isNote ? words.noteHint : words.replyHint}
        onKeyDown={onKeyDown}
        onInput={({ currentTarget: { value } }) => {
          inbox.drafts.change(conv, isNote ? { note: value } : { reply: value });
          if (!isNote) tellTyping(value !== '');
        }}
      />
      <p class="acts">
        <span class={over > 0 ? 'failure' : 'unseen'} id="composer-hint">
          {over > 0 ? words.tooLong(over) : isNote ? words.noteHint : words.replyHint}
        </span>
        <button class="strong" aria-disabled={!mayWrite || text.trim() === '' || over > 0}>
          {isNote ? words.addNote : words.send}
        </button>
      </p>
    </form>
  );
}

function Modes({ inbox, conv, isNote }: { inbox: Inbox; conv: string; isNote: boolean }): JSX.Element {
  const words = inboxWords();
  return (
    <div class="modes" role="group" aria-label={words.mode}>
      <button type="button" aria-pressed={!isNote} onClick={() => inbox.writeIn(conv, 'reply')}>
        {words.reply}
      </button>
      <button type="button" aria-pressed={isNote} onClick={() => inbox.writeIn(conv, 'note')}>
        {words.noteMode}
      </button>
    </div>
  );
}

function NoFloor({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element {
  const words = inboxWords();
  const name = line.agent_name ?? '';
  const why = {
    with_bot: words.floorBot,
    waiting: words.floorWaiting,
    handing_off: words.floorOffered(name),
    with_agent: words.floorOther(name),
    closed: words.floorClosed,
  }[line.phase];
  return (
    <p class="no-floor">
      {why}{' '}
      {inbox.mayClaim(line) && (
        <button type="button" class="strong" onClick={() => void inbox.claim(line.conv)}>
          {line.phase === 'with_agent' ? words.takeOver : words.claim}
        </button>
      )}
      {line.phase === 'closed' && (
        <button type="button" onClick={() => void inbox.reopen(line.conv)}>
          {words.reopen}
        </button>
      )}
    </p>
  );
}

/** Takes the focus when a key or an action asked for it. */
function useComposerFocus(inbox: Inbox, conv: string) {
  const box = useRef<HTMLTextAreaElement>(null);
  const wanted = inbox.focusWanted.value === conv;
  const phase = inbox.line(conv)?.phase;
  useEffect(() => {
    if (!wanted || !box.current || box.current.disabled) return;
    inbox.focusWanted.value = undefined;
    box.current.focus();
  }, [wanted, phase]);
  return box;
}

/** Says that somebody types, now and then; and that they stopped. */
function useTyping(inbox: Inbox, conv: string): (on: boolean) => void {
  const told = useRef(0);
  return (on) => {
    const at = Date.now();
    if (on ? at - told.current < TYPING_EVERY_MS : told.current === 0) return;
    told.current = on ? at : 0;
    inbox.desk.socket.hint({ t: 'typing', conv, on });
  };
}
