// Calls for attention that are seen: the title's count and a system notification. Owns that nobody is asked for a
// permission unbidden. What is heard: sound.ts.
import { signal } from '@preact/signals';

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
