// The shop's hours as REST tells of them, and what the form makes of them. Pure.
import type { Language } from '../../shared/protocol';

/** What can be set while the server runs. */
export interface HoursBody {
  readonly time_zone: string;
  readonly week: readonly string[];
  readonly holidays: readonly string[];
  readonly offer_when_closed: boolean;
}

export interface Hours extends HoursBody {
  /** They were set here. */
  readonly own: boolean;
  readonly open: boolean;
  /** When that ends, where it does. */
  readonly until?: number;
}

/** What stands in the form; lists one a line. */
export interface Draft {
  readonly zone: string;
  readonly week: string;
  readonly holidays: string;
  readonly offers: boolean;
}

export function draftOf({ time_zone: zone, week, holidays, offer_when_closed: offers }: HoursBody): Draft {
  return { zone, week: week.join('\n'), holidays: holidays.join('\n'), offers };
}

export function isSame(a: Draft, b: Draft): boolean {
  return (Object.keys(a) as (keyof Draft)[]).every((key) => a[key] === b[key]);
}

export function bodyOf({ zone, week, holidays, offers }: Draft): HoursBody {
  return { time_zone: zone.trim(), week: lines(week), holidays: lines(holidays), offer_when_closed: offers };
}

/** What is sent to set the hours as they stand. */
export function bodyOfHours({ time_zone, week, holidays, offer_when_closed }: HoursBody): HoursBody {
  return { time_zone, week, holidays, offer_when_closed };
}

/** A moment by the clock of a zone: `Monday, 30 November 09:00`. */
export function momentThere(at: number, zone: string, language: Language): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(at);
  } catch {
    // A zone that this browser does not know: by its own clock.
    return new Intl.DateTimeFormat(locale, options).format(at);
  }
}

/** Zones that this browser knows, to choose from; any other of the database may be written too. */
export function zones(): readonly string[] {
  const known: readonly string[] = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return known.includes('UTC') ? known : ['UTC', ...known];
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
