// The second file. What a visitor rarely needs stands in `more/`, is built as `assets/widget-more-<hash>.js`, and comes
// from the server only when a part of it is first wanted: a host page pays for `widget.js` alone.
// Keeps: a server's `widget.js` runs with that server's file alone (the name holds the hash of the content, and a file
// that differs from its digest does not run); one that does not come harms nothing, and is asked for again when it is
// next wanted.
//
// To add a part that stands in place of the composer: write a `Part` in `more/`, list it in `parts` of `more/main.ts`,
// and call `screen.turnTo('its name')`. Until the file is here the composer stays and the bar says that it is coming, or
// that it did not come and may be asked for again.
// To call something else of the file: `await screen.later.get()`, which rejects when the file does not come.
// What stands in `more/` reaches the chat only through the `Screen` it is given, and may import from here types and
// functions that keep nothing: a module with a state of its own would be there twice. Words go to `more/texts.ts`, styles
// to `more/more.css`, and names that are worth shortening to `vite.shrink.ts`, which holds for both files.
import type { AttachedFile } from '../shared/protocol';
import type { JSX } from './view/jsx-runtime';

export type More = typeof import('./more/main');
export type PartName = keyof More['parts'];
/** Files beside the draft. */
export interface Tray {
  readonly add: (files: readonly File[]) => void;
  readonly draw: Drawing;
  /** Something is there to be sent, or on its way. */
  readonly hasAny: boolean;
  /** Hands over those that are uploaded, if any; the others follow by themselves. */
  readonly take: () => AttachedFile[] | undefined;
}
/** Draws a part as it is now. What it asks, it keeps in its closure until it is turned away from. */
export type Drawing = () => JSX.Element;

/** Set by the build: where the file stands on the server, and its digest. */
declare const MORE: { readonly path: string; readonly integrity: string };

export class Later {
  /** The file, once it is here. */
  more: More | undefined;
  readonly #fetch: () => Promise<More>;
  readonly #dress: (more: More) => void;
  #coming: Promise<More> | undefined;

  /** @param dress called once, when the file is here */
  constructor(fetch: () => Promise<More>, dress: (more: More) => void) {
    this.#fetch = fetch;
    this.#dress = dress;
  }

  /** The file, fetched unless it is here or on its way. Rejects when it does not come. */
  get(): Promise<More> {
    this.#coming ??= this.#fetch().then(
      (more) => {
        this.#dress(more);
        return (this.more = more);
      },
      (error: unknown) => {
        this.#coming = undefined;
        throw error;
      },
    );
    return this.#coming;
  }
}

let tries = 0;

/**
 * The file from `server`. A module, since a policy that requires Trusted Types lets no script be named by a text, and
 * needs no more than what let `widget.js` in. The digest goes with the preload: what fails it is not run by the import.
 */
export function fromServer(server: string): Promise<More> {
  const link = document.createElement('link');
  // A browser may keep what failed, or that it failed: each try has an address of its own, which is one to the server.
  link.href = `${server}/${MORE.path}?${tries++}`;
  link.rel = 'modulepreload';
  link.crossOrigin = 'anonymous';
  link.integrity = MORE.integrity;
  document.head.append(link);
  return import(/* @vite-ignore */ link.href) as Promise<More>;
}
