// Tags and the menu to put aside in the conversation's head, tags in a row of the list, and what of the list is shown.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Summary } from '../../shared/protocol';
import { now } from '../../staff/clock';
import { dayTime } from '../../staff/format';
import { Icon } from '../../staff/icons';
import { language } from '../../staff/preferences';
import type { Inbox } from '../inbox';
import { standing } from '../standing';
import { CHOICES, type Shelf, isAside } from './aside';
import { filingWords } from './texts';

/** Tags under the name, each with a way off, and a field for one more. */
export function Tags({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element | null {
  const words = filingWords();
  const { conv, tags = [], phase } = line;
  const isOpen = phase !== 'closed';
  if (!isOpen && tags.length === 0) return null;
  return (
    <div class="tags" role="group" aria-label={words.tags}>
      {tags.map((tag) => (
        <span key={tag} class="chip">
          <span dir="auto">{tag}</span>
          {isOpen && (
            <button type="button" aria-label={words.takeOff(tag)} onClick={() => void inbox.filing.untag(conv, tag)}>
              <Icon name="close" />
            </button>
          )}
        </span>
      ))}
      {isOpen && <AddTag inbox={inbox} conv={conv} tags={tags} />}
    </div>
  );
}

function AddTag({ inbox, conv, tags }: { inbox: Inbox; conv: string; tags: readonly string[] }): JSX.Element {
  const words = filingWords();
  const [text, setText] = useState('');
  const known = inbox.tags.value.filter((tag) => !tags.includes(tag));
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    void inbox.filing.tag(conv, text);
    setText('');
  };
  return (
    <form onSubmit={add}>
      <input
        id="add-tag"
        list="known-tags"
        aria-label={words.addTag}
        placeholder={words.addTag}
        title={`${words.addTag} (L)`}
        maxLength={40}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <datalist id="known-tags">
        {known.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </form>
  );
}

/** For whoever holds it: a menu of times, or the way back. */
export function SnoozeButton({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element | null {
  const words = filingWords();
  const { conv, snoozed_until: until } = line;
  const { mayRelease } = standing(line, inbox.me);
  if (line.phase !== 'with_agent' || !mayRelease) return null;
  if (until !== undefined && isAside(line, now.value)) {
    return (
      <button type="button" class="button" title={words.until(dayTime(until, language.value))} onClick={() => void inbox.filing.unsnooze(conv, until)}>
        <Icon name="clock" /> {words.takeBack}
      </button>
    );
  }
  return (
    <>
      <button type="button" id="snooze" class="button" popovertarget="snooze-menu" title={`${words.snooze} (S)`}>
        <Icon name="clock" /> {words.snooze}
      </button>
      <div id="snooze-menu" popover="auto" class="menu snooze-menu" role="group" aria-label={words.snooze} onKeyDown={walk}>
        {CHOICES.map((choice, index) => (
          <button
            key={choice}
            type="button"
            class="button wide"
            autoFocus={index === 0}
            onClick={(event) => {
              event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
              void inbox.filing.snooze(conv, choice);
            }}
          >
            {words[choice]}
          </button>
        ))}
      </div>
    </>
  );
}

/** Arrows move over the choices. */
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.findIndex((one) => one === document.activeElement);
  all[(at + by + all.length) % all.length]?.focus();
  event.preventDefault();
}

/** Tags of a row, the first two of them, and until when it is aside. */
export function RowTags({ line }: { line: Summary }): JSX.Element | null {
  const words = filingWords();
  const { tags = [], snoozed_until: until } = line;
  const aside = until !== undefined && isAside(line, now.value);
  if (tags.length === 0 && !aside) return null;
  return (
    <span class="row-tags">
      {aside && (
        <span class="chip" title={words.until(dayTime(until, language.value))}>
          <Icon name="clock" />
          <span class="unseen">{words.until(dayTime(until, language.value))}</span>
        </span>
      )}
      {tags.slice(0, 2).map((tag) => (
        <span key={tag} class="chip" dir="auto">
          {tag}
        </span>
      ))}
      {tags.length > 2 && <span class="chip">+{tags.length - 2}</span>}
    </span>
  );
}

/** Chooses a tag, or what is put aside; nothing where there is neither. */
export function ShelfChoice({ inbox }: { inbox: Inbox }): JSX.Element | null {
  const words = filingWords();
  const { list } = inbox;
  const { shelf } = list.filter;
  const known = inbox.tags.value;
  // A saved filter may ask for a tag that nothing has at the moment.
  const tags = shelf.t === 'tag' && !known.includes(shelf.tag) ? [...known, shelf.tag] : known;
  const aside = list.asideCount.value;
  if (tags.length === 0 && aside === 0 && shelf.t === 'usual') return null;
  const choose = (value: string): void => list.view({ shelf: shelfOf(value) });
  return (
    <select class="shelf-choice" aria-label={words.shelf} value={valueOf(shelf)} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      <option value="usual">{words.usual}</option>
      <option value="aside">
        {words.aside} ({aside})
      </option>
      {tags.map((tag) => (
        <option key={tag} value={`tag ${tag}`}>
          {words.tagged(tag)}
        </option>
      ))}
    </select>
  );
}

function valueOf(shelf: Shelf): string {
  return shelf.t === 'tag' ? `tag ${shelf.tag}` : shelf.t;
}

function shelfOf(value: string): Shelf {
  if (value.startsWith('tag ')) return { t: 'tag', tag: value.slice(4) };
  return { t: value === 'aside' ? 'aside' : 'usual' };
}
