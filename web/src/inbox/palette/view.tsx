// The palette of the inbox; fetched when it is first opened.
import type { JSX } from 'preact';
import { Palette } from '../../staff/palette/view';
import type { Inbox } from '../inbox';
import { inboxEntries } from './acts';

export function InboxPalette({ on: inbox }: { on: Inbox }): JSX.Element {
  return <Palette entries={() => inboxEntries(inbox)} />;
}
