// One short, calm sound for each call. Owns that nothing loops, nothing sounds before the browser allows it, and that
// whoever misses a sound for that is told.
import { signal } from '@preact/signals';
import { sound, volume } from './preferences';
import { claim, isRung } from './rung';

/** What calls: a conversation that is offered, a customer of mine who wrote, an alert. */
export type Tone = 'offer' | 'message' | 'alert';

/** Pitches, Hz, one after the other: an offer rises, an alert falls, a message is one note. */
const NOTES: Record<Tone, readonly number[]> = { offer: [660, 880], message: [587], alert: [392, 294] };
const NOTE_S = 0.17;
/** At full volume; more is a fright in headphones. */
const LOUDEST = 0.16;
/** So long the tab that has it before somebody's eyes may take to say so. */
const LOOK_MS: Record<Tone, number> = { offer: 0, message: 400, alert: 0 };
/** So long another tab may take to ring in this one's place. */
const OTHERS_MS = 2_000;

let audio: AudioContext | undefined;

/** Whether this tab may sound. */
export const isReady = signal(false);
/** A call was not heard, since no tab of this browser may sound yet. */
export const isMissed = signal(false);

/** Browsers allow sound only after a gesture: each is taken until one was enough. */
export function armSound(): void {
  if (typeof AudioContext === 'undefined') return;
  const arm = (): void => {
    if (isReady.peek()) return;
    audio ??= listenTo(new AudioContext());
    // Refused as long as the gesture was none (a lone Escape): the next one asks again.
    audio.resume().catch(() => undefined);
  };
  for (const gesture of ['click', 'keydown']) addEventListener(gesture, arm, { capture: true });
}

function listenTo(context: AudioContext): AudioContext {
  const look = (): void => {
    isReady.value = context.state === 'running';
    if (isReady.value) isMissed.value = false;
  };
  context.addEventListener('statechange', look);
  look();
  return context;
}

/**
 * Sounds for a call, unless muted, or heard from another tab, or seen in one.
 * @param call the same in every tab, and never again for another call of this tone
 */
export function ring(tone: Tone, call: string): void {
  if (!sound.peek()) return;
  const named = `${tone} ${call}`;
  const take = async (): Promise<void> => {
    if (!isReady.peek()) isMissed.value ||= !isRung(named);
    else if (await claim(named, Date.now())) play(tone);
  };
  setTimeout(() => void take(), isReady.peek() ? LOOK_MS[tone] : OTHERS_MS);
}

/** Somebody has it before their eyes: no tab needs to sound. */
export function seen(tone: Tone, call: string): void {
  void claim(`${tone} ${call}`, 0);
}

/** Plays it in this tab at the chosen volume. */
export function play(tone: Tone): void {
  const context = audio;
  if (!context) return;
  NOTES[tone].forEach((pitch, index) => {
    const start = context.currentTime + index * NOTE_S;
    const source = context.createOscillator();
    const gain = context.createGain();
    source.frequency.value = pitch;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime((LOUDEST * volume.peek()) / 100, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_S);
    source.connect(gain).connect(context.destination);
    source.start(start);
    source.stop(start + NOTE_S);
  });
}
