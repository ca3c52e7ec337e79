/** @jsxImportSource ../view */
// Files beside the draft: on their way to the server, then ready to be sent with it; kept over a reload where that can be.
import { htmlLang } from '../../shared/i18n';
import { KeptFiles } from '../../shared/kept_files';
import { type Upload, Uploads, filesPath, put, sizeText } from '../../shared/uploads';
import type { Tray } from '../later';
import type { Screen } from '../screen';
import { CLIP, CLOSE, Icon } from '../view/icon';
import type { JSX } from '../view/jsx-runtime';
import { keep } from './attached';
import { paint } from './picture';
import { moreWordsOf } from './texts';

const THUMB = 40;
/** Set while files are kept: `Screen` asks for this file then. */
const KEPT = 'files';

export function attach(screen: Screen, files: readonly File[]): void {
  screen.tray ??= begin(screen);
  screen.changed();
  // What is announced must change after its place has come.
  setTimeout(() => screen.tray?.add(files));
  screen.focus('textarea');
}

/** Goes on with what an earlier page left. */
export function resume(screen: Screen): void {
  if (screen.chat.storage.get(KEPT)) screen.tray ??= begin(screen);
}

function begin(screen: Screen): Tray {
  const { chat } = screen;
  const { storage } = chat;
  const kept = new KeptFiles({
    name: `${storage.prefix}${KEPT}`,
    isMarked: () => !!storage.get(KEPT),
    mark: (isKept) => storage.set(KEPT, isKept ? 1 : undefined),
    found: (files) => {
      uploads.restore(files);
      if (files[0]) chat.connect();
    },
  });
  const changed = (): void => {
    screen.changed();
    // What stands is said.
    void kept.note(uploads.all).then(() => screen.changed());
  };
  const uploads = new Uploads({
    rules: () => chat.files,
    isOnline: () => chat.status.phase === 'online',
    put: async (upload, signal, fresh) => {
      const { name } = upload.file;
      const conv = (upload.conv = await chat.conversation());
      const credential = await chat.credential(fresh);
      const sent = await put(chat.server + filesPath(conv, name), upload, signal, () => screen.changed(), 'token' in credential ? credential.token : '');
      keep(sent.id, upload.file);
      upload.sent = sent;
      await kept.note(uploads.all);
      return sent;
    },
    leave: (sent) => chat.send('', sent),
    changed,
  });
  chat.subscribe(() => uploads.heard());
  kept.open();
  return {
    add: (files) => {
      uploads.add(files);
      kept.open();
    },
    take: () => uploads.take(chat.thread?.conv),
    get hasAny() {
      return uploads.hasAny;
    },
    draw: () => draw(screen, uploads, kept),
  };
}

function draw(screen: Screen, uploads: Uploads, kept: KeptFiles): JSX.Element {
  const { language, files } = screen.chat;
  const words = { ...screen.words, ...moreWordsOf(language) };
  const text = (upload: Upload): string => {
    const { state, fault } = upload;
    if (fault === 'size') return words.size(sizeText(files?.max_bytes ?? 0, htmlLang(language)));
    // Names that the build shortens cannot be looked up.
    if (fault) return words[fault];
    if (state === 'done') return words.done;
    if (screen.chat.status.phase === 'online') return words.sending;
    return kept.has(upload) ? words.reconnecting : words.unkept;
  };
  const { all, latest } = uploads;
  return (
    <div class="tray" role="group" aria-label={words.files}>
      <p class="hidden" role="status">
        {latest && `${latest.file.name}: ${text(latest)}`}
      </p>
      <ul>
        {all.map((upload) => {
          const { key, file, state, progress, fault } = upload;
          const thumb = <canvas width={THUMB * 2} height={THUMB * 2} aria-hidden="true" />;
          const isPicture = file.type.startsWith('image/') && fault !== 'kind';
          if (isPicture) queueMicrotask(() => paint(thumb.dom, THUMB, file).catch(() => {}));
          return (
            <li key={`${key}`}>
              {isPicture ? thumb : <Icon of={CLIP} />}
              <div>
                <span class="line">{file.name}</span>
                {fault === 'failed' ? (
                  <button class="small error" onClick={() => uploads.retry(upload)}>
                    {text(upload)}
                  </button>
                ) : (
                  <p class={fault ? 'small error' : 'small'}>{text(upload)}</p>
                )}
                {state === 'sending' && <progress value={progress} aria-label={file.name} />}
              </div>
              <button class="quiet" aria-label={words.remove(file.name)} onClick={() => uploads.remove(upload)}>
                <Icon of={CLOSE} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
