// Entry of the second file: the parts that come when they are first wanted. How they come, and how to add one, stands
// in `later.ts`.
import type { Drawing } from '../later';
import type { Screen } from '../screen';
import { another } from './another';
import { earlier, past } from './earlier';
import { ending } from './ending';
import { form } from './form';
import { menu } from './menu';
import css from './more.css?inline';
import { othersOf } from './others';
import { ring } from './sound';
import { markTitle } from './title';
import { resume } from './tray';

export { attached } from './attached';
export { markTitle } from './title';
export { attach } from './tray';
export { above } from './waiting';

/**
 * The visitor is told: of what is unread by the title and, where there is more of it and the page has been used, a sound.
 * What an earlier page left unsent goes on.
 */
export function call(screen: Screen, calls: boolean | undefined): void {
  othersOf(screen);
  markTitle(screen.chat.unread);
  if (calls) void ring(screen);
  resume(screen);
  // What stands there now is drawn from this file.
  screen.changed();
}

/** Begins a part for a screen. */
export type Part = (screen: Screen) => Drawing;

export const parts = { menu, ending, earlier, past, form, another } satisfies Record<string, Part>;

/** Gives the parts their styles, by a constructable sheet as in `mount.ts`. */
export function dress(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
}
