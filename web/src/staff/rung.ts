// Which calls have had their sound: one memory for all tabs of this browser. Owns that a call sounds in one tab alone.
// There is no leader that could be closed, frozen or muted: whichever tab is first to write a call down rings for it.
import { load, save } from './storage';

/** Calls of the same kind that come within this of its last sound stay silent: a flood is few sounds. */
export const QUIET_MS = 1_500;
/** Calls remembered; the slowest tab is behind by far fewer. */
const KEPT = 64;
/** Without locks the tabs take turns by chance: rarely two of them ring. */
const TURNS_MS = 300;
const KEY = 'rung';

/** A call, and when it sounded, epoch ms; 0 where it did not need to. */
type Rung = readonly [call: string, at: number];

function isRungs(value: unknown): value is Rung[] {
  return Array.isArray(value) && value.every((one) => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'number');
}

const rungs = (): Rung[] => load<Rung[]>(KEY, [], isRungs);

/** Whether some tab of this browser has rung for it, or has it before somebody's eyes. */
export function isRung(call: string): boolean {
  return rungs().some(([known]) => known === call);
}

/**
 * Writes a call down: `true` for the one tab that was first, unless another call of its kind has just sounded.
 * @param call its kind, a space, and what tells it from others
 * @param at now, epoch ms; 0 writes down that no sound is needed
 */
export function claim(call: string, at: number): Promise<boolean> {
  const turn = (): boolean => {
    const known = rungs();
    if (known.some(([other]) => other === call)) return false;
    const kind = call.slice(0, call.indexOf(' ') + 1);
    // A clock that was set back must not silence everything until it has caught up.
    const isQuiet = known.some(([other, then]) => other.startsWith(kind) && then <= at && at - then < QUIET_MS);
    save(KEY, [...known.slice(1 - KEPT), [call, isQuiet ? 0 : at]]);
    return !isQuiet;
  };
  const byChance = (): Promise<boolean> => new Promise((done) => setTimeout(() => done(turn()), Math.random() * TURNS_MS));
  // Only secure pages have locks, and not where storage is denied.
  return navigator.locks ? navigator.locks.request('attune-sound', turn).catch(byChance) : byChance();
}
