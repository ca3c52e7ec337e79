// When what is put aside comes back, and which tags there are. Pure.
import type { Summary, Timestamp } from '../../shared/protocol';

/** Put aside, and its time is not over. */
export function isAside(line: Summary, now: Timestamp): boolean {
  return line.snoozed_until !== undefined && line.snoozed_until > now;
}

export type Choice = 'soon' | 'hours' | 'tomorrow' | 'monday';
export const CHOICES: readonly Choice[] = ['soon', 'hours', 'tomorrow', 'monday'];
const MINUTE = 60_000;
/** Working days begin then on this screen's clock. */
const MORNING = 9;

/** When a choice ends, by the clock on the wall. */
export function endOf(choice: Choice, now: Timestamp): Timestamp {
  if (choice === 'soon') return now + 30 * MINUTE;
  if (choice === 'hours') return now + 180 * MINUTE;
  const day = new Date(now);
  const weekday = day.getDay();
  day.setDate(day.getDate() + (choice === 'tomorrow' ? 1 : (8 - weekday) % 7 || 7));
  day.setHours(MORNING, 0, 0, 0);
  return day.getTime();
}

/** Every tag on these lines, the most frequent first, each once whatever its case. */
export function knownTags(lines: Iterable<Summary>): string[] {
  const counts = new Map<string, { tag: string; times: number }>();
  for (const { tags = [] } of lines) {
    for (const tag of tags) {
      const known = counts.get(tag.toLowerCase());
      if (known) known.times += 1;
      else counts.set(tag.toLowerCase(), { tag, times: 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.times - a.times || a.tag.localeCompare(b.tag)).map(({ tag }) => tag);
}

/** What of the list is shown beside its view: all but what is put aside, that alone, or one tag. */
export type Shelf = { readonly t: 'usual' } | { readonly t: 'aside' } | { readonly t: 'tag'; readonly tag: string };

export function isOn(shelf: Shelf, line: Summary, now: Timestamp, seesAside: boolean): boolean {
  const aside = isAside(line, now);
  if (shelf.t === 'aside') return aside;
  if (aside && !seesAside) return false;
  return shelf.t === 'usual' || (line.tags ?? []).some((tag) => tag.toLowerCase() === shelf.tag.toLowerCase());
}
