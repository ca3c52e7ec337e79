// What an agent reads before speaking: its head, and the body that is fetched with the first one.
// Open until the first answer, then one line; a click decides otherwise.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { HandoffPacket, Stage, Transfer, WaitCause } from '../shared/protocol';
import type { Conversation } from '../staff/conversation';
import { Curve } from '../staff/curve';
import { Icon } from '../staff/icons';
import { partyName } from '../staff/names';
import { Part } from '../staff/part';
import { language } from '../staff/preferences';
import { causeText, reasonsText } from '../staff/reasons';
import { common } from '../staff/texts';
import type { Thread } from '../staff/thread';
import { showMessage } from '../staff/thread_view';
import { expertOf } from './experts/asked';
import type { Inbox } from './inbox';
import type { PacketProps } from './packet';
import { inboxWords } from './texts';
import { transferWords } from './transfer/texts';

/** What people chose, by packet. */
const chosen = signal<ReadonlyMap<string, boolean>>(new Map());

interface CardProps {
  readonly inbox: Inbox;
  readonly opened: Conversation;
  readonly stage: Stage;
}

export function HandoffCard({ inbox, opened, stage }: CardProps): JSX.Element | null {
  const words = inboxWords();
  const { packet, cause, written, offered, curve, turningPoint, lastStaff } = opened.thread.value;
  if (!packet) return null;
  const isOpen = chosen.value.get(packet.hash) ?? (expertOf(inbox.line(opened.conv), inbox.me.staff)?.standing === 'reading' || lastStaff < (offered?.seq ?? 0));
  const passed = passedWith(offered);
  const last = passed.at(-1);
  const toggle = (): void => {
    chosen.value = new Map(chosen.value).set(packet.hash, !isOpen);
  };
  const jump = (seq: number): void => void showMessage(opened, seq);
  // Only what this agent is shown beside the thread is theirs to open.
  const visit = (conv: string): (() => void) | undefined =>
    inbox.others.value.some((other) => other.conv === conv) ? () => inbox.open(conv) : undefined;
  return (
    <section class={`handoff${isOpen ? ' open' : ''}`} aria-labelledby="handoff">
      <div class="handoff-head">
        <h2 id="handoff">{last ? transferWords().passedBy(last.by) : words.handoff}</h2>
        {!isOpen && <span class="why">{whyText(packet, cause)}</span>}
        <button type="button" class="button small" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? words.handoffHide : words.handoffShow}
        </button>
      </div>
      {isOpen && (
        <div class="handoff-body">
          <Packet packet={packet} passed={passed} cause={cause} written={written} jump={jump} visit={visit} />
          <div class="handoff-curve">
            <Curve points={curve} turn={turningPoint} stage={stage} width={180} height={48} />
            {turningPoint !== undefined && (
              <button type="button" class="button small" onClick={() => jump(turningPoint)}>
                <Icon name="up" /> {words.turningPoint}
              </button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

/** The packet in four or five lines. */
export function Packet(props: PacketProps): JSX.Element {
  return <Part wanted on={props} onFailed={() => undefined} load={async () => (await import('./packet')).PacketView} />;
}

/** A packet holds the transfers before it; the one that it belongs to stands beside it. */
function passedWith(offered: Thread['offered']): readonly Transfer[] {
  const before = offered?.packet.passed ?? [];
  if (offered?.passed === undefined) return before;
  const { agent, name, passed: reason, at } = offered;
  return [...before, { by: partyName(offered.by, common()), to: { kind: 'agent', id: agent, name }, reason, at }];
}

/** Why a person is needed; without a reason of the customer's, what led here. */
export function whyText({ why }: HandoffPacket, cause: WaitCause | undefined): string {
  return reasonsText(why, common(), language.value) || (cause ? causeText(cause, common()) : '');
}
