// Right or wrong in the inbox: of each message's score, and of the alert about the conversation where it is mine to say.
import type { JSX } from 'preact';
import type { AlertState, Score, Summary } from '../shared/protocol';
import { mayOversee } from '../staff/account';
import { clockTime, outOfTen } from '../staff/format';
import { type Subject, keyOf } from '../staff/judgements';
import { language } from '../staff/preferences';
import { alertText } from '../staff/reasons';
import { common } from '../staff/texts';
import { Verdict, VerdictMarks } from '../staff/verdict';
import { verdictWords } from '../staff/verdict_texts';
import type { Inbox } from './inbox';

/** What both shapes of a verdict need to know and do. */
function standing(inbox: Inbox, conv: string, subject: Subject) {
  return {
    said: inbox.said.value.get(keyOf(subject)),
    progress: inbox.judging.of(conv, subject),
    isOnline: inbox.desk.status.value.phase === 'online',
    onJudge: (judgement: 'right' | 'wrong' | 'withdrawn') => void inbox.judging.judge(conv, subject, judgement),
  };
}

interface MarksProps {
  readonly inbox: Inbox;
  readonly conv: string;
  readonly seq: number;
  readonly reading: string;
}

/** Beside a reading in the thread. */
export function MessageMarks({ inbox, conv, seq, reading }: MarksProps): JSX.Element {
  return <VerdictMarks reading={reading} {...standing(inbox, conv, { message: seq })} />;
}

interface MessageProps {
  readonly inbox: Inbox;
  readonly conv: string;
  readonly seq: number;
  readonly score: Score;
}

/** Under the reading that is shown beside the thread. */
export function MessageVerdict({ inbox, conv, seq, score }: MessageProps): JSX.Element {
  const words = verdictWords();
  const isAngry = score.anger >= SAYS_ANGRY;
  const about = common().anger(outOfTen(score.anger, language.value));
  return (
    <Verdict question={words.ofScore} about={about} keys={KEYS} {...(isAngry && { hint: words.mutedHint })}
      {...standing(inbox, conv, { message: seq })} />
  );
}

const KEYS = { right: 'y', wrong: 'x' };

/** From this chance on a score says "angry", as on the server. */
const SAYS_ANGRY = 0.5;

/** Of the latest alert that I may judge: it was mine, the conversation is, or I oversee. */
export function AlertVerdict({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element | null {
  const { me } = inbox;
  const isMine = ({ holder }: AlertState): boolean =>
    mayOversee(me.role) || holder?.staff === me.staff || (line.phase === 'with_agent' && line.agent === me.staff);
  const alert = line.alerts?.findLast(isMine);
  if (!alert) return null;
  const about = `${alertText(alert.kind, common())} ${clockTime(alert.raised_at, language.value)}`;
  return <Verdict question={verdictWords().ofAlert} about={about} {...standing(inbox, line.conv, { alert: alert.id })} />;
}
