// A part of a page that is fetched when it is first wanted: the page begins without it.
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Refused } from '../shared/refused';
import { errorText } from './errors';
import { showError } from './notices';
import { language } from './preferences';
import { common } from './texts';
import { Waiting } from './waiting';

interface Props<T> {
  readonly wanted: boolean;
  readonly load: () => Promise<ComponentType<{ on: T }>>;
  /** What the part acts on. */
  readonly on: T;
  /** It cannot be fetched: nobody may go on waiting for it. Without this its place says so, and offers to try again. */
  readonly onFailed?: () => void;
}

export function Part<T>({ wanted, load, on, onFailed }: Props<T>): JSX.Element | null {
  const [loaded, setLoaded] = useState<{ View: ComponentType<{ on: T }> }>();
  const [isAbsent, setAbsent] = useState(false);
  const fetch = (): void => {
    setAbsent(false);
    load().then((View) => setLoaded({ View }), () => {
      setAbsent(true);
      if (!onFailed) return;
      onFailed();
      showError(new Refused('no_answer'));
    });
  };
  useEffect(() => {
    if (wanted && !loaded) fetch();
  }, [wanted]);
  if (!wanted) return null;
  if (loaded) return <loaded.View on={on} />;
  if (onFailed) return null;
  return <div class="part">{isAbsent ? <Absent onRetry={fetch} /> : <Waiting lines={3} />}</div>;
}

function Absent({ onRetry }: { onRetry: () => void }): JSX.Element {
  return (
    <p class="failure" role="alert">
      {errorText('no_answer', language.value)}{' '}
      <button type="button" class="button small" onClick={onRetry}>
        {common().retry}
      </button>
    </p>
  );
}
