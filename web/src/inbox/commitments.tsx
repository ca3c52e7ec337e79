// What is owed to the customer: promises still to be kept, and questions that nobody has answered. Each with one tap to
// settle it, and an undo. Fetched when something is owed.
import type { JSX } from 'preact';
import { htmlLang, languageOf } from '../shared/i18n';
import type { Promise as Given, Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import type { Conversation } from '../staff/conversation';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import type { Row } from '../staff/thread';
import { showMessage } from '../staff/thread_view';
import { dueText } from './due/mark';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

interface Props {
  readonly inbox: Inbox;
  readonly opened: Conversation;
  readonly line: Summary;
}

export function Commitments({ on: { inbox, opened, line } }: { on: Props }): JSX.Element | null {
  const words = inboxWords();
  const { promises = [], questions = [] } = line;
  const asked = questions.flatMap((seq) => textOf(opened.thread.value.rows, seq));
  if (promises.length + asked.length === 0) return null;
  const isOnline = inbox.desk.status.value.phase === 'online';
  return (
    <section class="commitments">
      {promises.length > 0 && (
        <>
          <h2>{words.promised}</h2>
          <ul>
            {promises.map((promise) => (
              <PromiseLine key={promise.seq} promise={promise} isOnline={isOnline}
                onJump={() => void showMessage(opened, promise.message)}
                onSettle={(standing) => void inbox.settlePromise(line.conv, promise.seq, standing)} />
            ))}
          </ul>
        </>
      )}
      {asked.length > 0 && (
        <>
          <h2>{words.openQuestions}</h2>
          <ul>
            {asked.map(({ seq, text }) => (
              <li key={seq}>
                <Quoted text={text} onJump={() => void showMessage(opened, seq)} />
                <Settle label={words.answered} about={text} isOnline={isOnline}
                  onClick={() => void inbox.settleQuestion(line.conv, seq)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface PromiseProps {
  readonly promise: Given;
  readonly isOnline: boolean;
  readonly onJump: () => void;
  readonly onSettle: (standing: 'kept' | 'dropped') => void;
}

export function PromiseLine({ promise, isOnline, onJump, onSettle }: PromiseProps): JSX.Element {
  const words = inboxWords();
  const { due, text, by } = promise;
  const isLate = due !== undefined && due < now.value;
  const who = by.who === 'staff' ? by.name : words.withBot;
  return (
    <li class={isLate ? 'late' : ''}>
      <Quoted text={text} onJump={onJump} />
      <p class="small">
        {who}
        {common().listJoin}
        <span class="due">{dueText(due, now.value, words)}</span>
      </p>
      <Settle label={words.kept} about={text} isOnline={isOnline} onClick={() => onSettle('kept')} />
      <Settle label={words.noPromise} about={text} isOnline={isOnline} onClick={() => onSettle('dropped')} />
    </li>
  );
}

function Quoted({ text, onJump }: { text: string; onJump: () => void }): JSX.Element {
  return (
    <button type="button" class="quote" onClick={onJump}>
      <q lang={htmlLang(languageOf(text, language.value))} dir="auto">
        {text}
      </q>
    </button>
  );
}

interface SettleProps {
  readonly label: string;
  readonly about: string;
  readonly isOnline: boolean;
  readonly onClick: (event: MouseEvent) => void;
}

export function Settle({ label, about, isOnline, onClick }: SettleProps): JSX.Element {
  return (
    <button type="button" class="button small" disabled={!isOnline} onClick={onClick}>
      {label}
      <span class="unseen">: {about}</span>
    </button>
  );
}

function textOf(rows: readonly Row[], seq: number): { seq: number; text: string }[] {
  return rows.flatMap((row) => (row.kind === 'message' && row.seq === seq ? [{ seq, text: row.said.text }] : []));
}
