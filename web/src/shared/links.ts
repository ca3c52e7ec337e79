// Finds web addresses in plain text, so that they can be shown as anchors without ever parsing HTML.

export interface Piece {
  readonly text: string;
  /** Set when the piece is an http or https address. */
  readonly href?: string;
}

/** Full-width punctuation and quotes end an address: Chinese text puts them right behind it. */
const ADDRESS = /https?:\/\/[^\s<>"'\u3000-\u303f\uff01-\uff60\u4e00-\u9fff]+/gi;
const TRAILING = /[.,;:!?)\]}]+$/;

/** Cuts text into plain and linked pieces; joined together they are the text again. */
export function pieces(text: string): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    const href = safeAddress(address);
    if (href === undefined) continue;
    if (match.index > at) out.push({ text: text.slice(at, match.index) });
    out.push({ text: address, href });
    at = match.index + address.length;
  }
  if (at < text.length) out.push({ text: text.slice(at) });
  return out;
}

/** The address when it is http(s) and has a host, else nothing. */
export function safeAddress(address: string): string | undefined {
  try {
    const url = new URL(address);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname ? url.href : undefined;
  } catch {
    return undefined;
  }
}
