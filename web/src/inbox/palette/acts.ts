// What the palette of the inbox offers: acts that are possible now, each with its key, then conversations.
import type { Summary } from '../../shared/protocol';
import { mayOversee } from '../../staff/account';
import type { Sort, Tab } from '../../staff/need';
import { need } from '../../staff/need';
import { now } from '../../staff/clock';
import { visitorName } from '../../staff/names';
import { commonActs } from '../../staff/palette/common_acts';
import type { Entry } from '../../staff/palette/entries';
import { named } from '../../staff/palette/texts';
import { letterKeys } from '../../staff/preferences';
import { previewText } from '../../staff/preview';
import { common } from '../../staff/texts';
import { expertOf } from '../experts/asked';
import { accept, leave } from '../experts/experts';
import { NUMBERED, type Saved } from '../filters/filters';
import { filterWords } from '../filters/texts';
import type { Inbox } from '../inbox';
import { pressed } from '../keys';
import { standing } from '../standing';

/** A key is shown only where it acts. */
const key = (name: string): string | undefined => (letterKeys.value ? name : undefined);

export function inboxEntries(inbox: Inbox): readonly Entry[] {
  return [...ofConversation(inbox), ...ofInbox(inbox), ...conversations(inbox), ...commonActs()];
}

function ofConversation(inbox: Inbox): Entry[] {
  const conv = inbox.selected.value;
  const line = conv === undefined ? undefined : inbox.line(conv);
  if (!line || conv === undefined) return [];
  const { take, mayRelease, mayResolve, mayTransfer, held } = standing(line, inbox.me);
  return [
    { ...named('reply'), key: key('R'), run: () => inbox.writeIn(conv, 'reply') },
    { ...named('note'), key: key('N'), run: () => inbox.writeIn(conv, 'note') },
    ...(take ? [{ ...named('claim'), key: key('C'), run: () => void inbox.claim(conv) }] : []),
    ...onScreen('tag', 'L', 'add-tag'),
    ...onScreen('snooze', 'S', 'snooze'),
    ...onScreen('ask', 'I', 'invite'),
    ...(mayTransfer ? [transfer(inbox, line)] : []),
    ...(expertOf(line, inbox.me.staff)?.standing === 'reading' ? [{ ...named('leave'), run: () => void leave(inbox, conv) }] : []),
    ...(mayRelease ? [{ ...named('release'), run: () => void inbox.release(conv) }] : []),
    ...(mayResolve ? [{ ...named('resolve'), key: key('E'), run: () => void inbox.resolve(conv) }] : []),
    ...(held === 'closed' ? [{ ...named('reopen'), run: () => void inbox.reopen(conv, true) }] : []),
  ];
}

/** What has its place in the head of the conversation, where that is shown. */
function onScreen(act: 'tag' | 'snooze' | 'ask', letter: string, id: string): Entry[] {
  const run = pressed(id);
  return run ? [{ ...named(act), key: key(letter), run }] : [];
}

function transfer({ transfers }: Inbox, { conv, passing }: Summary): Entry {
  if (passing) return { ...named('takeBack'), run: () => void transfers.takeBack(conv) };
  return { ...named('transfer'), key: key('T'), run: () => transfers.open(conv) };
}

function ofInbox(inbox: Inbox): Entry[] {
  const { list } = inbox;
  const offer = inbox.offered.value[0]?.conv;
  const asks = inbox.invitations.value[0]?.conv;
  const available = inbox.desk.available.value;
  const show = (tab: Tab): Entry => ({ ...named(tab), run: () => inbox.show({ tab }) });
  const order = (name: 'byNeed' | 'byTime', sort: Sort): Entry => ({ ...named(name), run: () => list.view({ sort }) });
  return [
    ...(offer === undefined ? [] : [
      { ...named('accept'), key: key('A'), run: () => void inbox.claim(offer) },
      { ...named('decline'), key: key('D'), run: () => void inbox.decline(offer) },
    ]),
    ...(asks === undefined ? [] : [{ ...named('readAlong'), run: () => void accept(inbox, asks) }]),
    { ...named('find'), key: key('/'), run: () => document.getElementById('find')?.focus() },
    { ...named(available ? 'away' : 'available'), run: () => void inbox.setAvailable(!available) },
    ...(['mine', 'waiting', 'all', 'closed'] as const).map(show),
    ...inbox.saved.all.value.map((one, place) => savedFilter(inbox, one, place)),
    { ...named('due'), key: key('P'), run: () => document.getElementById('due')?.click() },
    {
      ...named('filters'),
      run: () => {
        inbox.saved.isOpen.value = true;
      },
    },
    order('byNeed', 'need'),
    order('byTime', 'time'),
    { ...named('up'), key: key('U'), run: () => list.free() },
    {
      ...named('help'), key: key('?'),
      run: () => {
        inbox.help.value = true;
      },
    },
  ];
}

function savedFilter(inbox: Inbox, one: Saved, place: number): Entry {
  const digit = place < NUMBERED ? key(String(place + 1)) : undefined;
  return { id: `filter ${one.id}`, text: one.name, hint: filterWords().saved, key: digit, run: () => inbox.show(one) };
}

/** Those that need somebody most stand first. */
function conversations(inbox: Inbox): Entry[] {
  const lines = [...inbox.desk.summaries.all()].filter((line) => line.agent === inbox.me.staff || line.phase !== 'with_agent' || mayOversee(inbox.me.role));
  const at = now.peek();
  return lines.sort((a, b) => need(b, at) - need(a, at) || b.last_at - a.last_at).map((line) => ({
    id: line.conv,
    text: visitorName(line, common()),
    also: `${line.preview} ${line.agent_name ?? ''}`,
    hint: previewText(line),
    run: () => inbox.open(line.conv),
  }));
}
