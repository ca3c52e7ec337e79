// One soft two-note sound. Silent until the first gesture on the page (browsers demand it), and when muted.
import { sound } from './preferences';

const NOTES: Readonly<Record<'offer' | 'alert', readonly [number, number]>> = { offer: [660, 880], alert: [440, 330] };
const LENGTH_S = 0.35;
const LOUDNESS = 0.06;

let context: AudioContext | undefined;

/** Waits for the first gesture; called once by each page. */
export function prepareSound(): void {
  const wake = (): void => {
    context ??= new AudioContext();
  };
  for (const sign of ['pointerdown', 'keydown']) addEventListener(sign, wake, { once: true, capture: true });
}

export function ring(what: keyof typeof NOTES): void {
  if (!sound.peek() || !context) return;
  const start = context.currentTime;
  NOTES[what].forEach((frequency, index) => {
    if (!context) return;
    const tone = context.createOscillator();
    const volume = context.createGain();
    const from = start + (index * LENGTH_S) / 2;
    const to = from + LENGTH_S / 2;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
    volume.gain.linearRampToValueAtTime(0, to);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(to);
  });
}
