// What was tried for a customer so far, by the assistant and by people: a fold of the events at hand, and of the packet
// for what lies before them. Pure.
import type { BotAct, Event, HandoffPacket, StaffId, Timestamp, WaitCause } from '../shared/protocol';
import type { Logged } from './thread';

export interface ByAssistant {
  /** Answers from an article. */
  readonly answers: number;
  /** The articles, each once, in the order they were shown. */
  readonly articles: readonly string[];
  /** How often it had no answer. */
  readonly misses: number;
  /** The customer wrote again after the last of them. */
  readonly cameBack: boolean;
}

export interface ByAgent {
  readonly id: StaffId;
  readonly name: string;
  readonly replies: number;
  readonly last: Timestamp | undefined;
}

export interface Note {
  readonly from: string;
  /** The agent who held the conversation, where somebody else wrote; else it was for whoever reads. */
  readonly to: string | undefined;
  readonly times: number;
}

export interface Tried {
  readonly assistant: ByAssistant | undefined;
  /** Agents who held it or wrote, the latest to do so last. */
  readonly agents: readonly ByAgent[];
  /** What made it wait for a person, last, and since when; once somebody has accepted, who and when. */
  readonly handoff: { readonly cause: WaitCause; readonly at: Timestamp; readonly to: string | undefined } | undefined;
  /** From one agent to another. */
  readonly transfers: readonly { readonly from: string; readonly to: string }[];
  /** Offers that were declined or ran out. */
  readonly refused: number;
  readonly notes: readonly Note[];
}

interface Gathered {
  /** By the place of the assistant's message; `undefined` where it had no answer. */
  bot: Map<number, string | undefined>;
  lastVisitor: number;
  agents: Map<StaffId, ByAgent>;
  /** Who holds it, and who held it last. */
  holder: { id: StaffId; name: string } | undefined;
  before: { id: StaffId; name: string } | undefined;
  handoff: Tried['handoff'];
  transfers: { from: string; to: string }[];
  refused: number;
  notes: Map<string, Note>;
}

export function triedIn(events: readonly Logged[], packet?: HandoffPacket): Tried {
  const found: Gathered = {
    bot: new Map(packet?.tried.map(({ seq, article }) => [seq, article])),
    lastVisitor: packet?.curve.at(-1)?.seq ?? 0,
    agents: new Map(), holder: undefined, before: undefined, handoff: undefined, transfers: [], refused: 0, notes: new Map(),
  };
  for (const logged of events) gather(found, logged);
  const { handoff, transfers, refused } = found;
  return { assistant: byAssistant(found), agents: [...found.agents.values()], handoff, transfers, refused, notes: [...found.notes.values()] };
}

function byAssistant({ bot, lastVisitor }: Gathered): ByAssistant | undefined {
  if (bot.size === 0) return undefined;
  const articles = [...bot.values()].filter((article) => article !== undefined);
  const cameBack = lastVisitor > Math.max(...bot.keys());
  return { answers: articles.length, articles: [...new Set(articles)], misses: bot.size - articles.length, cameBack };
}

function gather(found: Gathered, { seq, at, by, event }: Logged): void {
  switch (event.kind) {
    case 'said':
      if (by.who === 'visitor') found.lastVisitor = Math.max(found.lastVisitor, seq);
      else if (by.who === 'staff') replied(found, by, at);
      if (event.bot) acted(found, seq, event.bot);
      return;
    case 'noted':
      if (by.who === 'staff') noted(found, by);
      return;
    case 'queued':
      found.holder = undefined;
      found.handoff = { cause: event.cause, at, to: undefined };
      return;
    case 'offer_ended':
      found.refused += 1;
      return;
    case 'accepted':
      accept(found, event, at);
      return;
  }
}

/** The miss that ends in a handoff is a miss too. */
function acted({ bot }: Gathered, seq: number, act: BotAct): void {
  if (act.act === 'answered') bot.set(seq, act.article);
  else if (act.act === 'missed' || (act.act === 'handed_over' && act.cause === 'bot_missed')) bot.set(seq, undefined);
}

function replied(found: Gathered, { id, name }: { id: StaffId; name: string }, at: Timestamp): void {
  const replies = (found.agents.get(id)?.replies ?? 0) + 1;
  // Taken out and put back: the latest stands last.
  found.agents.delete(id);
  found.agents.set(id, { id, name, replies, last: at });
}

function noted({ notes, holder }: Gathered, { id, name }: { id: StaffId; name: string }): void {
  const to = holder && holder.id !== id ? holder.name : undefined;
  const key = `${id} ${to ?? ''}`;
  notes.set(key, { from: name, to, times: (notes.get(key)?.times ?? 0) + 1 });
}

function accept(found: Gathered, { agent, name }: Extract<Event, { kind: 'accepted' }>, at: Timestamp): void {
  const { before } = found;
  if (before && before.id !== agent) found.transfers.push({ from: before.name, to: name });
  if (found.handoff && found.handoff.to === undefined) found.handoff = { ...found.handoff, at, to: name };
  found.holder = { id: agent, name };
  found.before = found.holder;
  const known = found.agents.get(agent);
  found.agents.delete(agent);
  found.agents.set(agent, known ?? { id: agent, name, replies: 0, last: undefined });
}
