// The widget on a host page: what `window.Attune` commands act on. Owns whether it is open, and the events.
import { type Language, pickLanguage } from '../shared/i18n';
import { Chat } from './chat';
import type { User } from './customer';
import { fromServer } from './later';
import { type Mounted, mount } from './mount';

export interface BootOptions {
  readonly site: string;
  /** Origin of the Attune server; where the script came from unless said otherwise. */
  readonly server?: string;
  readonly locale?: string;
  readonly theme?: 'light' | 'dark' | 'auto';
  /** To which side it is laid out; as the page is unless said otherwise, or the locale is written from right to left. */
  readonly dir?: string;
  readonly user?: User;
}

/** What host pages can listen to, each also a DOM event `attune:<name>` on `window`. */
export type EventName = 'ready' | 'open' | 'close' | 'unread' | 'message' | 'status' | 'state';
export type Emit = (name: EventName, detail?: unknown) => void;

export class Widget {
  readonly chat: Chat;
  readonly mounted: Mounted;
  #said: Partial<Record<EventName, unknown>> = {};
  readonly #emit: Emit;

  constructor(
    options: BootOptions & { server: string },
    emit: Emit,
  ) {
    this.#emit = emit;
    this.chat = new Chat({ server: options.server, site: options.site, language: localeOf(options.locale) });
    if (options.user) this.chat.identify(options.user);
    this.mounted = mount(this.chat, false, () => fromServer(options.server));
    this.mounted.host.dir = options.dir ?? (/^(ar|fa|he|ur)/.test(options.locale ?? '') ? 'rtl' : '');
    this.setTheme(options.theme ?? 'auto');
    this.mounted.screen.onToggle = (open) => emit(open ? 'open' : 'close');
    this.chat.onMessage = ({ from, text, at }) => this.#emit('message', { from, text, at });
    this.chat.subscribe(() => this.#tell());
    if (this.chat.worthConnecting) this.chat.connect();
    this.#emit('ready');
  }

  toggle(open = !this.mounted.screen.open): void {
    if (open !== this.mounted.screen.open) this.mounted.screen.setOpen(open);
  }

  setLocale(locale: string): void {
    const language = localeOf(locale);
    if (language !== this.chat.language) this.chat.setLanguage(language);
  }

  setTheme(theme: BootOptions['theme']): void {
    if (theme === 'light' || theme === 'dark') this.mounted.host.dataset['theme'] = theme;
    else delete this.mounted.host.dataset['theme'];
  }

  /** Takes the widget off the page and forgets the visitor. */
  shutdown(): void {
    this.chat.close(true);
    this.mounted.remove();
  }

  /** Tells the host page what has changed, and only that. */
  #tell(): void {
    const { unread, status, thread } = this.chat;
    this.#once('unread', unread);
    this.#once('status', status.phase);
    this.#once('state', thread?.phase);
  }

  #once(name: EventName, value: unknown): void {
    if (this.#said[name] === value) return;
    this.#said[name] = value;
    this.#emit(name, value);
  }
}

function localeOf(wish: string | undefined): Language {
  return pickLanguage(wish, document.documentElement.lang, ...navigator.languages);
}
