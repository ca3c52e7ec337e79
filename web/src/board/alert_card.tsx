// One conversation with open alerts: who, how bad, why, with whom, since when, and what to do.
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Summary } from '../shared/protocol';
import { account } from '../staff/account';
import { now } from '../staff/clock';
import type { Conversation } from '../staff/conversation';
import { DistressMark } from '../staff/distress';
import { Explanation } from '../staff/explanation_card';
import { wait } from '../staff/format';
import { Icon } from '../staff/icons';
import { distressOf, going } from '../staff/judged';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { language } from '../staff/preferences';
import { alertText } from '../staff/reasons';
import { common } from '../staff/texts';
import type { Entry } from './alerts';
import type { Floor } from './floor';
import { AlertVerdict } from './alert_verdict';
import { SnoozeForm } from './snooze_form';
import { type BoardWords, boardWords } from './texts';

interface Props {
  readonly floor: Floor;
  readonly entry: Entry;
  readonly opened: Conversation | undefined;
}

export function AlertCard({ floor, entry, opened }: Props): JSX.Element {
  const words = boardWords();
  const { summary, alerts, stage, since, conv } = entry;
  const isWatched = floor.watched.value?.conv === conv;
  // Also where somebody knows of it: who was worse off is not told as merely angry.
  const distress = distressOf(going(summary));
  const kinds = [...new Set(alerts.map(({ kind }) => alertText(kind, common())))].join(common().listJoin);
  return (
    <li class={`alert ${stage}${distress ? ' distressed' : ''}${isWatched ? ' watched' : ''}`} data-alert={conv} tabIndex={-1}>
      <p class="alert-top">
        {distress ? <DistressMark severity={distress} /> : <StageMark stage={stage} trend={summary.trend} />}
        <b dir="auto">{visitorName(summary, common())}</b>
        <span class="small">{kinds}</span>
        <Age since={since} />
      </p>
      <Explanation line={summary} opened={opened} isCompact>
        <AlertVerdict floor={floor} entry={entry} opened={opened} />
      </Explanation>
      <p class="small">{[holderText(summary, words), helpText(entry, words)].filter(Boolean).join(' · ')}</p>
      <Call entry={entry} />
      <Acts floor={floor} entry={entry} isWatched={isWatched} />
    </li>
  );
}

function Acts({ floor, entry, isWatched }: { floor: Floor; entry: Entry; isWatched: boolean }): JSX.Element {
  const words = boardWords();
  const [isSnoozing, setSnoozing] = useState(false);
  const snooze = useRef<HTMLButtonElement>(null);
  const { conv, summary } = entry;
  const whom = <span class="unseen">: {visitorName(summary, common())}</span>;
  const isBusy = floor.busy.value.has(conv);
  const stop = (): void => {
    setSnoozing(false);
    snooze.current?.focus();
  };
  return (
    <>
      <p class="acts">
        <button type="button" class="button" data-key="a" aria-keyshortcuts="A" aria-disabled={isBusy} onClick={() => void floor.acknowledge(entry)}>
          <Icon name="check" /> <span>{words.acknowledge}{whom}</span>
        </button>
        <button
          type="button" class="button" data-key="s" aria-keyshortcuts="S" ref={snooze} aria-expanded={isSnoozing}
          onClick={() => setSnoozing(!isSnoozing)}
        >
          <span>{words.snooze}{whom}</span>
        </button>
        <button type="button" class="button" data-key="d" aria-keyshortcuts="D" aria-disabled={isBusy} onClick={() => void floor.closeAlerts(entry, 'done')}>
          <span>{words.done}{whom}</span>
        </button>
        <button type="button" class="button" aria-pressed={isWatched} onClick={() => floor.watch(isWatched ? undefined : conv)}>
          <Icon name="eye" /> <span>{isWatched ? words.watching : words.watch}{whom}</span>
        </button>
      </p>
      {isSnoozing && <SnoozeForm floor={floor} entry={entry} onStop={stop} />}
    </>
  );
}

/** Whom the server called because nobody took notice. */
function Call({ entry }: { entry: Entry }): JSX.Element | null {
  const words = boardWords();
  const calls = entry.alerts.flatMap(({ escalated }) => escalated ?? []);
  const [latest] = calls.toSorted((a, b) => b.at - a.at);
  if (!latest) return null;
  const isMe = latest.to === account.value?.staff;
  return <p class={isMe ? 'called me' : 'called'}>{isMe ? words.calledYou : words.called(latest.name, latest.step)}</p>;
}

export function holderText({ phase, agent_name = '' }: Summary, words: BoardWords): string {
  if (phase === 'with_bot') return words.holderBot;
  if (phase === 'handing_off') return words.holderOffered(agent_name);
  return phase === 'with_agent' ? words.holderAgent(agent_name) : words.holderNobody;
}

function helpText({ alerts }: Entry, words: BoardWords): string {
  const [first] = alerts.flatMap(({ intervened }) => intervened ?? []);
  return first ? words.helped(wait(first.after_ms, language.value)) : '';
}

/** Apart, so that each second draws only this anew. */
function Age({ since }: { since: number }): JSX.Element {
  return <span class="age">{boardWords().age(wait(now.value - since, language.value))}</span>;
}
