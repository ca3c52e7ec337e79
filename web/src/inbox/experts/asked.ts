// Where somebody stands among the experts of a conversation. Pure; apart from the rest, which is fetched when it is wanted.
import type { Expert, Summary } from '../../shared/protocol';

/** Where this person stands in a conversation. */
export function expertOf(line: Summary | undefined, staff: string): Expert | undefined {
  return line?.experts?.find(({ id }) => id === staff);
}
