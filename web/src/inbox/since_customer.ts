// What staff said since the customer spoke last, logged or on its way: an upset customer is owed one acknowledgement,
// not one in each message.
import type { Inbox } from './inbox';

export function sinceCustomer(inbox: Inbox, conv: string): string[] {
  const opened = inbox.opened.value;
  if (opened?.conv !== conv) return [];
  const { rows, ids } = opened.thread.value;
  const said = inbox.outgoing.all.value.filter((one) => one.conv === conv && one.kind === 'msg' && !ids.has(one.id)).map(({ text }) => text);
  for (const row of rows.toReversed()) {
    if (row.kind !== 'message') continue;
    if (row.by.who === 'visitor') break;
    if (row.by.who === 'staff') said.push(row.said.text);
  }
  return said;
}
