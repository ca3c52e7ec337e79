// The chat on the screen. Owns the state that only the screen knows (open, draft, scrolling, what stands in place of the
// composer), when it is drawn, where the focus goes, and when messages count as read.
import type { Chat } from './chat';
import type { Drawing, Later, PartName, Tray } from './later';
import { type Words, wordsOf } from './texts';
import { type Thread, lastSeq } from './thread';
import { App } from './view/app';
import { patch } from './view/jsx-runtime';

/** This near to the end of the log counts as being there. */
const NEAR = 48;
/** The composer's field grows up to this, in pixels. */
const TALLEST = 120;
/** A cut shorter than this is not worth a word. */
const LATE_MS = 1_500;
/** Where the focus goes when what had it is gone, and when something is put under the log. */
const FOOT = '.foot :is(input, textarea, button), .launcher';

export class Screen {
  open: boolean;
  /** The part of the second file that stands, or is to stand, in the composer's place. */
  wish: PartName | undefined;
  /** Draws that part, once it is here. */
  part: Drawing | undefined;
  /** What was wanted of the second file did not come. */
  absent = false;
  /** Wants it again. */
  again = (): void => {};
  /** Files beside the draft, once there were any. */
  tray: Tray | undefined;
  draft: string;
  /** Newer messages are below what is in sight. */
  behind = false;
  /** The connection has been away for long enough to say so. */
  late = false;
  onToggle: (open: boolean) => void = () => {};

  #drawn = false;
  #log: HTMLElement | undefined;
  #sticks = true;
  #fromEnd = 0;
  #first: number | undefined;
  #newest: string | undefined;
  /** What the second file was told of; another number than is unread makes it come. */
  #unread: number;
  #thread: Thread | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #root: ShadowRoot;

  /** @param whole the chat is the whole page: always open, no launcher */
  constructor(
    readonly chat: Chat,
    root: ShadowRoot,
    readonly whole: boolean,
    readonly later: Later,
  ) {
    this.#root = root;
    this.open = whole;
    this.draft = chat.storage.get<string>('draft') ?? '';
    this.#unread = chat.storage.get<number>('files') ?? 0;
    chat.subscribe(() => this.changed());
    document.addEventListener('visibilitychange', this.#look);
    if (whole) this.#shown();
    this.#draw();
  }

  get words(): Words {
    return wordsOf(this.chat.language);
  }

  /** Draws once, soon, however many changes come together. */
  changed(): void {
    if (!this.#drawn) return;
    this.#drawn = false;
    queueMicrotask(() => this.#draw());
  }

  setOpen(open: boolean): void {
    this.open = open;
    this.#turn();
    if (open) this.#shown();
    else this.focus('.launcher');
    this.onToggle(open);
  }

  #shown(): void {
    this.#sticks = true;
    this.chat.show();
    this.#draw();
    this.focus('textarea');
  }

  write(text: string): void {
    this.draft = text;
    this.chat.storage.set('draft', text || undefined);
    this.changed();
  }

  send(text = this.draft): void {
    const isDraft = text === this.draft;
    const files = isDraft ? this.tray?.take() : undefined;
    if (!text.trim() && !files) return;
    this.#sticks = true;
    this.chat.send(text, files);
    if (isDraft) this.write('');
    this.focus('textarea');
  }

  /** Files that were chosen, pasted or dropped; a text that is pasted with pictures of itself stays a text. */
  take(event: Event): void {
    const { clipboardData, dataTransfer, target } = event as ClipboardEvent & DragEvent;
    const { types = ['Files'], files } = clipboardData ?? dataTransfer ?? (target as HTMLInputElement & { types?: undefined });
    if (!this.chat.files || !types.includes('Files') || types.includes('text/plain')) return;
    event.preventDefault();
    if (files?.[0]) this.#attach([...files]);
  }

  #attach(files: readonly File[]): void {
    this.again = () => this.#attach(files);
    this.absent = false;
    this.later.get().then(
      ({ attach }) => attach(this, files),
      () => {
        this.absent = true;
        this.changed();
      },
    );
  }

  /** Puts a part in the composer's place once it is here, or the composer back. */
  turnTo(name?: PartName): void {
    this.again = () => this.turnTo(name);
    this.#turn(name);
    if (name) void this.later.get().then(({ parts }) => this.#come(name, parts[name](this)), () => this.#come(name));
    else this.focus(FOOT);
  }

  #turn(name?: PartName): void {
    this.wish = name;
    this.part = undefined;
    this.absent = false;
    this.#draw();
  }

  #come(name: PartName, part?: Drawing): void {
    if (this.wish !== name) return;
    this.part = part;
    this.absent = !part;
    this.#draw();
    if (part) this.focus(FOOT);
  }

  toEnd(): void {
    this.#sticks = true;
    this.#draw();
  }

  /** The reader scrolled: near the start older messages are fetched, near the end the log sticks to the newest. */
  scrolled(): void {
    const log = this.#log;
    if (!log) return;
    this.#fromEnd = log.scrollHeight - log.scrollTop;
    this.#sticks = this.#fromEnd - log.clientHeight < NEAR;
    if (this.#sticks && this.behind) this.changed();
    if (log.scrollTop < NEAR) void this.chat.loadOlder();
  }

  remove(): void {
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#look);
    this.open = false;
    this.later.more?.markTitle(0);
  }

  #draw(): void {
    this.#drawn = true;
    this.#tellLate();
    // What the site asks stands where one would write; it waits for the visitor to look.
    const asks = this.open && !!this.chat.formDone && (!this.wish || this.wish === 'past');
    if (asks || (this.wish === 'form' && !this.chat.formDone)) return this.turnTo(asks ? 'form' : undefined);
    if (this.chat.thread?.phase === 'closed' && this.wish === 'ending') this.wish = this.part = undefined;
    const newest = `${lastSeq(this.chat.thread)} ${this.chat.outgoing.all.at(-1)?.id}`;
    this.behind = !this.#sticks && (this.behind || newest !== this.#newest);
    this.#newest = newest;
    const focused = this.#root.activeElement;
    patch(this.#root, App({ screen: this }));
    // What had the focus may be gone: it must not fall out of the chat.
    if (focused && !this.#root.activeElement) this.focus(FOOT);
    this.#log = this.#root.querySelector<HTMLElement>('.log') ?? undefined;
    this.#grow();
    this.#scroll();
    this.#look();
    this.#call();
  }

  /** What has come may need the second file: how many are unread, other conversations, the place in the queue, files. Each word asks again for what did not come. */
  #call(): void {
    const { unread, thread } = this.chat;
    const calls = unread > this.#unread && navigator.userActivation?.hasBeenActive;
    const isNew = thread !== this.#thread && (this.chat.others[0] || thread?.queue || thread?.entries.some((entry) => entry.t === 'msg' && entry.files));
    const isTold = unread === this.#unread && !isNew;
    this.#unread = unread;
    this.#thread = thread;
    if (!isTold) this.later.get().then(({ call }) => call(this, calls), () => {});
  }

  /** The field is as tall as the draft, within reason. */
  #grow(): void {
    const field = this.#root.querySelector('textarea');
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST)}px`;
  }

  /** Keeps the newest in sight, or the place of what is read when older messages came in above. */
  #scroll(): void {
    const log = this.#log;
    const first = this.chat.thread?.entries[0]?.seq;
    if (log && this.#sticks) log.scrollTop = log.scrollHeight;
    else if (log && first !== this.#first) log.scrollTop = log.scrollHeight - this.#fromEnd;
    this.#first = first;
  }

  readonly #look = (): void => {
    if (this.open && document.visibilityState === 'visible') this.chat.read();
  };

  #tellLate(): void {
    const { phase, since } = this.chat.status;
    const cut = phase === 'waiting' || phase === 'connecting';
    this.late = cut && Date.now() - since >= LATE_MS;
    clearTimeout(this.#timer);
    if (cut && !this.late) this.#timer = setTimeout(() => this.changed(), LATE_MS);
  }

  focus(selector: string): void {
    this.#root.querySelector<HTMLElement>(selector)?.focus();
  }
}
