/** @jsxImportSource ../view */
// Files beside the draft: on their way to the server, then ready to be sent with it.
import { htmlLang } from '../../shared/i18n';
import { type Upload, Uploads, filesPath, put, sizeText } from '../../shared/uploads';
import type { Tray } from '../later';
import type { Screen } from '../screen';
import { CLIP, CLOSE, Icon } from '../view/icon';
import type { JSX } from '../view/jsx-runtime';
import { keep } from './attached';
import { paint } from './picture';
import { moreWordsOf } from './texts';

const THUMB = 40;

export function attach(screen: Screen, files: readonly File[]): void {
  screen.tray ??= begin(screen);
  screen.changed();
  // What is announced must change after its place has come.
  setTimeout(() => screen.tray?.add(files));
  screen.focus('textarea');
}

function begin(screen: Screen): Tray {
  const { chat } = screen;
  const uploads = new Uploads({
    rules: () => chat.files,
    isOnline: () => chat.status.phase === 'online',
    put: async (upload, signal, fresh) => {
      const { name } = upload.file;
      const conv = (upload.conv = await chat.conversation());
      const credential = await chat.credential(fresh);
      const sent = await put(chat.server + filesPath(conv, name), upload, signal, () => screen.changed(), 'token' in credential ? credential.token : '');
      keep(sent.id, upload.file);
      return sent;
    },
    leave: (sent) => chat.send('', sent),
    changed: () => screen.changed(),
  });
  chat.subscribe(() => uploads.heard());
  return {
    add: (files) => uploads.add(files),
    take: () => uploads.take(chat.thread?.conv),
    get hasAny() {
      return uploads.hasAny;
    },
    draw: () => draw(screen, uploads),
  };
}

function draw(screen: Screen, uploads: Uploads): JSX.Element {
  const { language, files } = screen.chat;
  const words = { ...screen.words, ...moreWordsOf(language) };
  const text = ({ state, fault }: Upload): string => {
    if (fault === 'size') return words.size(sizeText(files?.max_bytes ?? 0, htmlLang(language)));
    // Names that the build shortens cannot be looked up.
    return fault ? words[fault] : state === 'done' ? words.done : screen.chat.status.phase === 'online' ? words.sending : words.reconnecting;
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
