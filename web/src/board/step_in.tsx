// From watching to acting: a word to the agent that the customer never sees, or the conversation itself. What is
// written stays until the server has it; each act stands in the log.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { MESSAGE_MAX_CHARS } from '../shared/protocol';
import type { Summary } from '../shared/protocol';
import { sends } from '../staff/enter';
import { Icon } from '../staff/icons';
import type { Floor } from './floor';
import { boardWords } from './texts';

export function StepIn({ floor, line }: { floor: Floor; line: Summary }): JSX.Element {
  const words = boardWords();
  const { conv } = line;
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const whom = line.phase === 'with_agent' ? line.agent_name : undefined;
  const act = async (done: () => Promise<boolean>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    const is = await done();
    setBusy(false);
    return is;
  };
  const advise = async (): Promise<void> => {
    if (text.trim() !== '' && (await act(() => floor.advise(conv, text.trim())))) setText('');
  };
  if (line.phase === 'closed') return <p class="small">{words.over}</p>;
  return (
    <form
      class="step-in"
      onSubmit={(event) => {
        event.preventDefault();
        void advise();
      }}
    >
      <textarea
        rows={2}
        maxLength={MESSAGE_MAX_CHARS}
        value={text}
        aria-label={whom === undefined ? words.noteField : words.adviseField(whom)}
        placeholder={whom === undefined ? words.noteField : words.adviseField(whom)}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (!sends(event)) return;
          event.preventDefault();
          void advise();
        }}
      />
      <div class="step-in-acts">
        <button type="submit" class="button" aria-disabled={busy || text.trim() === ''}>
          {whom === undefined ? words.addNote : words.advise}
        </button>
        <button type="button" class="button" aria-disabled={busy} onClick={() => void act(() => floor.takeOver(conv))}>
          <Icon name="inbox" /> {words.takeOver}
        </button>
      </div>
    </form>
  );
}
