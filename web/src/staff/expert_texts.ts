// What is told of experts in a thread, in both languages.
import { type Language, dictionary } from '../shared/i18n';
import type { Event } from '../shared/protocol';

const en = {
  expert_invited: (by: string, whom: string, question: string) => `${by} asked ${whom}: “${question}”`,
  expert_joined: (name: string) => `${name} reads along`,
  declined: (name: string) => `${name} declined to help`,
  unanswered: (name: string) => `${name} did not answer`,
  withdrawn: (name: string) => `${name} is not asked any more`,
  left: (name: string) => `${name} has stopped reading along`,
  why: (text: string, why: string) => `${text}: “${why}”`,
};

const zh: typeof en = {
  expert_invited: (by, whom, question) => `${by} 请教 ${whom}：“${question}”`,
  expert_joined: (name) => `${name} 开始旁阅`,
  declined: (name) => `${name} 谢绝请教`,
  unanswered: (name) => `${name} 没有回应请教`,
  withdrawn: (name) => `不再请教 ${name}`,
  left: (name) => `${name} 结束旁阅`,
  why: (text, why) => `${text}：“${why}”`,
};

const wordsOf = dictionary(en, zh);

type OfExpert = Extract<Event, { kind: 'expert_invited' | 'expert_joined' | 'invitation_ended' }>;

/** @param whom the expert, as the event that ends it holds the id alone */
export function expertText(event: OfExpert, by: string, whom: string, language: Language): string {
  const words = wordsOf(language);
  if (event.kind === 'expert_invited') return words.expert_invited(by, event.name, event.question);
  if (event.kind === 'expert_joined') return words.expert_joined(by);
  const text = words[event.how](whom);
  return event.reason === undefined ? text : words.why(text, event.reason);
}
