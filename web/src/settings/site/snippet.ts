// What a page needs to carry the widget, as text to copy. Pure.

export interface Place {
  /** Where this server is reached: `https://chat.example`. */
  readonly origin: string;
  readonly site: string;
  /** `sha384-…` */
  readonly integrity: string;
}

export function snippet({ origin, site }: Place): string {
  return `<script async src="${origin}/widget.js" data-site="${site}"></script>`;
}

/** With a digest of the script: the browser runs these bytes alone. */
export function snippetWithIntegrity({ origin, site, integrity }: Place): string {
  return `<script async src="${origin}/widget.js" data-site="${site}"\n  integrity="${integrity}" crossorigin="anonymous"></script>`;
}

/** What a Content-Security-Policy of the page must allow, one directive a line. */
export function policy({ origin }: Place): string {
  return `script-src ${origin};\nconnect-src ${origin} ${origin.replace(/^http/, 'ws')};`;
}
