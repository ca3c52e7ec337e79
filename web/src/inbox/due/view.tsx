// Everything that was promised and falls due, in the place of the list: mine first, the soonest first, late ones marked.
// One tap opens the message, one marks it as kept. Fetched when it is first asked for.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { htmlLang, languageOf } from '../../shared/i18n';
import { now } from '../../staff/clock';
import { visitorName } from '../../staff/names';
import { language } from '../../staff/preferences';
import { common } from '../../staff/texts';
import { Settle } from '../commitments';
import type { Inbox } from '../inbox';
import { inboxWords } from '../texts';
import type { Due } from './due';
import { dueText } from './mark';
import { dueWords } from './texts';

/** More than these are only counted. */
const MOST = 100;

export function DueList({ on: inbox }: { on: Inbox }): JSX.Element {
  const words = dueWords();
  const box = useRef<HTMLElement>(null);
  useEffect(() => (box.current?.querySelector<HTMLElement>('.hit') ?? box.current)?.focus(), []);
  const all = inbox.falling.value;
  const shown = all.slice(0, MOST);
  const parts = [
    { name: words.mine, dues: shown.filter(({ isMine }) => isMine) },
    { name: words.others, dues: shown.filter(({ isMine }) => !isMine) },
  ];
  return (
    <section ref={box} class="due-list" tabIndex={-1} aria-labelledby="due-title" onKeyDown={(event) => press(event, inbox)}>
      <h2 id="due-title">{inboxWords().promisesDue}</h2>
      {all.length === 0 && <p class="empty">{words.none}</p>}
      {parts.map(({ name, dues }) => dues.length > 0 && (
        <section key={name} aria-label={name}>
          <h3>{name}</h3>
          <ul>
            {dues.map((one) => <Item key={`${one.line.conv} ${one.promise.seq}`} inbox={inbox} one={one} />)}
          </ul>
        </section>
      ))}
      {all.length > MOST && <p class="small">{words.more(all.length - MOST)}</p>}
    </section>
  );
}

function Item({ inbox, one: { line, promise, due } }: { inbox: Inbox; one: Due }): JSX.Element {
  const words = inboxWords();
  const { conv, phase } = line;
  const { seq, message, text, by } = promise;
  const isOnline = inbox.desk.status.value.phase === 'online';
  const settle = (standing: 'kept' | 'dropped') => (event: MouseEvent): void => {
    toNeighbour(event.currentTarget);
    void inbox.settlePromise(conv, seq, standing);
  };
  const facts = [by.who === 'staff' ? by.name : words.withBot, ...(phase === 'closed' ? [dueWords().ended] : [])];
  return (
    <li class={due < now.value ? 'late' : ''}>
      <button type="button" class="hit" onClick={() => void inbox.openAt(conv, message)}>
        <span class="small">
          <span class="due">{dueText(due, now.value, words)}</span> · <b dir="auto">{visitorName(line, common())}</b> ·{' '}
          <span dir="auto">{facts.join(' · ')}</span>
        </span>
        <q class="said" lang={htmlLang(languageOf(text, language.value))} dir="auto">
          {text}
        </q>
      </button>
      <Settle label={words.kept} about={text} isOnline={isOnline} onClick={settle('kept')} />
      <Settle label={words.noPromise} about={text} isOnline={isOnline} onClick={settle('dropped')} />
    </li>
  );
}

/** What is settled leaves the list: the focus goes on to the next one, so that a row of them takes a row of taps. */
function toNeighbour(button: EventTarget | null): void {
  if (!(button instanceof HTMLElement) || document.activeElement !== button) return;
  const items = [...document.querySelectorAll('.due-list li')];
  const at = items.findIndex((item) => item.contains(button));
  const next = items[at + 1] ?? items[at - 1];
  const place = [...(items[at]?.querySelectorAll('button') ?? [])].indexOf(button as HTMLButtonElement);
  (next?.querySelectorAll('button')[place] ?? button.closest<HTMLElement>('.due-list'))?.focus();
}

/** Arrows walk, Escape goes back to the list of conversations. */
function press(event: KeyboardEvent & { readonly currentTarget: HTMLElement }, inbox: Inbox): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by !== undefined) {
    const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('.hit')];
    const at = hits.findIndex((hit) => hit.closest('li')?.contains(document.activeElement));
    hits[Math.min(Math.max(at + by, 0), hits.length - 1)]?.focus();
  } else if (event.key === 'Escape') {
    inbox.isDueShown.value = false;
    document.getElementById('due')?.focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
