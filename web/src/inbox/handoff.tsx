// What an agent reads before speaking: why a person was called, what is wanted, known, tried, and how the mood went.
// Open until the first answer, then one line; a click decides otherwise.
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { htmlLang, languageOf } from '../shared/i18n';
import type { Fact, HandoffPacket, LikelyIntent, Stage, SummaryLine, Transfer, WaitCause } from '../shared/protocol';
import { now } from '../staff/clock';
import type { Conversation } from '../staff/conversation';
import { Curve } from '../staff/curve';
import { Icon } from '../staff/icons';
import { partyName } from '../staff/names';
import { language } from '../staff/preferences';
import { causeText, reasonsText } from '../staff/reasons';
import { common } from '../staff/texts';
import type { Thread } from '../staff/thread';
import { showMessage } from '../staff/thread_view';
import { Part as Fetched } from '../staff/part';
import { dueText } from './commitments';
import type { Shown } from './earlier/view';
import type { Inbox } from './inbox';
import { type InboxWords, inboxWords } from './texts';
import { Passed } from './transfer/pending';
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
  const { packet, cause, offered, curve, turningPoint, lastStaff } = opened.thread.value;
  if (!packet) return null;
  const isOpen = chosen.value.get(packet.hash) ?? lastStaff < (offered?.seq ?? 0);
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
          <Packet packet={packet} passed={passed} cause={cause} jump={jump} visit={visit} />
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

interface PacketProps {
  readonly packet: HandoffPacket;
  /** Every transfer, that of this packet too. */
  readonly passed?: readonly Transfer[];
  /** What made it wait for a person, where that is known. */
  readonly cause?: WaitCause | undefined;
  /** At most so many lines of what was said: the first, then the latest. */
  readonly quotes?: number;
  /** Shows a message; absent where there is no thread beside. */
  readonly jump?: (seq: number) => void;
  /** What opens another conversation; absent where it is not to be had. */
  readonly visit?: Shown['visit'];
}

/** The packet in four or five lines. */
export function Packet({ packet, passed = packet.passed ?? [], cause, quotes = 5, jump, visit }: PacketProps): JSX.Element {
  const words = inboxWords();
  const why = whyText(packet, cause);
  return (
    <dl class="packet">
      {passed.length > 0 && (
        <Part name={transferWords().passed}>
          <Passed passed={passed} />
        </Part>
      )}
      {why !== '' && <Part name={words.why}>{why}</Part>}
      {packet.summary ? (
        <Part name={words.summary}>
          {firstAndLatest(packet.summary, quotes).map((line, at) => (
            <Line key={at} line={line} {...(jump && { jump: () => jump(line.seq) })} />
          ))}
        </Part>
      ) : (
        packet.wants.length > 0 && (
          <Part name={words.wants}>
            {firstAndLatest(packet.wants, quotes).map(({ seq, text }) => (
              <Quote key={seq} text={text} {...(jump && { jump: () => jump(seq) })} />
            ))}
          </Part>
        )
      )}
      {packet.intent && <Part name={words.about}>{intentText(packet.intent, words)}</Part>}
      {packet.earlier && (
        <Part name={words.before}>
          <Fetched
            wanted onFailed={() => undefined} load={async () => (await import('./earlier/view')).EarlierList}
            on={{ earlier: packet.earlier, most: jump ? 3 : 1, ...(visit && { visit }) }}
          />
        </Part>
      )}
      {packet.slots !== undefined && packet.slots.length > 0 && (
        <Part name={words.told}>
          {packet.slots.map(({ name, label, value, seq }) => (
            <Told key={name} label={label[language.value]} value={value} {...(jump && { jump: () => jump(seq) })} />
          ))}
        </Part>
      )}
      {packet.questions && packet.questions.length > 0 && (
        <Part name={words.openQuestions}>
          {packet.questions.map(({ seq, text }) => (
            <Quote key={seq} text={text} {...(jump && { jump: () => jump(seq) })} />
          ))}
        </Part>
      )}
      {packet.promises && packet.promises.length > 0 && (
        <Part name={words.promised}>
          {packet.promises.map(({ seq, text, message, due }) => (
            <span key={seq} class="owed">
              <Quote text={text} {...(jump && { jump: () => jump(message) })} />
              <span class="small">{dueText(due, now.value, words)}</span>
            </span>
          ))}
        </Part>
      )}
      {packet.facts.length > 0 && (
        <Part name={words.facts}>
          {unique(packet.facts).map((fact) => (
            <span key={fact.kind + fact.text} class="fact">
              {words[fact.kind]} <b>{fact.text}</b>
            </span>
          ))}
        </Part>
      )}
      <Part name={words.tried}>{triedText(packet, words)}</Part>
    </dl>
  );
}

/** A packet holds the transfers before it; the one that it belongs to stands beside it. */
function passedWith(offered: Thread['offered']): readonly Transfer[] {
  const before = offered?.packet.passed ?? [];
  if (offered?.passed === undefined) return before;
  const { agent, name, passed: reason, at } = offered;
  return [...before, { by: partyName(offered.by, common()), to: { kind: 'agent', id: agent, name }, reason, at }];
}

/** Why a person is needed; without a reason of the customer's, what led here. */
function whyText({ why }: HandoffPacket, cause: WaitCause | undefined): string {
  return reasonsText(why, common(), language.value) || (cause ? causeText(cause, common()) : '');
}

function Part({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Quote({ text, jump }: { text: string; jump?: () => void }): JSX.Element {
  const quoted = (
    <q lang={htmlLang(languageOf(text, language.value))} dir="auto">
      {text}
    </q>
  );
  if (!jump) return quoted;
  return (
    <button type="button" class="quote" onClick={jump}>
      {quoted}
    </button>
  );
}

/** One line of the summary: what it is, and the words. */
function Line({ line: { kind, text }, jump }: { line: SummaryLine; jump?: () => void }): JSX.Element {
  return (
    <span class="quoted">
      <span class="small">{inboxWords().lineKind(kind)}</span>
      <Quote text={text} {...(jump && { jump })} />
    </span>
  );
}

/** What they came for, and how sure that is: never a guess dressed as a fact. */
function intentText({ kind, name, sure }: LikelyIntent, words: InboxWords): string {
  return words.intent(kind === 'flow' ? words.flowNamed(name) : words.triedArticle(name), words.sureness(sure));
}

/** What the assistant asked for and was told. */
function Told({ label, value, jump }: { label: string; value: string; jump?: () => void }): JSX.Element {
  const told = (
    <>
      {label} <b dir="auto">{value}</b>
    </>
  );
  return jump ? (
    <button type="button" class="quote fact" onClick={jump}>
      {told}
    </button>
  ) : (
    <span class="fact">{told}</span>
  );
}

function firstAndLatest<T>(lines: readonly T[], most: number): readonly T[] {
  return lines.length <= most ? lines : [...lines.slice(0, 1), ...lines.slice(1 - most)];
}

function unique(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [fact.kind + fact.text, fact])).values()];
}

/** Each article once, however often it was tried. */
function triedText({ tried }: HandoffPacket, words: InboxWords): string {
  if (tried.length === 0) return words.triedNothing;
  const texts = tried.map(({ article }) => (article === undefined ? words.triedMissed : words.triedArticle(article)));
  return [...new Set(texts)].join(common().listJoin);
}
