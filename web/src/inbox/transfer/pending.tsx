// A transfer that its colleague has not answered: whoever passes it on sees how long it stands, and can take it back.
import type { JSX } from 'preact';
import type { Passing, Summary, Transfer } from '../../shared/protocol';
import { now } from '../../staff/clock';
import type { Inbox } from '../inbox';
import { transferWords } from './texts';

/** The button, or what it led to. */
export function TransferAct({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element {
  const words = transferWords();
  const { passing, conv } = line;
  if (!passing) {
    return (
      <button type="button" class="button" onClick={() => inbox.transfers.open(conv)}>
        {words.transfer}
      </button>
    );
  }
  const left = Math.max(0, Math.ceil((passing.expires_at - now.value) / 1_000));
  return (
    <>
      <span class="unseen" role="status">
        {words.asked(passing.to_name)}
      </span>
      <span class="small asking" role="timer" aria-live="off">
        {words.asks(passing.to_name, left)}
      </span>
      <button type="button" class="button" onClick={() => void inbox.transfers.takeBack(conv)}>
        {words.takeBack}
      </button>
    </>
  );
}

/** Who passes it, and why: what the colleague reads first. */
export function From({ passing }: { passing: Passing }): JSX.Element {
  return (
    <p class="passed">
      <b>{transferWords().fromWhom(passing.by_name)}</b> <q dir="auto">{passing.reason}</q>
    </p>
  );
}

/** Every transfer so far, the latest first. */
export function Passed({ passed }: { passed: readonly Transfer[] }): JSX.Element {
  const words = transferWords();
  return (
    <>
      {passed.toReversed().map(({ by, to, reason, at }) => (
        <span key={at} class="owed">
          <b dir="auto">{words.pass(by, to.name)}</b> <q dir="auto">{reason}</q>
        </span>
      ))}
    </>
  );
}
