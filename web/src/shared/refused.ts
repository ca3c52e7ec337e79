// A request that was not done: the one error of the shared client, whether it went by socket or by REST.
import type { Code } from './protocol';

export class Refused extends Error {
  constructor(
    /** `no_answer`: the server could not be reached. */
    readonly code: Code | 'no_answer',
    /** HTTP status; 0 on the socket, or without an answer. */
    readonly status = 0,
    readonly field?: string,
    readonly rule?: string,
  ) {
    super(code);
  }

  /** Over REST: whether asking again would be answered the same. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}
