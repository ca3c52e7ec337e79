// What a page needs to carry the widget, as text to copy. Pure.

export interface Place {
  /** Where this server is reached: `https://chat.example`. */
  readonly origin: string;
  readonly site: string;
  /** `sha384-…` */
  readonly integrity: string;
  readonly look?: Look;
}

/** How the widget looks; empty: as the visitor's system has it, and in the language of the page. */
export interface Look {
  readonly theme: '' | 'light' | 'dark';
  readonly locale: '' | 'en' | 'zh';
}

const AS_IT_IS: Look = { theme: '', locale: '' };

export function snippet(place: Place): string {
  return `<script ${attributes(place)}></script>`;
}

function attributes({ origin, site, look: { theme, locale } = AS_IT_IS }: Place): string {
  const wishes = `${theme && ` data-theme="${theme}"`}${locale && ` data-locale="${locale}"`}`;
  return `async src="${origin}/widget.js" data-site="${site}"${wishes}`;
}

/** With a digest of the script: the browser runs these bytes alone. */
export function snippetWithIntegrity(place: Place): string {
  return `<script ${attributes(place)}\n  integrity="${place.integrity}" crossorigin="anonymous"></script>`;
}

/** What a Content-Security-Policy of the page must allow, one directive a line. */
export function policy({ origin }: Place): string {
  return `script-src ${origin};\nconnect-src ${origin} ${origin.replace(/^http/, 'ws')};`;
}
