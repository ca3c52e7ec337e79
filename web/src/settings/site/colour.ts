// The colour of a brand as the widget can wear it: as given where it can be read, else made darker for the light look and
// lighter for the dark one. Pure. Keeps: text in it, and on it, has a contrast of 4.5 to 1 or more in both looks.

/** Red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number];

/** What text in the colour stands on, by look (`shared/colors.css`: ground and panel); its own soft ground comes on top. */
const GROUNDS = { light: ['#ffffff', '#f7f8fa'], dark: ['#12141a', '#1a1d25'] } as const;
/** Share of the colour in its soft ground. */
const SOFT = 0.13;
const LEAST = 4.5;
const STEP = 0.02;

/** The widget's own. */
export const OWN_ACCENT = '#1f5eff';

/** The colour for each look, as `#rrggbb`. */
export function accents(colour: string): { readonly light: string; readonly dark: string } {
  return { light: readable(parsed(colour), 'light'), dark: readable(parsed(colour), 'dark') };
}

/** What a style sheet of the page says for it. Text on it is white in the light look, black in the dark one. */
export function styleSheet(colour: string): string {
  const { light, dark } = accents(colour);
  return `attune-chat {\n  --attune-accent: light-dark(${light}, ${dark});\n  --attune-on-accent: light-dark(#ffffff, #000000);\n}`;
}

function readable(colour: Rgb, look: 'light' | 'dark'): string {
  const end: Rgb = look === 'light' ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share < 1; share += STEP) {
    const tried = parsed(hex(mixed(colour, end, share)));
    if (leastContrast(tried, look) >= LEAST) return hex(tried);
  }
  return hex(end);
}

/** Of text in the colour on whatever it may stand on, and of text on it. */
function leastContrast(colour: Rgb, look: 'light' | 'dark'): number {
  const grounds = GROUNDS[look].map(parsed);
  const on: Rgb = look === 'light' ? [255, 255, 255] : [0, 0, 0];
  return Math.min(...[...grounds, ...grounds.map((ground) => mixed(ground, colour, SOFT)), on].map((other) => contrast(colour, other)));
}

/** As WCAG 2 has it. */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Rgb): number {
  const linear = (place: 0 | 1 | 2): number => {
    const share = colour[place] / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(0) + 0.7152 * linear(1) + 0.0722 * linear(2);
}

function mixed(one: Rgb, other: Rgb, share: number): Rgb {
  const at = (place: 0 | 1 | 2): number => one[place] * (1 - share) + other[place] * share;
  return [at(0), at(1), at(2)];
}

/** `#1f5eff`, as colour fields of browsers have it. */
export function parsed(text: string): Rgb {
  const at = (place: number): number => Number.parseInt(text.slice(place, place + 2), 16);
  return [at(1), at(3), at(5)];
}

function hex(colour: Rgb): string {
  return `#${colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}
