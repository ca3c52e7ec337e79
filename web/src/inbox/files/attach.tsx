// How files come beside a reply: chosen with a button, pasted, or dropped on the conversation.
import type { JSX } from 'preact';
import type { Summary } from '../../shared/protocol';
import { Icon } from '../../staff/icons';
import type { Inbox } from '../inbox';
import { standing } from '../standing';
import { inboxWords } from '../texts';

/** A button that is a field for files, so that the keyboard and the browser's own dialogue serve it. */
export function Attach({ inbox, conv }: { inbox: Inbox; conv: string }): JSX.Element | null {
  const rules = inbox.desk.files.value;
  const words = inboxWords();
  if (!rules) return null;
  return (
    <label class="plain-icon attach" title={words.attach}>
      <Icon name="clip" />
      <input
        type="file" class="unseen" multiple accept={rules.types.join()} aria-label={words.attach}
        onChange={({ currentTarget }) => {
          inbox.trays.add(conv, [...(currentTarget.files ?? [])]);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** What an opened conversation does with files that are pasted into it or dropped on it. */
export function takesFiles(inbox: Inbox, line: Summary | undefined) {
  const take = (event: Event, from: DataTransfer | null): void => {
    const takes = line && inbox.desk.files.peek() && standing(line, inbox.me).speaks && inbox.drafts.of(line.conv).mode === 'reply';
    // A text that is pasted together with a picture of itself stays a text.
    if (!takes || !from?.types.includes('Files') || from.types.includes('text/plain')) return;
    event.preventDefault();
    if (from.files.length > 0) inbox.trays.add(line.conv, [...from.files]);
  };
  return {
    onPaste: (event: ClipboardEvent) => take(event, event.clipboardData),
    onDragOver: (event: DragEvent) => take(event, event.dataTransfer),
    onDrop: (event: DragEvent) => take(event, event.dataTransfer),
  };
}
