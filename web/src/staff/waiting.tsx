// Grey lines while something loads; nothing for the first 300 ms, so that quick answers do not flicker.
import { useEffect, useState } from 'preact/hooks';
import { common } from './texts';

const AFTER_MS = 300;

export function Waiting({ lines }: { lines: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div class="skeleton">
      <p class="unseen">{common().loading}</p>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} class="bone" aria-hidden="true" />
      ))}
    </div>
  );
}
