// Right or a false alarm, in one tap, of the alerts of a conversation. A false alarm closes them, as it is over then.
import type { JSX } from 'preact';
import { account } from '../staff/account';
import type { Conversation } from '../staff/conversation';
import { type Said, keyOf, saidBy } from '../staff/judgements';
import { visitorName } from '../staff/names';
import { common } from '../staff/texts';
import { Verdict } from '../staff/verdict';
import { verdictWords } from '../staff/verdict_texts';
import type { Entry } from './alerts';
import type { Floor } from './floor';
import { boardWords } from './texts';

interface Props {
  readonly floor: Floor;
  readonly entry: Entry;
  /** Absent while the log is not followed: then the line tells of the latest judgement. */
  readonly opened: Conversation | undefined;
}

const KEYS = { right: 'y', wrong: 'f' };

export function AlertVerdict({ floor, entry, opened }: Props): JSX.Element {
  const me = account.value?.staff ?? '';
  const { conv, alerts, summary } = entry;
  const isClosing = floor.busy.value.has(conv);
  const progress = alerts.flatMap(({ id }) => floor.judging.of(conv, { alert: id }) ?? [])[0];
  return (
    <Verdict
      question={verdictWords().ofAlert} about={visitorName(summary, common())} keys={KEYS} wrong={boardWords().falseAlarm}
      said={saidOf(entry, opened, me)} progress={progress} rests={isClosing}
      isOnline={floor.desk.status.value.phase === 'online'}
      onJudge={(judgement) => void (judgement === 'wrong' ? floor.closeAlerts(entry, 'false_alarm') : floor.judge(entry, judgement))}
    />
  );
}

/** What I say of all of them; where I say different things, of the first. */
function saidOf({ alerts }: Entry, opened: Conversation | undefined, me: string): Said | undefined {
  const logged = saidBy(me, opened?.events.value ?? []);
  const said = alerts.map(({ id, judged }) => {
    const isMine = judged?.by.who === 'staff' && judged.by.id === me && judged.judgement !== 'withdrawn';
    return logged.get(keyOf({ alert: id })) ?? (isMine ? (judged.judgement as Said) : undefined);
  });
  return said.find((one) => one !== undefined);
}
