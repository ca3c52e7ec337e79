// The tray of a conversation: what is on its way to the server, what is there, and what does not leave and why.
// Fetched with the first file.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { htmlLang } from '../../shared/i18n';
import { type Upload, sizeText } from '../../shared/uploads';
import { Icon } from '../../staff/icons';
import { language } from '../../staff/preferences';
import { common } from '../../staff/texts';
import type { Inbox } from '../inbox';
import { trayWords } from './texts';

export function Tray({ on: { inbox, conv } }: { on: { inbox: Inbox; conv: string } }): JSX.Element | null {
  const uploads = inbox.trays.of(conv);
  const words = trayWords();
  // What is announced must change after its place has come.
  const [isHere, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  if (!uploads) return null;
  const { latest, all } = uploads;
  const most = sizeText(inbox.desk.files.value?.max_bytes ?? 0, htmlLang(language.value));
  const isOnline = inbox.desk.status.value.phase === 'online';
  return (
    <div class="files" role="group" aria-label={words.files}>
      <p class="unseen" role="status">
        {isHere && latest && `${latest.file.name}: ${stateText(latest, most, isOnline)}`}
      </p>
      <ul>
        {all.map((upload) => (
          <Entry
            key={upload.key} upload={upload} state={stateText(upload, most, isOnline)}
            onRetry={() => uploads.retry(upload)} onRemove={() => uploads.remove(upload)}
          />
        ))}
      </ul>
    </div>
  );
}

function stateText({ fault, leaves, state }: Upload, most: string, isOnline: boolean): string {
  const words = trayWords();
  if (fault === 'size') return words.size(most);
  if (fault || state === 'failed') return words[fault ?? 'failed'];
  if (state === 'done') return words.done;
  if (!isOnline) return words.waiting;
  return leaves ? words.leaves : words.sending;
}

interface EntryProps {
  readonly upload: Upload;
  readonly state: string;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}

function Entry({ upload, state, onRetry, onRemove }: EntryProps): JSX.Element {
  const { file, fault } = upload;
  const words = trayWords();
  return (
    <li>
      <Thumb upload={upload} />
      <span class="what">
        <span dir="auto">{file.name}</span>
        <span class={fault ? 'small failure' : 'small'}>{state}</span>
        {upload.state === 'sending' && <progress value={upload.progress} aria-label={file.name} />}
      </span>
      {fault === 'failed' && (
        <button type="button" class="button small" aria-label={words.retry(file.name)} onClick={onRetry}>
          {common().retry}
        </button>
      )}
      <button type="button" class="plain-icon" aria-label={words.remove(file.name)} title={words.remove(file.name)} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </li>
  );
}

/** The picture from this browser's own copy. */
function Thumb({ upload: { file, fault } }: { upload: Upload }): JSX.Element {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (fault === 'kind' || !file.type.startsWith('image/')) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url === undefined ? <Icon name="clip" /> : <img src={url} alt="" width={36} height={36} onError={() => setUrl(undefined)} />;
}
