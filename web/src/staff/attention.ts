// Calls for attention: one soft sound, the title's count, a system notification. Owns that nothing loops, nothing
// sounds before the first gesture or in two tabs at once, and nobody is asked for a permission unbidden.
import { signal } from '@preact/signals';
import { sound } from './preferences';

/** `soft`: something new for me. `low`: a critical alert. */
export type Tone = 'soft' | 'low';

const NOTES: Record<Tone, readonly [number, number]> = { soft: [660, 880], low: [392, 294] };
const NOTE_S = 0.17;
const LOUDNESS = 0.08;
const QUIET_MS = 1_500;

let audio: AudioContext | undefined;
let lastAt = 0;

/** Browsers allow sound only after a gesture: the first one makes it ready. */
export function armSound(): void {
  const arm = (): void => {
    audio ??= typeof AudioContext === 'undefined' ? undefined : new AudioContext();
    void audio?.resume();
  };
  addEventListener('pointerdown', arm, { once: true });
  addEventListener('keydown', arm, { once: true });
}

/** Plays two notes, unless muted, just played, or played by another tab. */
export function ring(tone: Tone): void {
  const at = Date.now();
  if (!sound.value || !audio || at - lastAt < QUIET_MS) return;
  lastAt = at;
  const context = audio;
  const hold = (): Promise<void> => {
    play(context, tone);
    return new Promise((done) => setTimeout(done, QUIET_MS));
  };
  if (!navigator.locks) return void hold();
  void navigator.locks.request('attune-sound', { ifAvailable: true }, (lock) => (lock ? hold() : undefined));
}

function play(context: AudioContext, tone: Tone): void {
  NOTES[tone].forEach((pitch, index) => {
    const start = context.currentTime + index * NOTE_S;
    const source = context.createOscillator();
    const volume = context.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_S);
    source.connect(volume).connect(context.destination);
    source.start(start);
    source.stop(start + NOTE_S);
  });
}

/** What the browser allows, and whether this browser knows notifications at all. */
export const notifications = signal<NotificationPermission | 'absent'>(
  typeof Notification === 'undefined' ? 'absent' : Notification.permission,
);

/** Asks for the permission; only ever called by a click. */
export async function askForNotifications(): Promise<void> {
  notifications.value = await Notification.requestPermission();
}

/** Shows a system notification if that was allowed and the page is not before somebody's eyes. */
export function notify(title: string, body: string, tag: string, open: () => void): void {
  if (notifications.value !== 'granted' || document.hasFocus()) return;
  const shown = new Notification(title, { body, tag });
  shown.onclick = () => {
    focus();
    open();
    shown.close();
  };
}

/** `(3) Inbox · Attune`. */
export function setTitle(count: number, page: string): void {
  const title = `${count > 0 ? `(${count}) ` : ''}${page} · Attune`;
  if (document.title !== title) document.title = title;
}
