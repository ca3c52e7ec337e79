// What was tried, in two lines; the rest behind a button.
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { HandoffPacket } from '../shared/protocol';
import { now } from './clock';
import { explanationWords, triedLines } from './explanation_texts';
import { language } from './preferences';
import { common } from './texts';
import type { Logged } from './thread';
import { triedIn } from './tried';

const SHOWN = 2;

export function TriedList({ events, packet }: { events: readonly Logged[]; packet: HandoffPacket | undefined }): JSX.Element {
  const words = explanationWords(language.value);
  const [isOpen, setOpen] = useState(false);
  const tried = useMemo(() => triedIn(events, packet), [events, packet]);
  const lines = triedLines(tried, now.value, common(), language.value);
  const rest = lines.length - SHOWN;
  return (
    <div class="tried">
      <h3>{words.tried}</h3>
      {lines.length === 0 && <p class="muted">{words.triedNothing}</p>}
      <ul>
        {lines.slice(0, isOpen ? undefined : SHOWN).map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" class="button small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? words.triedLess : words.triedMore(rest)}
        </button>
      )}
    </div>
  );
}
