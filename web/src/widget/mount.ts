// Puts the chat on a page. Owns the shadow root and its styles (constructable sheets, so that a host page's
// Content-Security-Policy needs no style exception), and keeps the element alive when the page swaps its body.
import colors from '../shared/colors.css?inline';
import type { Chat } from './chat';
import { Later, type More } from './later';
import { Screen } from './screen';
import css from './widget.css?inline';

export interface Mounted {
  readonly host: HTMLElement;
  readonly screen: Screen;
  readonly remove: () => void;
}

/**
 * @param whole the chat is the whole page
 * @param more fetches the second file
 */
export function mount(chat: Chat, whole: boolean, more: () => Promise<More>): Mounted {
  const host = document.createElement('attune-chat');
  const root = host.attachShadow({ mode: 'open' });
  // `all: initial` comes first, or it would undo what follows.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{all:initial}${colors}${css}`);
  root.adoptedStyleSheets = [sheet];
  const attach = (): void => {
    if (host.parentNode !== document.body) document.body.append(host);
  };
  attach();
  // Pages that swap their body (Turbo and the like) take the element with them.
  const watch = new MutationObserver(attach);
  watch.observe(document.documentElement, { childList: true });
  const listening = new AbortController();
  fitKeyboard(host, listening.signal);
  const screen = new Screen(chat, root, whole, new Later(more, ({ dress }) => dress(root)));
  const remove = (): void => {
    watch.disconnect();
    listening.abort();
    screen.remove();
    host.remove();
  };
  return { host, screen, remove };
}

/** On phones the keyboard covers the page without resizing it: the panel follows what is really visible. */
function fitKeyboard(host: HTMLElement, signal: AbortSignal): void {
  const view = globalThis.visualViewport;
  if (!view) return;
  const fit = (): void => {
    host.style.setProperty('--view-height', `${view.height}px`);
    host.style.setProperty('--view-top', `${view.offsetTop}px`);
  };
  fit();
  view.addEventListener('resize', fit, { signal });
  view.addEventListener('scroll', fit, { signal });
}
