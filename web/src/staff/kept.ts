// Where this browser keeps what was typed and not sent: by person, since two may share a browser.

export function draftsKey(staff: string): string {
  return `drafts.${staff}`;
}

export function unsentKey(staff: string): string {
  return `unsent.${staff}`;
}
