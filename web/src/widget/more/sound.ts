// One soft note for words that nobody has before their eyes. Owns that it sounds in one tab of a browser alone, and not
// where the visitor has silenced it.
import type { Screen } from '../screen';
import { othersOf } from './others';

/** Hz. */
const PITCH = 660;
const NOTE_S = 0.25;
/** A louder one is a fright in headphones. */
const LOUDEST = 0.12;
/** So long the tab that shows the words may take to say so. */
const LOOK_MS = 400;
/** So long a browser may take to let a page sound that it lets sound. */
const WAKE_MS = 300;
/** Words that follow within this stay silent. */
const QUIET_MS = 3_000;

/** The words that were sounded for last. */
interface Rung {
  readonly conv: string;
  readonly seq: number;
}

const MUTED = 'muted';
let audio: AudioContext | undefined;

export const isMuted = ({ chat }: Screen): boolean => chat.storage.get(MUTED) === true;

export function setMuted(screen: Screen, muted: boolean): void {
  screen.chat.storage.set(MUTED, muted || undefined);
  screen.changed();
  if (!muted) void awake().then(play);
}

/** Sounds, unless the words have been seen in some tab, or another tab has sounded for them. */
export async function ring(screen: Screen): Promise<void> {
  await after(LOOK_MS);
  const { chat } = screen;
  if (chat.unread === 0 || isMuted(screen) || !(await awake())) return;
  const here = chat.thread?.entries.at(-1);
  const { latest: there } = othersOf(screen);
  const { conv = '', seq = 0 } = (there && there.at > (here?.at ?? 0) ? there : here) ?? {};
  // Tabs see one another's storage late: the lock is what keeps them apart, and the note what was done before it.
  const take = async (lock: Lock | null): Promise<void> => {
    const rung = chat.storage.get<Rung>('rung');
    if (!lock || (rung?.conv === conv && rung.seq >= seq)) return;
    chat.storage.set('rung', { conv, seq });
    play();
    await after(QUIET_MS);
  };
  // Only secure pages have locks; elsewhere each tab sounds.
  if (navigator.locks) await navigator.locks.request('attune-widget-sound', { ifAvailable: true }, take);
  else play();
}

const after = (ms: number): Promise<unknown> => new Promise((done) => setTimeout(done, ms));

/** Whether this page may sound: browsers let it after a gesture, which whoever calls has seen. */
async function awake(): Promise<boolean> {
  if (typeof AudioContext === 'undefined') return false;
  audio ??= new AudioContext();
  if (audio.state !== 'running') await Promise.race([audio.resume(), after(WAKE_MS)]);
  return audio.state === 'running';
}

function play(): void {
  if (audio?.state !== 'running') return;
  const start = audio.currentTime;
  const source = audio.createOscillator();
  const gain = audio.createGain();
  source.frequency.value = PITCH;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LOUDEST, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_S);
  source.connect(gain).connect(audio.destination);
  source.start(start);
  source.stop(start + NOTE_S);
}
