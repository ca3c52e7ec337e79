// The button over the list that shows what falls due, with how many of mine are late.
import type { JSX } from 'preact';
import { now } from '../../staff/clock';
import { Icon } from '../../staff/icons';
import type { Inbox } from '../inbox';
import { inboxWords } from '../texts';

export function DueToggle({ inbox }: { inbox: Inbox }): JSX.Element {
  const late = inbox.falling.value.filter(({ isMine, due }) => isMine && due < now.value).length;
  const words = inboxWords();
  const label = late > 0 ? `${words.promisesDue} · ${words.late(String(late))}` : words.promisesDue;
  return (
    <button
      type="button"
      id="due"
      class="plain-icon filter-toggle"
      aria-label={label}
      title={`${label} (P)`}
      aria-expanded={inbox.isDueShown.value}
      onClick={() => {
        inbox.isDueShown.value = !inbox.isDueShown.value;
      }}
    >
      <Icon name="clock" />
      {late > 0 && <b class="late-count">{late}</b>}
    </button>
  );
}
