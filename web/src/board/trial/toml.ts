// Single values of a policy's text, set without touching the rest of it. Pure.

export type Value = string | number | readonly number[];

/** The text with one value set; `section` is empty for the values above all tables. */
export function withValue(text: string, section: string, key: string, value: Value): string {
  const lines = text.split('\n');
  const start = section === '' ? 0 : lines.findIndex((line) => line.trim() === `[${section}]`) + 1;
  if (section !== '' && start === 0) return `${text.trimEnd()}\n\n[${section}]\n${key} = ${shown(value)}\n`;
  const next = lines.findIndex((line, at) => at >= start && /^\s*\[/.test(line));
  const end = next === -1 ? lines.length : next;
  const at = lines.findIndex((line, place) => place >= start && place < end && line.split('=')[0]?.trim() === key);
  const line = `${key} = ${shown(value)}`;
  if (at === -1) lines.splice(start, 0, line);
  else lines.splice(at, 1, line);
  return lines.join('\n');
}

function shown(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return decimal(value);
  return `[${value.map(decimal).join(', ')}]`;
}

/** TOML tells whole numbers from others. */
function decimal(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
