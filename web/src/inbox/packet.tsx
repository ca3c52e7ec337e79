// The body of a handoff: why a person was called, what is wanted, known, tried, promised, and what there was before.
// Fetched with the first handoff or offer.
import type { ComponentChildren, JSX } from 'preact';
import { htmlLang, languageOf } from '../shared/i18n';
import type { ExpertAsked, Fact, HandoffPacket, LikelyIntent, SummaryLine, Transfer, WaitCause } from '../shared/protocol';
import { now } from '../staff/clock';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import type { Thread } from '../staff/thread';
import { dueText } from './due/mark';
import { EarlierList, type Shown } from './earlier/view';
import { standingText } from './experts/experts';
import { expertWords } from './experts/texts';
import { whyText } from './handoff';
import { type InboxWords, inboxWords } from './texts';
import { Passed } from './transfer/pending';
import { transferWords } from './transfer/texts';

export interface PacketProps {
  readonly packet: HandoffPacket;
  /** Every transfer, that of this packet too. */
  readonly passed?: readonly Transfer[];
  /** What made it wait for a person, where that is known. */
  readonly cause?: WaitCause | undefined;
  /** What a language model wrote of the handoff. */
  readonly written?: Thread['written'];
  /** At most so many lines of what was said: the first, then the latest. */
  readonly quotes?: number;
  /** Shows a message; absent where there is no thread beside. */
  readonly jump?: (seq: number) => void;
  /** What opens another conversation; absent where it is not to be had. */
  readonly visit?: Shown['visit'] | undefined;
}

/** The packet in four or five lines. */
export function PacketView({ on }: { on: PacketProps }): JSX.Element {
  const { packet, passed = packet.passed ?? [], cause, written, quotes = 5, jump, visit } = on;
  const words = inboxWords();
  const why = whyText(packet, cause);
  return (
    <dl class="packet">
      {passed.length > 0 && (
        <Part name={transferWords().passed}>
          <Passed passed={passed} />
        </Part>
      )}
      {packet.experts && <ToldExperts experts={packet.experts} jump={jump} />}
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
      {written && (
        <Part name={words.written}>
          <span lang={htmlLang(languageOf(written.text, language.value))} dir="auto">
            {written.text}
          </span>
          <span class="small">{words.writtenBy(written.model)}</span>
        </Part>
      )}
      {packet.intent && <Part name={words.about}>{intentText(packet.intent, words)}</Part>}
      {packet.earlier && (
        <Part name={words.before}>
          <EarlierList earlier={packet.earlier} most={jump ? 3 : 1} visit={visit} />
        </Part>
      )}
      {packet.slots !== undefined && packet.slots.length > 0 && (
        <Part name={words.told}>
          {packet.slots.map(({ name, label, value, seq }) => (
            <Told key={name} label={label[language.value]} value={value} {...(jump && { jump: () => jump(seq) })} />
          ))}
        </Part>
      )}
      {packet.files && packet.files.length > 0 && (
        <Part name={words.sentFiles}>
          {packet.files.map(({ seq, file: { id, name } }) => (
            <Told key={id} label="" value={name} {...(jump && { jump: () => jump(seq) })} />
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

/** Who was asked, and what they answered. */
function ToldExperts({ experts, jump }: { experts: readonly ExpertAsked[]; jump: PacketProps['jump'] }): JSX.Element {
  const words = expertWords();
  return (
    <Part name={words.told}>
      {experts.map(({ by, name, question, at, standing, reason, answers = [] }) => (
        <span key={at + name} class="owed expert-told">
          <b dir="auto">{words.asked(by, name)}</b> <q dir="auto">{question}</q>
          {answers.map(({ seq, text }) => (
            <Quote key={seq} text={text} {...(jump && { jump: () => jump(seq) })} />
          ))}
          {answers.length === 0 && <span class="small">{standingText({ standing, name, reason }, words)}</span>}
        </span>
      ))}
    </Part>
  );
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
