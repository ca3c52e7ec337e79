// The column beside the thread. What stands in it comes with the first conversation that is opened.
import type { JSX } from 'preact';
import { Icon } from '../staff/icons';
import { Part } from '../staff/part';
import { common } from '../staff/texts';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

interface Props {
  readonly inbox: Inbox;
  readonly chosen: number | undefined;
  /** On narrow screens it lies over the thread. */
  readonly onClose: () => void;
}

export function Context({ inbox, chosen, onClose }: Props): JSX.Element {
  const opened = inbox.opened.value;
  const line = opened && inbox.line(opened.conv);
  return (
    <aside class="context" aria-label={inboxWords().details}>
      <button type="button" class="plain-icon close" aria-label={common().close} onClick={onClose}>
        <Icon name="close" />
      </button>
      {opened && line && <Part wanted on={{ inbox, opened, line, chosen }} load={async () => (await import('./beside')).Beside} />}
    </aside>
  );
}
