// How long to wait before trying again: full jitter, so that thousands of clients do not come back as one.

export const BASE_MS = 500;
export const CAP_MS = 30_000;

/** Delay before try number `attempt` (0 is the first retry); `random` lies in 0..1. */
export function fullJitter(attempt: number, random: number): number {
  return Math.round(random * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 16)));
}
