// What callers of `Connection` and `Socket` give and get.
import type { Code, Language, ServerFrame, Welcome } from './protocol';
import type { Refused } from './refused';

/** `waiting`: cut, and trying again at `retryAt`. `stopped`: will not come back by itself; `code` says why. */
export interface Status {
  readonly phase: 'idle' | 'connecting' | 'online' | 'waiting' | 'stopped';
  /** Since when, epoch ms. Over `connecting` and `waiting` it stays the moment of the cut. */
  readonly since: number;
  readonly retryAt?: number;
  readonly code?: Refused['code'];
  /** The browser itself says that there is no network. */
  readonly noNetwork: boolean;
}

/** What opens a session: visitors have a token, staff a one-time ticket. */
export type Credential = { token: string } | { ticket: string };

export interface ConnectionOptions {
  /** `wss://host/ws`. */
  readonly url: string;
  /** Called before each connect; `fresh` asks for a new credential because the last one was refused.
   * Rejects with `Refused`; one that is final stops the connection. */
  readonly credential: (fresh: boolean) => Promise<Credential>;
  readonly language: () => Language;
  /** Every frame that is not an answer to a request, as it comes. */
  readonly onFrame: (frame: ServerFrame) => void;
  /** `fresh`: not a resume, so anything may have been missed; `restored`: the server's database is another one. */
  readonly onWelcome: (welcome: Welcome, how: { fresh: boolean; restored: boolean }) => void;
  readonly onStatus: (status: Status) => void;
  /** The code to show for each close code from 4400 to 4499, which end the session; without them `forbidden` stands for all. */
  readonly stops?: Readonly<Record<number, Code>>;
  /** A hidden page does not reconnect until it is seen again (visitors; staff stay connected). */
  readonly restWhenHidden?: boolean;
  readonly random?: () => number;
}

/** Frames that both sides count, so that a resume can go on where the cut was. */
export const SEQUENCED: ReadonlySet<string> = new Set(['msg', 'state', 'event', 'conv', 'offer', 'alert']);

/** A frame, or nothing when the text is none. */
export function parseFrame(text: string): ServerFrame | undefined {
  try {
    const value = JSON.parse(text) as ServerFrame | null;
    return typeof value?.t === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
