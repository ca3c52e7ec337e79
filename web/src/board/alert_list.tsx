// The queue of alerts: who, how bad, why, with whom, since when, and what to do. The worst in full, the rest behind
// one line.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { htmlLang, languageOf } from '../shared/i18n';
import type { Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import type { Conversation } from '../staff/conversation';
import { Curve } from '../staff/curve';
import { clockTime, wait } from '../staff/format';
import { Icon } from '../staff/icons';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { language } from '../staff/preferences';
import { alertText, reasonsText } from '../staff/reasons';
import { common } from '../staff/texts';
import { Waiting } from '../staff/waiting';
import type { Entry } from './alerts';
import { EXPANDED, type Floor } from './floor';
import { type BoardWords, boardWords } from './texts';

export function AlertList({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const [all, setAll] = useState(false);
  const entries = floor.entries.value;
  const rest = entries.slice(EXPANDED);
  return (
    <section class="alerts" aria-labelledby="attention">
      <h2 id="attention">
        {words.attention} {entries.length > 0 && <span class="count">{entries.length}</span>}
      </h2>
      {!floor.desk.ready.value && <Waiting lines={4} />}
      {floor.desk.ready.value && entries.length === 0 && (
        <p class="all-calm">
          <Icon name="check" /> {words.allCalm(clockTime(floor.calmSince.value, language.value))}
        </p>
      )}
      <ul aria-labelledby="attention">
        {entries.slice(0, all ? undefined : EXPANDED).map((entry) => (
          <Alert key={entry.conv} floor={floor} entry={entry} opened={floor.followed.value.get(entry.conv)} />
        ))}
      </ul>
      {rest.length > 0 && (
        <button type="button" class="button wide" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.fewer : words.more(rest.length)}
        </button>
      )}
    </section>
  );
}

interface Props {
  readonly floor: Floor;
  readonly entry: Entry;
  readonly opened: Conversation | undefined;
}

function Alert({ floor, entry, opened }: Props): JSX.Element {
  const words = boardWords();
  const { summary, alerts, stage, since, conv } = entry;
  const thread = opened?.thread.value;
  const isWatched = floor.watched.value?.conv === conv;
  const kinds = [...new Set(alerts.map(({ kind }) => alertText(kind, common())))].join(common().listJoin);
  return (
    <li class={`alert ${stage}${isWatched ? ' watched' : ''}`}>
      <p class="alert-top">
        <StageMark stage={stage} trend={summary.trend} />
        <b dir="auto">{visitorName(summary, common())}</b>
        <span class="small">{kinds}</span>
        <span class="age">{words.age(wait(now.value - since, language.value))}</span>
      </p>
      <div class="alert-middle">
        <div>
          <p>{reasonsText(alerts.flatMap(({ reasons }) => reasons), common(), language.value)}</p>
          <Latest opened={opened} summary={summary} />
          <p class="small">{holderText(summary, words)}</p>
        </div>
        {thread && thread.curve.length > 0 && <Curve points={thread.curve} turn={thread.turningPoint} stage={stage} width={132} height={44} />}
      </div>
      <Acts floor={floor} entry={entry} isWatched={isWatched} />
    </li>
  );
}

function Acts({ floor, entry, isWatched }: { floor: Floor; entry: Entry; isWatched: boolean }): JSX.Element {
  const words = boardWords();
  const { conv, summary } = entry;
  const whom = <span class="unseen">: {visitorName(summary, common())}</span>;
  return (
    <p class="acts">
      <button type="button" class="button" aria-disabled={floor.busy.value.has(conv)} onClick={() => void floor.acknowledge(entry)}>
        <Icon name="check" /> <span>{words.acknowledge}{whom}</span>
      </button>
      <button type="button" class="button" aria-pressed={isWatched} onClick={() => floor.watch(isWatched ? undefined : conv)}>
        <Icon name="eye" /> <span>{isWatched ? words.watching : words.watch}{whom}</span>
      </button>
    </p>
  );
}

/** The customer's latest words. */
function Latest({ opened, summary }: { opened: Conversation | undefined; summary: Summary }): JSX.Element | null {
  const last = opened?.thread.value.rows.findLast((row) => row.kind === 'message' && row.by.who === 'visitor');
  const text = last?.kind === 'message' ? last.said.text : summary.last_by.who === 'visitor' ? summary.preview : '';
  if (text === '') return null;
  return (
    <q lang={htmlLang(languageOf(text, language.value))} dir="auto">
      {text}
    </q>
  );
}

function holderText({ phase, agent_name = '' }: Summary, words: BoardWords): string {
  if (phase === 'with_bot') return words.holderBot;
  if (phase === 'handing_off') return words.holderOffered(agent_name);
  return phase === 'with_agent' ? words.holderAgent(agent_name) : words.holderNobody;
}
