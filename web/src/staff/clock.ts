// The time that waits are counted against: the server's, since the clocks of desks differ. Ticks once a second.
import { signal } from '@preact/signals';

let offset = 0;

/** Server time, epoch ms; changes once a second. */
export const now = signal(Date.now());

/** Server time at this moment, finer than `now`. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** The server said what time it is. */
export function setServerTime(at: number): void {
  offset = at - Date.now();
  now.value = at;
}

/** Starts ticking; returns what stops it. */
export function startClock(): () => void {
  const timer = setInterval(() => {
    now.value = serverNow();
  }, 1_000);
  return () => clearInterval(timer);
}
