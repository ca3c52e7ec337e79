// One line of the list: mood first, then who, what, and for how long.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import { clockTime, wait } from '../staff/format';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { language } from '../staff/preferences';
import { previewText } from '../staff/preview';
import { common } from '../staff/texts';
import { DueMark } from './due/mark';
import { RowTags } from './filing/view';
import type { Inbox } from './inbox';
import { type InboxWords, inboxWords } from './texts';

/** @param reachable the one row that Tab reaches; arrows go on from there */
export function Row({ inbox, line, reachable }: { inbox: Inbox; line: Summary; reachable: boolean }): JSX.Element {
  const words = inboxWords();
  const { conv } = line;
  const me = inbox.me.staff;
  const button = useRef<HTMLButtonElement>(null);
  const at = inbox.list.cursor.value === conv;
  useEffect(() => {
    const list = button.current?.closest('.rows');
    if (at && list?.contains(document.activeElement)) button.current?.focus({ preventScroll: true });
  }, [at]);
  const isUnread = inbox.isUnread(line);
  const classes = ['row', line.stage, at && 'at', isUnread && 'unread', !inbox.list.passes(line) && 'gone'];
  return (
    <button
      type="button"
      ref={button}
      class={classes.filter(Boolean).join(' ')}
      data-conv={conv}
      tabIndex={reachable ? 0 : -1}
      aria-current={inbox.selected.value === conv ? 'true' : undefined}
      onClick={() => inbox.open(conv)}
    >
      <span class="first">
        <b class="name" dir="auto">
          {visitorName(line, common())}
        </b>
        {line.segment && <span class="tag" dir="auto">{line.segment}</span>}
        <StageMark stage={line.stage} trend={line.trend} quiet />
        <DueMark line={line} />
        <Wait line={line} />
      </span>
      <span class="second">
        <span class="preview" dir="auto">
          {inbox.drafts.of(conv).reply !== '' && <span class="tag">{words.draft}</span>}
          {speaker(line, me, words)}
          {previewText(line)}
        </span>
        <RowTags line={line} />
        <span class="holder">{holder(line, me, words)}</span>
        {isUnread && (
          <span class="dot">
            <span class="unseen">{words.unread}</span>
          </span>
        )}
      </span>
    </button>
  );
}

function speaker({ last_by }: Summary, me: string, words: InboxWords): string {
  if (last_by.who === 'bot') return words.botPrefix;
  if (last_by.who !== 'staff') return '';
  return last_by.id === me ? words.youPrefix : `${last_by.name}: `;
}

/** Who has it, when that is not me. */
function holder(line: Summary, me: string, words: InboxWords): string {
  if (line.phase === 'with_bot') return words.withBot;
  if (line.phase === 'handing_off') return line.agent === me ? words.offeredToYou : words.offeredTo(line.agent_name ?? '');
  return line.phase === 'with_agent' && line.agent !== me ? (line.agent_name ?? '') : '';
}

/** How long the visitor waits: for a person, else for an answer; else when they last were heard of. */
function Wait({ line }: { line: Summary }): JSX.Element {
  const words = inboxWords();
  const spoken = language.value;
  const since = line.waiting_since ?? (line.phase === 'with_bot' ? undefined : line.unanswered_since);
  if (since === undefined || line.phase === 'closed') {
    return <time class="wait quiet">{clockTime(line.last_at, spoken)}</time>;
  }
  const text = wait(now.value - since, spoken);
  const label = line.waiting_since === undefined ? words.unanswered(text) : words.waitsFor(text);
  return (
    <span class="wait" title={label}>
      <span aria-hidden="true">{text}</span>
      <span class="unseen">{label}</span>
    </span>
  );
}
