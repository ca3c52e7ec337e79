// The visitor's conversations beside the one that is shown. Owns what is known of those that are open: their last page,
// kept up by live frames and read again after a gap, and how much of it is unread; and the list of all of them.
// Keeps: what was shown goes on here as it stood; one that is shown counts here for nothing.
import type { VisitorConversation, ServerFrame } from '../../shared/protocol';
import type { Chat, Elsewhere } from '../chat';
import type { Screen } from '../screen';
import { type MessageEntry, type Thread, append, begin, isEntry, lastSeq, unreadAfter } from '../thread';
import { ask } from './ask';

/** One conversation, as `GET /v1/conversations` tells of it. */
export interface Line extends VisitorConversation {
  readonly last_at: number;
  readonly preview: string;
  /** How many files stand beside it. */
  readonly files?: number;
  readonly last_from: 'visitor' | 'bot' | 'agent';
}

const PAGE = 50;
/** Before the name of a conversation: what is half written in it. */
const DRAFT = 'draft.';
const SHOWN = 'shown';
/** Read marks of so many conversations are kept, those that began last: their names sort by that. */
const MARKS = 50;

export class Others implements Elsewhere {
  /** All conversations, once they are here. */
  lines: readonly Line[] | undefined;
  /** They could not be fetched. */
  isAbsent = false;
  /** What was said last. */
  latest: MessageEntry | undefined;
  /** What was counted before they were known. */
  #missed: number;
  #threads = new Map<string, Thread>();
  #shown: Thread | undefined;
  #told: readonly VisitorConversation[];
  #isBusy = false;
  #isStale = false;
  readonly #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
    this.#shown = chat.thread;
    this.#told = chat.others;
    this.#missed = chat.elsewhere.unread;
    for (const old of chat.storage.keys('read.').slice(0, -MARKS)) chat.storage.set(old, undefined);
    this.#note();
    chat.subscribe(() => this.#follow());
    if (chat.others[0] || this.#missed > 0) void this.refresh();
  }

  get unread(): number {
    return this.#hidden.reduce((sum, { conv }) => sum + this.unreadOf(conv), this.#missed);
  }

  /** Those that are open, the one that the visitor came from first. */
  get open(): VisitorConversation[] {
    const from = this.#chat.storage.get(SHOWN);
    const open = this.#hidden.filter(({ phase }) => phase !== 'closed');
    return open.sort((one, other) => Number(other.conv === from) - Number(one.conv === from)).map(known);
  }

  /** What is known of a conversation, where more is than its line. */
  thread(conv: string): Thread | undefined {
    const { thread } = this.#chat;
    return thread?.conv === conv ? thread : this.#threads.get(conv);
  }

  unreadOf(conv: string): number {
    return conv === this.#chat.thread?.conv ? 0 : unreadAfter(this.#threads.get(conv), this.#chat.mark.upTo(conv));
  }

  hear(frame: ServerFrame): void {
    const chat = this.#chat;
    if (frame.t === 'receipt' && frame.who === 'visitor') chat.mark.move(frame.conv, frame.seq);
    if (!isEntry(frame)) return;
    this.#isStale = true;
    const thread = this.#threads.get(frame.conv);
    if (!thread || frame.seq > lastSeq(thread) + 1) return void this.refresh();
    if (frame.seq <= lastSeq(thread)) return;
    this.#threads.set(frame.conv, append(thread, frame));
    if (frame.t === 'msg') {
      chat.outgoing.remove(frame.id);
      this.latest = frame;
      chat.onMessage(frame);
    }
    this.#remember();
  }

  /** Reads the list and the open ones anew; what is said meanwhile has it read once more. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.isAbsent = false;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#read();
      }
    } catch {
      this.isAbsent = true;
    }
    this.#isBusy = false;
    this.#remember();
    this.#chat.changed();
  }

  async #read(): Promise<void> {
    const chat = this.#chat;
    const { conversations } = (await (await ask(chat, 'conversations')).json()) as { conversations: Line[] };
    const open = conversations.filter(({ phase }) => phase !== 'closed');
    const threads = await Promise.all(open.map((line) => this.#page(line)));
    // What was said in one before its end is still to be read.
    const ended = this.#hidden.filter(({ phase }) => phase === 'closed');
    this.#threads = new Map([...ended, ...threads].map((thread) => [thread.conv, thread]));
    this.#missed = 0;
    this.lines = conversations;
    const kept = new Set(open.map(({ conv }) => DRAFT + conv));
    for (const key of chat.storage.keys(DRAFT)) if (!kept.has(key)) chat.storage.set(key, undefined);
  }

  async #page(line: Line): Promise<Thread> {
    const chat = this.#chat;
    if (chat.thread?.conv === line.conv) return chat.thread;
    const answer = await chat.ask({ t: 'history', conv: line.conv, limit: PAGE });
    const items = answer.t === 'history' ? answer.items.filter(isEntry) : [];
    return items.reduce((thread, entry) => append(thread, entry), begin(line));
  }

  get #hidden(): Thread[] {
    return [...this.#threads.values()].filter(({ conv }) => conv !== this.#chat.thread?.conv);
  }

  #follow(): void {
    const { thread, others } = this.#chat;
    const left = this.#shown;
    this.#shown = thread;
    this.#note();
    if (left && left.conv !== thread?.conv) {
      if (left.phase === 'closed') this.#threads.delete(left.conv);
      else this.#threads.set(left.conv, left);
    }
    if (this.#threads.size > 0 && !this.#chat.storage.get('live')) this.#remember();
    if (others === this.#told) return;
    this.#told = others;
    if (others[0] || this.#hidden[0]) void this.refresh();
  }

  /** The next page shows what was shown. */
  #note(): void {
    const { thread, storage } = this.#chat;
    if (thread && thread.phase !== 'closed' && storage.get(SHOWN) !== thread.conv) storage.set(SHOWN, thread.conv);
  }

  /** The next page connects by itself while any is open. */
  #remember(): void {
    const { thread, storage } = this.#chat;
    storage.set('live', this.open.length > 0 || (thread && thread.phase !== 'closed') ? true : undefined);
  }
}

const known = (thread: Thread): VisitorConversation => {
  const { conv, phase, agent } = thread;
  return { conv, phase, head: lastSeq(thread), ...(agent && { agent_name: agent }) };
};

/** Those of a screen's chat, from the first time on that they are asked for. */
export function othersOf({ chat }: Screen): Others {
  const kept = chat.elsewhere;
  return kept instanceof Others ? kept : (chat.elsewhere = new Others(chat)) as Others;
}

/** Shows a conversation; what is half written stays with the one it was written in. */
export function showChat(screen: Screen, line: VisitorConversation): void {
  const { chat } = screen;
  const isEnded = line.phase === 'closed';
  if (line.conv !== chat.thread?.conv) {
    const from = chat.storage.get<string>(SHOWN);
    chat.ownTyping.stopped();
    chat.typing.hide();
    const kept = othersOf(screen).thread(line.conv);
    chat.adopt(line, isEnded);
    if (!isEnded) {
      // What is known of it is there at once; older pages come.
      chat.thread = kept ?? chat.thread;
      swapDraft(screen, from);
    }
    screen.toEnd();
  }
  screen.turnTo(isEnded ? 'past' : undefined);
}

/** Files that wait, or are on their way, go to the conversation that is shown: it stays until they are gone. */
export const isBusy = ({ tray }: Screen): boolean => !!tray?.hasAny;

/** Puts away what is half written in `from`, and brings back what was in the one that is shown. */
export function swapDraft(screen: Screen, from: string | undefined): void {
  const { storage, thread } = screen.chat;
  storage.set(DRAFT + from, screen.draft || undefined);
  const to = `${DRAFT}${thread?.conv}`;
  screen.write(storage.get<string>(to) ?? '');
  storage.set(to, undefined);
}
