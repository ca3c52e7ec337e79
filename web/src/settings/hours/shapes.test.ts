import { describe, expect, test } from 'vitest';
import { bodyOf, bodyOfHours, draftOf, isSame, momentThere, zones } from './shapes';

const HOURS = { time_zone: 'Europe/Berlin', week: ['mon-fri 09:00-18:00'], holidays: ['12-25', '12-26'], offer_when_closed: false, own: true, open: true };

describe('hours', () => {
  test('what is written one a line goes out as it came, without empty lines', () => {
    const draft = draftOf(HOURS);
    expect(draft.holidays).toBe('12-25\n12-26');
    expect(bodyOf({ ...draft, week: '\n mon 09:00-10:00 \n\n' })).toEqual({ ...bodyOfHours(HOURS), week: ['mon 09:00-10:00'] });
    expect(isSame(draft, draftOf(HOURS))).toBe(true);
    expect(isSame(draft, { ...draft, offers: true })).toBe(false);
  });

  test('a moment is told by the clock of the place, and of an unknown one all the same', () => {
    const noon = Date.UTC(2026, 10, 30, 12);
    expect(momentThere(noon, 'Asia/Shanghai', 'en')).toContain('20:00');
    expect(momentThere(noon, 'Europe/Berlin', 'zh')).toContain('13:00');
    expect(momentThere(noon, 'Mars/Base', 'en')).toContain('30 November');
    expect(zones()).toContain('UTC');
  });
});
