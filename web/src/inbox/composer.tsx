// Where replies and notes are written. A reply needs the floor; without it the reason stands here, and the way to it.
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { MESSAGE_MAX_CHARS, type Summary } from '../shared/protocol';
import { visitorName } from '../staff/names';
import { common } from '../staff/texts';
import type { Inbox } from './inbox';
import { type Standing, standing } from './standing';
import { type InboxWords, inboxWords } from './texts';
import { TypingHints } from './typing_hints';

/** Whether Enter sends. A key that ends an input method's composition does not: Safari tells it by 229 alone. */
export function sends(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing' | 'keyCode'>): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

export function Composer({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element {
  const words = inboxWords();
  const { mode } = inbox.drafts.of(line.conv);
  const { speaks, held } = standing(line, inbox.me);
  const mayWrite = held !== 'closed' && (mode === 'note' || speaks);
  return (
    <div class={`composer ${mayWrite ? mode : 'reply'}`}>
      <div class="modes" role="group" aria-label={words.write}>
        {(['reply', 'note'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={mode === each} onClick={() => inbox.writeIn(line.conv, each)}>
            {each === 'reply' ? words.reply : words.noteTab}
          </button>
        ))}
        {mayWrite && <span class="small hint">{words.sendHint}</span>}
      </div>
      {mayWrite ? <Field key={`${line.conv} ${mode}`} inbox={inbox} line={line} mode={mode} /> : <Held inbox={inbox} line={line} />}
    </div>
  );
}

function Field({ inbox, line, mode }: { inbox: Inbox; line: Summary; mode: 'reply' | 'note' }): JSX.Element {
  const words = inboxWords();
  const { conv } = line;
  const isNote = mode === 'note';
  const text = inbox.drafts.of(conv)[mode];
  const over = Array.from(text.trim()).length - MESSAGE_MAX_CHARS;
  const box = useComposerFocus(inbox);
  const hints = useMemo(() => new TypingHints((on) => inbox.desk.socket.hint({ t: 'typing', conv, on })), [conv]);
  useEffect(() => () => hints.stop(), [hints]);
  const change = (next: string): void => {
    inbox.drafts.change(conv, { [mode]: next });
    if (!isNote) hints.typed(next.trim() !== '');
  };
  const send = (): void => {
    if (text.trim() === '' || over > 0) return;
    inbox.outgoing.send(conv, isNote ? 'note' : 'msg', text.trim());
    change('');
  };
  const label = isNote ? words.notePlaceholder : words.replyTo(visitorName(line, common()));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={box}
        rows={2}
        value={text}
        placeholder={label}
        aria-label={label}
        dir="auto"
        onInput={({ currentTarget }) => change(currentTarget.value)}
        onBlur={() => hints.stop()}
        onKeyDown={(event) => {
          if (!sends(event)) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="send">
        <span class="small failure" role="alert">
          {over > 0 && words.tooLong(over)}
        </span>
        <button class="button strong" aria-disabled={text.trim() === '' || over > 0}>
          {isNote ? words.addNote : words.send}
        </button>
      </div>
    </form>
  );
}

/** Why nobody here may write now, and the way to change that. */
function Held({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element {
  const words = inboxWords();
  const { held, take } = standing(line, inbox.me);
  return (
    <div class="held">
      <p>{heldText(held, line, words)}</p>
      {take && (
        <button type="button" class="button strong" aria-disabled={inbox.busy.value !== undefined} onClick={() => void inbox.claim(line.conv)}>
          {takeText(take, words)} <kbd aria-hidden="true">C</kbd>
        </button>
      )}
      {held === 'closed' && (
        <button type="button" class="button" onClick={() => void inbox.reopen(line.conv, true)}>
          {words.reopen}
        </button>
      )}
    </div>
  );
}

export function takeText(take: NonNullable<Standing['take']>, words: InboxWords): string {
  return { accept: words.accept, claim: words.claim, take_over: words.takeOver }[take];
}

function heldText(held: Standing['held'], { agent_name = '' }: Summary, words: InboxWords): string {
  const texts: Record<Standing['held'], string> = {
    me: '',
    bot: words.heldBot,
    nobody: words.heldNobody,
    offered_to_me: words.heldOfferedToMe,
    offered: words.heldOffered(agent_name),
    other: words.heldOther(agent_name),
    closed: words.heldClosed,
  };
  return texts[held];
}

/** Takes the focus when a key or an act asked for it, as soon as there is a field to take it. */
function useComposerFocus(inbox: Inbox) {
  const box = useRef<HTMLTextAreaElement>(null);
  const wanted = inbox.focusWanted.value;
  useEffect(() => {
    if (inbox.focusServed === wanted) return;
    inbox.focusServed = wanted;
    box.current?.focus();
  }, [wanted]);
  return box;
}
