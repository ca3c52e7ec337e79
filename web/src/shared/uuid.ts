// Identifiers made by the client: UUIDv7 (RFC 9562), so that they sort by the time of their making.

/** A UUIDv7. `getRandomValues` is there on plain-http pages too, unlike `randomUUID`. */
export function uuidv7(now: number = Date.now()): string {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0'));
  const hex = now.toString(16).padStart(12, '0') + random.join('');
  // Version 7 and the variant take a digit each; of the latter's four, the first does.
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-7$3-8$4-$5');
}
