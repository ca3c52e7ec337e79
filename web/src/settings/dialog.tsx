// A form in a dialog of the browser's own: it holds the focus, Escape closes it, and nothing written is lost unasked.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { codeOf, errorText } from '../staff/errors';
import { language } from '../staff/preferences';
import { type Fault, faultsOf } from './rest';
import { inWords } from './rules';
import { settingsWords } from './texts';
import { mayLeave, unsaved } from './unsaved';

interface Props {
  readonly title: string;
  /** Names of fields in words, for what the server says of them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Rules of fields in the words of the screen; the server says them in English alone. */
  readonly rules?: Readonly<Record<string, string>>;
  readonly isDirty: boolean;
  /** Something is wrong that the page can see itself: saving rests. */
  readonly rests?: boolean;
  readonly save: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

interface Trouble {
  readonly text: string;
  readonly faults: readonly Fault[];
}

export function FormDialog({ title, labels, rules = {}, isDirty, rests = false, save, onClose, children }: Props): JSX.Element {
  const words = settingsWords();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    unsaved.value = isDirty;
  }, [isDirty]);
  useEffect(() => () => {
    unsaved.value = false;
  }, []);
  const leave = (): void => {
    if (mayLeave()) onClose();
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy || rests) return;
    setBusy(true);
    setTrouble(undefined);
    try {
      await save();
      unsaved.value = false;
      onClose();
    } catch (error) {
      setTrouble({ text: errorText(codeOf(error), language.value), faults: faultsOf(error) });
      setBusy(false);
    }
  };
  return (
    <dialog
      ref={dialog}
      class="form-dialog"
      aria-labelledby={`${id}-title`}
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <h2 id={`${id}-title`}>{title}</h2>
        {children}
        <Wrong trouble={trouble} labels={labels} rules={rules} />
        <p class="form-acts">
          <button class="button strong" aria-disabled={busy || rests}>
            {words.save}
          </button>
          <button type="button" class="button" onClick={leave}>
            {words.cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}

interface WrongProps {
  readonly trouble: Trouble | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: Readonly<Record<string, string>>;
}

function Wrong({ trouble, labels, rules }: WrongProps): JSX.Element {
  return (
    <div role="alert" class="failure">
      {trouble && <p>{trouble.text}</p>}
      {trouble && trouble.faults.length > 0 && (
        <ul class="faults">
          {trouble.faults.map(({ field, rule }) => (
            <li key={`${field} ${rule}`}>
              <b>{labels[field] ?? field}</b> {inWords(rule, rules[field])}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

