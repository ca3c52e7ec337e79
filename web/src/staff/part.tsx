// A part of a page that is fetched when it is first wanted: the page begins without it.
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../shared/refused';
import { showError } from './notices';

interface Props<T> {
  readonly wanted: boolean;
  readonly load: () => Promise<ComponentType<{ on: T }>>;
  /** What the part acts on. */
  readonly on: T;
  /** It cannot be fetched: nobody may go on waiting for it. */
  readonly onFailed: () => void;
}

export function Part<T>({ wanted, load, on, onFailed }: Props<T>): JSX.Element | null {
  const [loaded, setLoaded] = useState<{ View: ComponentType<{ on: T }> }>();
  useEffect(() => {
    if (!wanted || loaded) return;
    load().then((View) => setLoaded({ View }), () => {
      onFailed();
      showError(new Refused('no_answer'));
    });
  }, [wanted]);
  return wanted && loaded ? <loaded.View on={on} /> : null;
}
