// Keys of the inbox. Single letters rest while somebody types, and can be switched off (WCAG 2.1.4).
import { goHome } from '../staff/focus';
import { letterKeys } from '../staff/preferences';
import type { Inbox } from './inbox';
import { standing } from './standing';

/** Whether a key pressed here is meant as text. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
}

/** Where Enter has no meaning of its own. */
function isNowhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('body, main, .pane');
}

/** Listens on the whole page; returns what stops it. */
export function listenToKeys(inbox: Inbox): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector('dialog[open]')) return;
    if (press(inbox, event)) event.preventDefault();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

/** Does what a key means; `false` when it means nothing here. */
export function press(inbox: Inbox, { key, target }: Pick<KeyboardEvent, 'key' | 'target'>): boolean {
  if (isTyping(target)) return key === 'Escape' && leaveField(target);
  const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
  const by = moves[key];
  if (by !== undefined && target instanceof HTMLElement && target.closest('.rows')) {
    inbox.list.move(by);
    return true;
  }
  if (key === 'Enter' && isNowhere(target) && inbox.list.cursor.value !== undefined) {
    inbox.open(inbox.list.cursor.value);
    return true;
  }
  return letterKeys.value && (numbered(inbox, key) || letter(inbox, key.toLowerCase()));
}

/** Shows the saved filter of this number. */
function numbered(inbox: Inbox, key: string): boolean {
  const saved = /^[1-9]$/.test(key) ? inbox.saved.all.value[Number(key) - 1] : undefined;
  if (saved) inbox.show(saved);
  return saved !== undefined;
}

function letter(inbox: Inbox, key: string): boolean {
  const conv = inbox.selected.value;
  const offer = inbox.offered.value[0]?.conv;
  const claimed = conv ?? inbox.list.cursor.value;
  const acts: Record<string, (() => void) | false> = {
    j: () => walk(inbox, 1),
    k: () => walk(inbox, -1),
    r: conv !== undefined && (() => inbox.writeIn(conv, 'reply')),
    n: conv !== undefined && (() => inbox.writeIn(conv, 'note')),
    e: conv !== undefined && inbox.line(conv)?.phase !== 'closed' && (() => void inbox.resolve(conv)),
    t: conv !== undefined && mayTransfer(inbox, conv) && (() => inbox.transfers.open(conv)),
    c: claimed !== undefined && (() => void inbox.claim(claimed)),
    a: offer !== undefined && (() => void inbox.claim(offer)),
    d: offer !== undefined && (() => void inbox.decline(offer)),
    i: pressed('invite'),
    s: pressed('snooze'),
    l: pressed('add-tag'),
    p: pressed('due'),
    u: () => inbox.list.free(),
    y: verdictButton('y'),
    x: verdictButton('x'),
    '/': () => document.getElementById('find')?.focus(),
    '?': () => {
      inbox.help.value = true;
    },
  };
  const act = acts[key];
  if (act) act();
  return Boolean(act);
}

/** Presses a button of the head, or goes into its field. */
export function pressed(id: string): (() => void) | false {
  const element = document.getElementById(id);
  if (!element) return false;
  return () => (element instanceof HTMLButtonElement ? element.click() : element.focus());
}

function mayTransfer(inbox: Inbox, conv: string): boolean {
  const line = inbox.line(conv);
  return line !== undefined && !line.passing && standing(line, inbox.me).mayTransfer;
}

/** Presses the button beside the reading that is shown. */
function verdictButton(key: string): (() => void) | false {
  const button = document.querySelector<HTMLElement>(`.context .reading-shown [data-key="${key}"]`);
  return button !== null && (() => button.click());
}

/** The focus goes with the cursor, so that Enter opens where the eye is. */
function walk(inbox: Inbox, by: 1 | -1): void {
  const conv = inbox.list.move(by);
  if (conv === undefined) return;
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-conv="${conv}"]`)?.focus({ preventScroll: true }));
}

function leaveField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return true;
  target.blur();
  goHome(target);
  return true;
}
