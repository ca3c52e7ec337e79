// Entry of the second file: the parts that come when they are first wanted. How they come, and how to add one, stands
// in `later.ts`.
import type { Drawing } from '../later';
import type { Screen } from '../screen';
import { earlier, past } from './earlier';
import { ending } from './ending';
import { form } from './form';
import { menu } from './menu';
import css from './more.css?inline';

export { ring } from './sound';
export { waiting } from './waiting';

/** Begins a part for a screen. */
export type Part = (screen: Screen) => Drawing;

export const parts = { menu, ending, earlier, past, form } satisfies Record<string, Part>;

/** Gives the parts their styles, by a constructable sheet as in `mount.ts`. */
export function dress(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
}
