// Times, waits and estimates in words. Pure.
import type { Language } from '../shared/i18n';

/** `0:42`, `12:07`, `1 h 5 min`: how long somebody waits. */
export function wait(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return language === 'zh' ? `${hours} 小时 ${minutes % 60} 分` : `${hours} h ${minutes % 60} min`;
  return language === 'zh' ? `${Math.floor(hours / 24)} 天` : `${Math.floor(hours / 24)} days`;
}

/** `45 seconds`, `2 minutes 5 seconds`, `1 小时 3 分钟`: a length of time in words, two units at most. */
export function lengthOfTime(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const units = UNITS.filter(({ size }) => whole >= size);
  const at = UNITS.length - Math.max(1, units.length);
  const [large, small] = UNITS.slice(at);
  if (!large) return '';
  const parts = [{ count: Math.floor(whole / large.size), of: large }];
  if (small) parts.push({ count: Math.floor((whole % large.size) / small.size), of: small });
  const shown = parts.filter(({ count }, place) => count > 0 || place === 0);
  if (language === 'zh') return shown.map(({ count, of }) => `${count} ${of.zh}`).join(' ');
  return shown.map(({ count, of }) => `${count} ${of.en}${count === 1 ? '' : 's'}`).join(' ');
}

const UNITS = [
  { size: 86_400, en: 'day', zh: '天' },
  { size: 3_600, en: 'hour', zh: '小时' },
  { size: 60, en: 'minute', zh: '分钟' },
  { size: 1, en: 'second', zh: '秒' },
] as const;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + kind;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', options);
  formats.set(key, made);
  return made;
}

/** `14:31`. */
export function clockTime(at: number, language: Language): string {
  return formatter(language, 'time', { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** `14:31:50`. */
export function clockSeconds(at: number, language: Language): string {
  return formatter(language, 'seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

/** `Tuesday, 4 March`. */
export function day(at: number, language: Language): string {
  return formatter(language, 'day', { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** `Tuesday, 4 March 14:31`. */
export function dayTime(at: number, language: Language): string {
  return `${day(at, language)} ${clockTime(at, language)}`;
}

/** Whether two moments lie on the same day here. */
export function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** `14:31` of the day that it is `today`, `Tuesday, 4 March 14:31` of another, `4 March 2024 14:31` of another year. */
export function momentText(at: number, today: number, language: Language): string {
  if (sameDay(at, today)) return clockTime(at, language);
  if (new Date(at).getFullYear() === new Date(today).getFullYear()) return dayTime(at, language);
  const date = formatter(language, 'date', { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
  return `${date} ${clockTime(at, language)}`;
}

/** A probability as people say it: `7 in 10`, `约 7 成`. */
export function outOfTen(p: number, language: Language): string {
  const tenths = Math.round(p * 10);
  if (tenths < 1) return language === 'zh' ? '不到 1 成' : 'under 1 in 10';
  if (tenths > 9) return language === 'zh' ? '9 成以上' : 'over 9 in 10';
  return language === 'zh' ? `约 ${tenths} 成` : `${tenths} in 10`;
}

/** A browser's long name in short: `Chrome 126 · Windows`; names that are not known stay as they are. */
export function deviceText(agent: string | undefined): string | undefined {
  const browser = agent?.match(/(Edg|OPR|Firefox)\/(\d+)/) ?? agent?.match(/(Chrome|Version)\/(\d+)/);
  const system = agent?.match(/Windows|Android|iPhone|iPad|Mac OS|Linux/);
  if (!agent || !browser || !system) return agent;
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', Version: 'Safari' };
  const name = browser[1] ?? '';
  return `${names[name] ?? name} ${browser[2] ?? ''} · ${system[0].replace('Mac OS', 'macOS')}`;
}
