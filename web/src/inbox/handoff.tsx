// What an agent reads before speaking: why a person was called, what is wanted, known, tried, and how the mood went.
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FactKind, HandoffPacket, Tried, WaitCause } from '../shared/protocol';
import { Curve } from '../staff/curve';
import { StageMark } from '../staff/mark';
import { language } from '../staff/preferences';
import { causeText, reasonsText } from '../staff/reasons';
import { common } from '../staff/texts';
import { inboxWords } from './texts';

interface Card {
  readonly packet: HandoffPacket;
  readonly cause: WaitCause | undefined;
  /** It has served: it folds, unless somebody wants it open. */
  readonly answered: boolean;
  readonly jump: (seq: number) => void;
}

export function HandoffCard({ packet, cause, answered, jump }: Card): JSX.Element {
  const words = inboxWords();
  const [choice, setOpen] = useState<boolean>();
  const open = choice ?? !answered;
  return (
    <section class="handoff" aria-labelledby="handoff">
      <div class="handoff-head">
        <h2 id="handoff">{words.handoff}</h2>
        <StageMark stage={packet.stage} />
        <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? words.fold : words.unfold}
        </button>
      </div>
      {open && <Packet packet={packet} cause={cause} jump={jump} />}
    </section>
  );
}

interface PacketProps {
  readonly packet: HandoffPacket;
  readonly cause?: WaitCause | undefined;
  readonly jump?: (seq: number) => void;
}

/** The packet in five lines and a curve. */
export function Packet({ packet, cause, jump }: PacketProps): JSX.Element {
  const words = inboxWords();
  const { turning_point: turn } = packet;
  return (
    <div class="packet">
      <dl>
        <Fact name={words.why}>{reasonsText(packet.why, common(), language.value) || (cause ? causeText(cause, common()) : words.noReason)}</Fact>
        <Fact name={words.wants}>
          {packet.wants.length === 0 && words.notGiven}
          {packet.wants.slice(0, 2).map((quote) => (
            <q key={quote.seq} dir="auto">
              {quote.text}
            </q>
          ))}
        </Fact>
        {packet.facts.length > 0 && (
          <Fact name={words.facts}>
            {packet.facts.map((fact) => `${factName(fact.kind)} ${fact.text}`).join(common().listJoin)}
          </Fact>
        )}
        {packet.tried.length > 0 && <Fact name={words.tried}>{triedText(packet.tried)}</Fact>}
        <Fact name={words.customer}>{customerText(packet)}</Fact>
      </dl>
      <div class="packet-curve">
        <Curve curve={packet.curve} turn={turn} />
        {jump && turn !== undefined && (
          <button type="button" class="quiet" onClick={() => jump(turn)}>
            {words.toTurn}
          </button>
        )}
      </div>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function factName(kind: FactKind): string {
  const words = inboxWords();
  return { order: words.factOrder, amount: words.factAmount, date: words.factDate }[kind];
}

/** Each article once, however often it was tried. */
function triedText(tried: readonly Tried[]): string {
  const words = inboxWords();
  const texts = tried.map(({ article }) => (article === undefined ? words.triedNothing : words.triedArticle(article)));
  return [...new Set(texts)].join(common().listJoin);
}

function customerText({ customer }: HandoffPacket): string {
  const words = inboxWords();
  const spoken = customer.language === 'zh' ? words.chinese : words.english;
  return [customer.name, customer.email, spoken, customer.page_title].filter(Boolean).join(' · ');
}
