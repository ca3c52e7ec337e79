// Rules in the words of the screen. Pure.

/** The screen's own words for a rule where it has them, behind what the server quotes as being at fault. */
export function inWords(rule: string, own: string | undefined): string {
  if (own === undefined) return rule;
  const quoted = /`([^`]*)`/.exec(rule)?.[1];
  return quoted === undefined ? own : `“${quoted}” ${own}`;
}
