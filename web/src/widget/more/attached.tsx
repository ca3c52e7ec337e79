/** @jsxImportSource ../view */
// A file of a message: a picture is shown as large as fits, anything else is a line that saves it.
import { htmlLang } from '../../shared/i18n';
import type { AttachedFile } from '../../shared/protocol';
import { sizeText } from '../../shared/uploads';
import type { Screen } from '../screen';
import { CLIP, Icon } from '../view/icon';
import type { JSX } from '../view/jsx-runtime';
import { ask } from './ask';
import { paint } from './picture';
import { hand } from './save';
import { moreWordsOf } from './texts';

/** No picture is shown larger, in CSS pixels. */
const WIDEST = 240;
const HIGHEST = 200;

/** The server bounds what a conversation has; what is shown stays until the page is left. */
interface Kept {
  blob?: Blob;
  url?: string;
  isAbsent?: boolean;
}
const kept = new Map<string, Kept>();

/** The bytes are at hand: the visitor has just sent them. */
export function keep(id: string, blob: Blob): Blob {
  kept.set(id, { blob, url: URL.createObjectURL(blob) });
  return blob;
}

async function fetched({ chat }: Screen, { id }: AttachedFile): Promise<Blob> {
  return kept.get(id)?.blob ?? (await ask(chat, `files/${id}`)).blob();
}

function load(screen: Screen, file: AttachedFile): Kept {
  const one: Kept = {};
  kept.set(file.id, one);
  fetched(screen, file)
    .then((blob) => keep(file.id, blob), () => (one.isAbsent = true))
    .finally(() => screen.changed());
  return one;
}

export function attached(screen: Screen, file: AttachedFile): JSX.Element {
  const { name, width, height, bytes } = file;
  const language = htmlLang(screen.chat.language);
  const words = moreWordsOf(screen.chat.language);
  const one = width && height ? (kept.get(file.id) ?? load(screen, file)) : kept.get(file.id);
  if (!width || !height || one?.isAbsent) {
    const save = (): void => {
      fetched(screen, file)
        .then((blob) => hand(keep(file.id, blob), name), () => kept.set(file.id, { isAbsent: true }))
        .finally(() => screen.changed());
    };
    return (
      <button class="text" onClick={save}>
        <Icon of={CLIP} /> {name} ({sizeText(bytes, language)}) {one?.isAbsent && screen.words.absent}
      </button>
    );
  }
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  const [wide, high] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const sharp = Math.min(1 / scale, devicePixelRatio);
  const canvas = <canvas role="img" aria-label={words.picture(name)} width={wide * sharp} height={high * sharp} />;
  queueMicrotask(() => {
    paint(canvas.dom, wide, one?.blob).catch(() => {
      kept.set(file.id, { isAbsent: true });
      screen.changed();
    });
  });
  return (
    <a {...(one?.url && { href: one.url })} target="_blank" rel="noopener">
      {canvas}
    </a>
  );
}
