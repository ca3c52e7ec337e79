/** @jsxImportSource . */
// The few drawings of the widget, as paths; decoration only, names stand on the buttons. One constant each, so that
// both files carry only those they draw.
import type { JSX } from './jsx-runtime';

export const CHAT = 'M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5z';
export const DOWN = 'M6 9l6 6 6-6';
export const CLOSE = 'M6 6l12 12M18 6L6 18';
export const CLIP = 'M7 7v9a5 5 0 0 0 10 0V6a3 3 0 0 0-6 0v9';
export const SEND = 'M12 19V5M5 12l7-7 7 7';
export const PERSON = 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0';
export const BOT = 'M12 7V3M5 7h14v11H5zM9 12v1M15 12v1M2 12v2M22 12v2';
export const MORE = 'M4 7h16M4 12h16M4 17h16';
export const STAR = 'M12 3l2.8 5.9 6.2.8-4.5 4.4 1.1 6.3L12 17.4 6.4 20.4l1.1-6.3L3 9.7l6.2-.8z';

export function Icon({ of }: { of: string }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={of} />
    </svg>
  );
}
