// A conversation as the visitor sees it. Owns how frames change it; pure.
// Keeps: entries stand in the order of `seq`, each once.
import type { PhaseName, ServerFrame, VisitorConversation } from '../shared/protocol';

export type MessageEntry = Extract<ServerFrame, { t: 'msg' }>;
export type StateEntry = Extract<ServerFrame, { t: 'state' }>;
export type Entry = MessageEntry | StateEntry;
export type QueueFrame = Extract<ServerFrame, { t: 'queue' }>;

export interface Thread {
  readonly conv: string;
  readonly phase: PhaseName;
  /** Name of the agent who speaks, or spoke last. */
  readonly agent?: string | undefined;
  /** Place in the queue, and how long it will take. */
  readonly queue?: QueueFrame;
  readonly entries: readonly Entry[];
  /** The other side has read up to here. */
  readonly seen: number;
}

export function begin(known: VisitorConversation): Thread {
  return { conv: known.conv, phase: known.phase, agent: known.agent_name, entries: [], seen: 0 };
}

export const isEntry = (frame: ServerFrame): frame is Entry => frame.t === 'msg' || frame.t === 'state';

/** The next frame of the log. */
export function append(thread: Thread, entry: Entry): Thread {
  const next = { ...thread, entries: [...thread.entries, entry] };
  return entry.t === 'state' ? changed(next, entry) : next;
}

function changed(thread: Thread, { what, name }: StateEntry): Thread {
  const { queue: _, ...rest } = thread;
  switch (what) {
    case 'opened':
    case 'reopened':
      return { ...rest, phase: 'with_bot' };
    case 'waiting':
      return { ...thread, phase: 'waiting' };
    case 'joined':
      return { ...rest, phase: 'with_agent', agent: name ?? rest.agent };
    case 'closed':
      return { ...rest, phase: 'closed' };
    default:
      return thread;
  }
}

/** Older frames, fetched by paging upwards. They change nothing but what can be read. */
export function prepend(thread: Thread, older: readonly Entry[]): Thread {
  const first = thread.entries[0]?.seq ?? Infinity;
  return { ...thread, entries: [...older.filter((entry) => entry.seq < first), ...thread.entries] };
}

/** Messages of the other side after `read`. */
export function unreadAfter(thread: Thread | undefined, read: number): number {
  return thread?.entries.filter((entry) => entry.t === 'msg' && entry.from !== 'visitor' && entry.seq > read).length ?? 0;
}

export const lastSeq = (thread: Thread | undefined): number => thread?.entries.at(-1)?.seq ?? 0;

/** Buttons of the bot's last message, while they are the last word and the bot may still be answered. */
export function quickReplies(thread: Thread | undefined): readonly string[] {
  const last = thread?.entries.findLast((entry) => entry.t === 'msg');
  return thread?.phase === 'with_bot' && last?.t === 'msg' && last.from === 'bot' ? (last.quick_replies ?? []) : [];
}
