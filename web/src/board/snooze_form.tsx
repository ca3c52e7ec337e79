// How long an alert can wait, and why.
import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { SnoozeReason } from '../shared/protocol';
import type { Entry } from './alerts';
import type { Floor } from './floor';
import { type BoardWords, boardWords } from './texts';

const MINUTES = [5, 15, 60] as const;
const REASONS: readonly SnoozeReason[] = ['being_handled', 'awaiting_customer', 'awaiting_colleague', 'less_urgent'];

export function snoozeReasonText(reason: SnoozeReason, words: BoardWords): string {
  const texts: Record<SnoozeReason, string> = {
    being_handled: words.beingHandled,
    awaiting_customer: words.awaitingCustomer,
    awaiting_colleague: words.awaitingColleague,
    less_urgent: words.lessUrgent,
  };
  return texts[reason];
}

/** @param onStop it is done, or given up */
export function SnoozeForm({ floor, entry, onStop }: { floor: Floor; entry: Entry; onStop: () => void }): JSX.Element {
  const words = boardWords();
  const id = useId();
  const minutes = useRef<HTMLSelectElement>(null);
  const reason = useRef<HTMLSelectElement>(null);
  useEffect(() => minutes.current?.focus(), []);
  const send = async (): Promise<void> => {
    const chosen = MINUTES.find((one) => String(one) === minutes.current?.value) ?? MINUTES[0];
    const why = REASONS.find((one) => one === reason.current?.value) ?? REASONS[0] ?? 'being_handled';
    if (await floor.snooze(entry, chosen, why)) onStop();
  };
  return (
    <form
      class="snooze"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onStop();
      }}
    >
      <label for={`${id}-for`}>{words.snoozeFor}</label>
      <select id={`${id}-for`} ref={minutes}>
        {MINUTES.map((one) => (
          <option key={one} value={one}>
            {words.snoozeMinutes(one)}
          </option>
        ))}
      </select>
      <label for={`${id}-why`}>{words.snoozeWhy}</label>
      <select id={`${id}-why`} ref={reason}>
        {REASONS.map((one) => (
          <option key={one} value={one}>
            {snoozeReasonText(one, words)}
          </option>
        ))}
      </select>
      <button class="button strong">{words.snooze}</button>
    </form>
  );
}
