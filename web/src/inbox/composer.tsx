// Where replies and notes are written. A reply needs the floor; without it the reason stands here, and the way to it.
import type { JSX } from 'preact';
import type { Summary } from '../shared/protocol';
import { Field } from './field';
import type { Inbox } from './inbox';
import { type Standing, standing } from './standing';
import { type InboxWords, inboxWords } from './texts';

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
        {mayWrite && <span class="small hint">{hint(inbox, mode, words)}</span>}
      </div>
      {mayWrite ? <Field key={`${line.conv} ${mode}`} inbox={inbox} line={line} mode={mode} /> : <Held inbox={inbox} line={line} />}
    </div>
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

function hint(inbox: Inbox, mode: 'reply' | 'note', words: InboxWords): string {
  return mode === 'reply' && inbox.replies.all.value.length > 0 ? words.replyHint : words.sendHint;
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
