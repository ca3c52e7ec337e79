// What the server tells of the mood over time, asked for once a minute while the page is seen. No drawing.
import { signal } from '@preact/signals';
import { call } from '../../shared/api';
import type { Moods } from './course';

const EVERY_MS = 60_000;

/** Whose: a site's, or '' for all. */
export const site = signal('');
/** What came last; nothing before the first answer for this site. */
export const moods = signal<Moods | undefined>(undefined);

/** Asks now and then for the chosen site; returns what stops it. What came last stays when an answer fails, and grows old. */
export function watchMoods(of: string): () => void {
  let isOver = false;
  const ask = async (): Promise<void> => {
    if (document.visibilityState === 'hidden') return;
    const told = await call<Moods>('GET', `/v1/moods${of === '' ? '' : `?site=${encodeURIComponent(of)}`}`).catch(() => undefined);
    if (told && !isOver) moods.value = told;
  };
  const look = (): void => void ask();
  moods.value = undefined;
  look();
  const timer = setInterval(look, EVERY_MS);
  document.addEventListener('visibilitychange', look);
  return () => {
    isOver = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
