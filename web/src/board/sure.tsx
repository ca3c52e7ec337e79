// A button that asks before it acts. Whoever holds it keeps whether it asks.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { trialWords } from './trial/texts';

interface Props {
  readonly label: string;
  readonly question: string;
  /** The question stands. */
  readonly asks: boolean;
  /** Something else is under way. */
  readonly rests: boolean;
  /** Puts the question, or takes it back. */
  readonly onAsk: (asks: boolean) => void;
  readonly onYes: () => void;
}

export function Sure({ label, question, asks, rests, onAsk, onYes }: Props): JSX.Element {
  const words = trialWords();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asks) no.current?.focus();
  }, [asks]);
  if (!asks) {
    return (
      <button type="button" class="button" aria-disabled={rests} onClick={() => {
          if (!rests) onAsk(true);
        }}>
        {label}
      </button>
    );
  }
  return (
    <div
      class="sure"
      role="group"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onAsk(false);
      }}
    >
      <span>{question}</span>
      <button type="button" class="button strong" onClick={onYes}>{words.yes}</button>
      <button type="button" class="button" ref={no} onClick={() => onAsk(false)}>{words.no}</button>
    </div>
  );
}
