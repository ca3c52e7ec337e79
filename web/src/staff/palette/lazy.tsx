// A palette that is fetched when it is first opened: a page begins without it.
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../../shared/refused';
import { showError } from '../notices';
import { isPaletteOpen, listenToPaletteKey } from './key';

/** @param load fetches the palette of this page; @param on what its acts act on */
export function LazyPalette<T>({ load, on }: { load: () => Promise<ComponentType<{ on: T }>>; on: T }): JSX.Element | null {
  const [loaded, setLoaded] = useState<{ Palette: ComponentType<{ on: T }> }>();
  const isOpen = isPaletteOpen.value;
  useEffect(listenToPaletteKey, []);
  useEffect(() => {
    if (!isOpen || loaded) return;
    load().then((Palette) => setLoaded({ Palette }), () => {
      isPaletteOpen.value = false;
      showError(new Refused('no_answer'));
    });
  }, [isOpen]);
  return isOpen && loaded ? <loaded.Palette on={on} /> : null;
}
