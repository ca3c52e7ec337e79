// Where the keyboard is. Owns that the focus is never lost: where what has it is taken away, or left with Escape, it
// goes to the nearest place that stays, not back to the top of the page.

/** Where it goes: the row that Tab reaches, the conversation (or how to choose one), the page. */
const ROW = '.row[tabindex="0"]';
const HOMES = ['.pane', 'main'];

/** Leaves a field for what it belongs to. */
export function goHome(from: Element): void {
  settle(from.closest('.list') !== null);
}

function settle(isInList: boolean): void {
  for (const place of isInList ? [ROW, ...HOMES] : HOMES) {
    const found = document.querySelector<HTMLElement>(place);
    if (!found) continue;
    if (!found.hasAttribute('tabindex')) found.tabIndex = -1;
    found.focus({ preventScroll: true });
    // What is not drawn on a narrow screen does not take it.
    if (document.activeElement === found) return;
  }
}

/** Begins to keep it; returns what stops that. */
export function keepFocus(): () => void {
  let last: Element | undefined;
  let wasInList = false;
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof Element)) return;
    last = target;
    wasInList = target.closest('.list') !== null;
  };
  // Whoever clicks beside everything leaves the focus nowhere on purpose: then the last place is still there.
  const look = (): void => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    last = undefined;
    settle(wasInList);
  };
  const changes = new MutationObserver(look);
  document.addEventListener('focusin', onFocus);
  changes.observe(document.body, { childList: true, subtree: true });
  return () => {
    changes.disconnect();
    document.removeEventListener('focusin', onFocus);
  };
}
