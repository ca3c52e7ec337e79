// Whom to pass a conversation to, and why. A modal dialog: Escape closes it, arrows choose, Enter sends.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TransferTo } from '../../shared/protocol';
import { sends } from '../../staff/enter';
import { visitorName } from '../../staff/names';
import { common } from '../../staff/texts';
import type { Inbox } from '../inbox';
import { type TransferWords, transferWords } from './texts';
import { type Colleague, hindrance } from './transfers';

const REASON_MOST = 500;

export function TransferForm({ on: inbox }: { on: Inbox }): JSX.Element | null {
  const conv = inbox.transfers.form.value;
  return conv === undefined ? null : <Form key={conv} inbox={inbox} conv={conv} />;
}

function Form({ inbox, conv }: { inbox: Inbox; conv: string }): JSX.Element {
  const words = transferWords();
  const { transfers } = inbox;
  const dialog = useRef<HTMLDialogElement>(null);
  const [to, setTo] = useState<TransferTo>();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<string>();
  const known = transfers.known.value;
  const trouble = missing ?? transfers.trouble.value;
  const line = inbox.line(conv);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  useEffect(() => {
    if (known) dialog.current?.querySelector<HTMLElement>('input:not(:disabled), textarea')?.focus();
  }, [known]);
  const send = (): void => {
    const lacks = !to ? words.chooseFirst : reason.trim() === '' ? words.reasonFirst : undefined;
    setMissing(lacks);
    if (to && lacks === undefined) void transfers.send(to, reason.trim());
  };
  return (
    <dialog class="help transfer" ref={dialog} aria-labelledby="transfer" onClose={() => transfers.close()}>
      <h2 id="transfer">{words.title(line ? visitorName(line, common()) : common().visitor)}</h2>
      <p class="small">{words.explained}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {!known && transfers.trouble.value === undefined && <p role="status">{words.loading}</p>}
        {known && (
          <fieldset>
            <legend>{words.colleagues}</legend>
            {known.colleagues.length === 0 && <p class="small">{words.nobody}</p>}
            {known.colleagues.map((one) => (
              <Choice key={one.staff} name={one.name} about={aboutColleague(one, words)} rests={hindrance(one, words) !== undefined}
                choose={() => setTo({ agent: one.staff })} />
            ))}
          </fieldset>
        )}
        {known && known.teams.length > 0 && (
          <fieldset>
            <legend>{words.teams}</legend>
            {known.teams.map((team) => (
              <Choice key={team} name={team} about="" rests={false} choose={() => setTo({ team })} />
            ))}
          </fieldset>
        )}
        <label for="transfer-why">{words.reason}</label>
        <textarea
          id="transfer-why"
          rows={2}
          maxLength={REASON_MOST}
          required
          value={reason}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
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
            {words.send}
          </button>
          {transfers.trouble.value !== undefined && (
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

function Choice({ name, about, rests, choose }: { name: string; about: string; rests: boolean; choose: () => void }): JSX.Element {
  return (
    <label class="choice">
      <input type="radio" name="transfer-to" disabled={rests} onChange={choose} />
      <b dir="auto">{name}</b>
      <span class="small">{about}</span>
    </label>
  );
}

function aboutColleague(one: Colleague, words: TransferWords): string {
  const parts = [
    hindrance(one, words), words.load(one.load, one.capacity), one.skills.join(common().listJoin), words.languages(one.languages),
  ];
  return parts.filter(Boolean).join(' · ');
}
