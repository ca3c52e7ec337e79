// A question tried twice: as the articles stand, and as if the draft were saved. Nothing is kept of it.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { codeOf, errorText } from '../../staff/errors';
import { language } from '../../staff/preferences';
import { inWords } from '../rules';
import { faultsOf } from '../rest';
import { Answered, type Preview, preview } from './answered';
import { type Draft, bodyOf } from './draft';
import { knowledgeWords } from './texts';

interface Both {
  readonly now: Preview;
  readonly then: Preview;
}

export function Compare({ id, draft }: { readonly id: string; readonly draft: Draft }): JSX.Element {
  const words = knowledgeWords();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [both, setBoth] = useState<Both>();
  const [failed, setFailed] = useState<string>();
  const asked = text.trim() || draft.title.trim();
  const ask = async (): Promise<void> => {
    if (busy || asked === '') return;
    setBusy(true);
    setFailed(undefined);
    try {
      const [now, then] = await Promise.all([preview(asked), preview(asked, { id, article: bodyOf({ ...draft, withdrawn: false }) })]);
      setBoth({ now, then });
    } catch (error) {
      setBoth(undefined);
      const fault = faultsOf(error)[0];
      setFailed(fault ? inWords(fault.rule, undefined) : errorText(codeOf(error), language.value));
    }
    setBusy(false);
  };
  return (
    <fieldset>
      <legend>{words.tryIt}</legend>
      <div class="with-act">
        <input
          value={text}
          maxLength={1000}
          placeholder={draft.title}
          aria-label={words.tryIt}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing) return;
            // The form is not sent by it.
            event.preventDefault();
            void ask();
          }}
        />
        <button type="button" class="button" aria-disabled={busy || asked === ''} onClick={() => void ask()}>
          {words.compare}
        </button>
      </div>
      <div role="status">
        {failed && <p class="failure">{failed}</p>}
        {both && (
          <div class="both">
            <section aria-label={words.now}>
              <h3>{words.now}</h3>
              <Answered preview={both.now} />
            </section>
            <section aria-label={words.then}>
              <h3>{words.then}</h3>
              <Answered preview={both.then} />
            </section>
          </div>
        )}
      </div>
    </fieldset>
  );
}
