// What is known of the opened conversation, for the places of canned replies.
import type { Inbox } from '../inbox';
import type { Values } from './replies';

export function valuesOf(inbox: Inbox, conv: string): Values {
  const opened = inbox.opened.value;
  const thread = opened?.conv === conv ? opened.thread.value : undefined;
  const order = thread?.packet?.facts.findLast(({ kind }) => kind === 'order')?.text;
  return { customer: thread?.customer?.name ?? undefined, agent: inbox.me.name, order };
}
