// When a promise falls due, in words, and as a mark in a line of the list.
import type { JSX } from 'preact';
import type { Summary } from '../../shared/protocol';
import { now } from '../../staff/clock';
import { clockTime, momentText, wait } from '../../staff/format';
import { Icon } from '../../staff/icons';
import { language } from '../../staff/preferences';
import { type InboxWords, inboxWords } from '../texts';

/** "due 14:00", "due Friday, 4 March 14:00", "12:07 late". */
export function dueText(due: number | undefined, at: number, words: InboxWords): string {
  if (due === undefined) return words.noTime;
  if (due < at) return words.late(wait(at - due, language.value));
  return words.due(momentText(due, at, language.value));
}

/** In a line of the list: that a promise falls due, or is late. */
export function DueMark({ line }: { line: Summary }): JSX.Element | null {
  const words = inboxWords();
  const due = line.promises?.[0]?.due;
  if (due === undefined) return null;
  const isLate = due < now.value;
  const text = dueText(due, now.value, words);
  return (
    <span class={`tag due-mark${isLate ? ' late' : ''}`} title={`${words.promised}: ${text}`}>
      <Icon name="clock" />
      <span>{isLate ? words.lateShort : clockTime(due, language.value)}</span>
      <span class="unseen">{text}</span>
    </span>
  );
}
