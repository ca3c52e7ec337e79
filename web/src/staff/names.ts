// How people are called on the screens. Pure.
import type { Party, Summary } from '../shared/protocol';
import type { CommonWords } from './texts';

/** The visitor's name, or a short stand-in that stays the same for the same visitor. */
export function visitorName(who: Pick<Summary, 'visitor' | 'visitor_name'>, words: CommonWords): string {
  return who.visitor_name?.trim() || words.visitorNumber(who.visitor.slice(-4));
}

/** Who acts, as a line of the log says it. */
export function partyName(by: Party, words: CommonWords): string {
  if (by.who === 'staff') return by.name;
  if (by.who === 'bot') return words.assistant;
  return by.who === 'visitor' ? words.visitor : words.system;
}
