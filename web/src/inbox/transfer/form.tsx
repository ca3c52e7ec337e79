// Whom to ask to take a conversation over, and why; or whom to ask for help with it. A modal dialog: Escape closes it, arrows choose, Enter sends.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TransferTo } from '../../shared/protocol';
import { now } from '../../staff/clock';
import { sends } from '../../staff/enter';
import { visitorName } from '../../staff/names';
import { common } from '../../staff/texts';
import type { Inbox } from '../inbox';
import { expertWords } from '../experts/texts';
import { closedText, hindrance, troubleText } from './choices';
import { type FormWords, formWords } from './form_texts';
import type { Colleague, How } from './transfers';

const TEXT_MOST = 500;

export function TransferForm({ on: inbox }: { on: Inbox }): JSX.Element | null {
  const form = inbox.transfers.form.value;
  return form ? <Form key={form.conv} inbox={inbox} {...form} /> : null;
}

function Form({ inbox, conv, how }: { inbox: Inbox; conv: string; how: How }): JSX.Element {
  const words = formWords();
  const own = ownWords(how, words);
  const { transfers } = inbox;
  const dialog = useRef<HTMLDialogElement>(null);
  const [to, setTo] = useState<TransferTo>();
  const [text, setText] = useState('');
  const [missing, setMissing] = useState<string>();
  const known = transfers.known.value;
  const code = transfers.trouble.value;
  const trouble = missing ?? (code && troubleText(code, how, words));
  const line = inbox.line(conv);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  useEffect(() => {
    if (known) dialog.current?.querySelector<HTMLElement>('input:not(:disabled), textarea')?.focus();
  }, [known]);
  const send = (): void => {
    const lacks = !to ? words.chooseFirst : text.trim() === '' ? own.textFirst : undefined;
    setMissing(lacks);
    if (to && lacks === undefined) void transfers.send(to, text.trim());
  };
  return (
    <dialog class="help transfer" ref={dialog} aria-labelledby="transfer" onClose={() => transfers.close()}>
      <h2 id="transfer">{own.title(line ? visitorName(line, common()) : common().visitor)}</h2>
      <p class="small">{own.explained}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {!known && code === undefined && <p role="status">{words.loading}</p>}
        {known && (
          <fieldset>
            <legend>{words.colleagues}</legend>
            {known.colleagues.length === 0 && <p class="small">{words.nobody}</p>}
            {known.colleagues.map((one) => (
              <Choice key={one.staff} name={one.name} about={aboutColleague(one, words)} rests={how === 'transfer' && hindrance(one, words) !== undefined}
                choose={() => setTo({ agent: one.staff })} />
            ))}
          </fieldset>
        )}
        {known && known.teams.length > 0 && (
          <fieldset>
            <legend>{words.teams}</legend>
            {known.teams.map((team) => (
              <Choice key={team} name={team} about={closedText(team, known.closed, how, now.value, words)} rests={false} choose={() => setTo({ team })} />
            ))}
          </fieldset>
        )}
        <label for="transfer-why">{own.text}</label>
        <textarea
          id="transfer-why"
          rows={2}
          maxLength={TEXT_MOST}
          required
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (!sends(event)) return;
            event.preventDefault();
            send();
          }}
        />
        <p class="trouble" role="alert">
          {trouble}
        </p>
        <p class="acts">
          <button class="button strong" aria-disabled={transfers.sending.value}>
            {own.send}
          </button>
          {code !== undefined && (
            <button type="button" class="button" onClick={() => void transfers.look()}>
              {words.again}
            </button>
          )}
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}

interface OwnWords {
  readonly title: (name: string) => string;
  readonly explained: string;
  readonly text: string;
  readonly textFirst: string;
  readonly send: string;
}

/** What the form says of what it asks for. */
function ownWords(how: How, words: FormWords): OwnWords {
  if (how === 'transfer') return { ...words, text: words.reason, textFirst: words.reasonFirst };
  const own = expertWords();
  return { ...own, text: own.question, textFirst: own.questionFirst };
}

function Choice({ name, about, rests, choose }: { name: string; about: string; rests: boolean; choose: () => void }): JSX.Element {
  return (
    <label class="choice">
      <input type="radio" name="transfer-to" disabled={rests} onChange={choose} />
      <b dir="auto">{name}</b>
      <span class="small">{about}</span>
    </label>
  );
}

function aboutColleague(one: Colleague, words: FormWords): string {
  const parts = [
    hindrance(one, words), words.load(one.load, one.capacity), one.skills.join(common().listJoin), words.languages(one.languages),
  ];
  return parts.filter(Boolean).join(' · ');
}
