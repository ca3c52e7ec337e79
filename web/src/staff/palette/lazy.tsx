// A palette that is fetched when it is first opened: a page begins without it.
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Part } from '../part';
import { isPaletteOpen, listenToPaletteKey } from './key';

const close = (): void => {
  isPaletteOpen.value = false;
};

/** @param load fetches the palette of this page; @param on what its acts act on */
export function LazyPalette<T>({ load, on }: { load: () => Promise<ComponentType<{ on: T }>>; on: T }): JSX.Element {
  useEffect(listenToPaletteKey, []);
  return <Part wanted={isPaletteOpen.value} load={load} on={on} onFailed={close} />;
}
