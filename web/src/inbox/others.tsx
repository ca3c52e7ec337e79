// What else the customer has written to us: their other conversations, one tap away.
import type { JSX } from 'preact';
import type { Summary } from '../shared/protocol';
import { clockTime, day } from '../staff/format';
import { language } from '../staff/preferences';
import { previewText } from '../staff/preview';
import { inboxWords } from './texts';

interface Props {
  readonly lines: readonly Summary[];
  readonly onOpen: (conv: string) => void;
}

export function Others({ lines, onOpen }: Props): JSX.Element | null {
  const words = inboxWords();
  if (lines.length === 0) return null;
  return (
    <section class="others">
      <h2>{words.otherChats(lines.length)}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line.conv}>
            <button type="button" class="hit" onClick={() => onOpen(line.conv)}>
              <span class="small">
                <time dateTime={new Date(line.last_at).toISOString()}>
                  {day(line.last_at, language.value)} {clockTime(line.last_at, language.value)}
                </time>
                {' · '}
                {line.phase === 'closed' ? (line.agent_name ?? words.hasEnded) : words.stillOpen}
              </span>
              <span class="said" dir="auto">{previewText(line)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
