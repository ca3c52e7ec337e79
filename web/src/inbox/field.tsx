// The field that replies and notes are typed in. A slash in front lists canned replies; replies are checked as they are written and once more on their way out.
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { MESSAGE_MAX_CHARS, type Summary } from '../shared/protocol';
import { visitorName } from '../staff/names';
import { Part } from '../staff/part';
import { common } from '../staff/texts';
import { Menu } from './canned/menu';
import { type Option, filled } from './canned/replies';
import { valuesOf } from './canned/values';
import { CannedList, describedBy } from './canned/view';
import type { Point } from './check/check';
import { Review } from './check/review';
import { checkWords } from './check/texts';
import { CHECKS, Checks, choices, firstReplaceable } from './check/view';
import type { Inbox } from './inbox';
import { Attach } from './files/attach';
import { sinceCustomer } from './since_customer';
import { sends } from '../staff/enter';
import { inboxWords } from './texts';
import { TypingHints } from './typing_hints';

export function Field({ inbox, line, mode }: { inbox: Inbox; line: Summary; mode: 'reply' | 'note' }): JSX.Element {
  const words = inboxWords();
  const { conv } = line;
  const isNote = mode === 'note';
  const writing = useWriting(inbox, conv, mode);
  const { text, review, box, change } = writing;
  const over = Array.from(text.trim()).length - MESSAGE_MAX_CHARS;
  const uploads = isNote ? undefined : inbox.trays.of(conv);
  const rests = (text.trim() === '' && !uploads?.hasAny) || over > 0;
  const send = (): void => {
    if (rests) return;
    const verdict = isNote || text.trim() === '' ? 'send' : review.ask();
    if (verdict === 'hold') return;
    const files = uploads?.take(conv);
    if (files || text.trim() !== '') inbox.outgoing.send(conv, isNote ? 'note' : 'msg', text.trim(), verdict === 'send_knowingly', files);
    change('');
  };
  const label = isNote ? words.notePlaceholder : words.replyTo(visitorName(line, common()));
  const isHeld = !isNote && review.isHeld.value && review.points.value.length > 0;
  const isStopped = isHeld && review.points.value.some(({ level }) => level === 'stop');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {!isNote && <CannedList menu={writing.menu} values={valuesOf(inbox, conv)} onChoose={writing.insert} />}
      <textarea
        ref={box}
        rows={2}
        value={text}
        placeholder={label}
        aria-label={label}
        aria-describedby={isNote ? undefined : CHECKS}
        {...(!isNote && describedBy(writing.menu))}
        dir="auto"
        onInput={({ currentTarget }) => change(currentTarget.value)}
        onBlur={() => writing.hints.stop()}
        onKeyDown={(event) => {
          const done = !isNote && (chooses(event, writing) || mends(event, writing));
          if (!done && !sends(event)) return;
          event.preventDefault();
          if (done) event.stopPropagation();
          // A key that is held down is no second Enter.
          if (!done && !event.repeat) send();
        }}
      />
      {!isNote && <Checks review={review} onReplace={writing.replace} onUndo={writing.undo} />}
      {!isNote && <Part wanted={inbox.trays.has(conv)} on={{ inbox, conv }} load={async () => (await import('./files/tray')).Tray} />}
      <div class="send">
        {!isNote && <Attach inbox={inbox} conv={conv} />}
        <span class="small failure" role="alert">
          {over > 0 && words.tooLong(over)}
        </span>
        <button class="button strong" aria-disabled={rests || isStopped}>
          {sendText(isNote, isHeld && !isStopped)}
        </button>
      </div>
    </form>
  );
}

function sendText(isNote: boolean, isHeld: boolean): string {
  const words = inboxWords();
  if (isNote) return words.addNote;
  return isHeld ? checkWords().sendAnyway : words.send;
}

type Writing = ReturnType<typeof useWriting>;

/** Keys of the list of canned replies; `false` when a key means something else. */
function chooses(event: KeyboardEvent, { menu, insert }: Writing): boolean {
  const done = menu.press(event);
  if (done && done !== 'handled') insert(done.chosen);
  return done !== undefined;
}

/** Alt and Enter put the first alternative in, Ctrl and Z take it out again; `false` when a key means something else. */
function mends(event: KeyboardEvent, { review, replace, undo }: Writing): boolean {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (altKey && key === 'Enter') {
    const point = firstReplaceable(review.points.value);
    if (point) replace(point, choices(point)[0] ?? '');
    return true;
  }
  if (!(ctrlKey || metaKey) || shiftKey || key.toLowerCase() !== 'z' || !review.replacement.value) return false;
  undo();
  return true;
}

/** What is written, and every way to change it. */
function useWriting(inbox: Inbox, conv: string, mode: 'reply' | 'note') {
  const box = useComposerFocus(inbox);
  const caret = useRef<number | undefined>(undefined);
  const hints = useMemo(() => new TypingHints((on) => inbox.desk.socket.hint({ t: 'typing', conv, on })), [conv]);
  useEffect(() => () => hints.stop(), [hints]);
  const menu = useMemo(() => {
    const spoken = () => inbox.line(conv)?.language ?? 'en';
    return new Menu(computed(() => inbox.drafts.of(conv).reply), inbox.replies.all, spoken);
  }, [conv]);
  const review = useMemo(() => {
    const situation = () => ({ stage: inbox.line(conv)?.stage ?? 'calm', earlier: sinceCustomer(inbox, conv) });
    return new Review(computed(() => inbox.drafts.of(conv).reply), inbox.wordList.finder, situation);
  }, [conv]);
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    box.current?.focus();
    box.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  const change = (text: string, at?: number): void => {
    caret.current = at;
    menu.typed();
    inbox.drafts.change(conv, { [mode]: text });
    if (mode === 'reply') hints.typed(text.trim() !== '');
  };
  const replace = (point: Point, instead: string): void => {
    const done = review.replace(point, instead);
    change(done.text, done.caret);
  };
  const insert = (option: Option): void => {
    const text = filled(option.text, valuesOf(inbox, conv));
    change(text, text.length);
  };
  const undo = (): void => {
    const before = review.replacement.value?.before;
    if (before !== undefined) change(before, before.length);
  };
  return { text: inbox.drafts.of(conv)[mode], box, hints, review, menu, change, replace, insert, undo };
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
