// A question to try, as the articles stand now.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type ErrorCode, codeOf, errorText } from '../../staff/errors';
import { language } from '../../staff/preferences';
import { Answered, type Preview, preview } from './answered';
import { knowledgeWords } from './texts';

interface Answer {
  readonly preview?: Preview;
  readonly failed?: ErrorCode;
}

export function TryQuestion(): JSX.Element {
  const words = knowledgeWords();
  const id = useId();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer>({});
  const ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy || text.trim() === '') return;
    setBusy(true);
    try {
      setAnswer({ preview: await preview(text) });
    } catch (error) {
      setAnswer({ failed: codeOf(error) });
    }
    setBusy(false);
  };
  return (
    <section class="card" aria-labelledby={id}>
      <form onSubmit={(event) => void ask(event)}>
        <label>
          <b id={id}>{words.tryIt}</b> <span class="small">{words.tryHint}</span>
          <span class="with-act">
            <input value={text} maxLength={1000} required onInput={(event) => setText(event.currentTarget.value)} />
            <button class="button strong" aria-disabled={busy}>
              {words.ask}
            </button>
          </span>
        </label>
      </form>
      <div role="status">
        {answer.failed && <p class="failure">{errorText(answer.failed, language.value)}</p>}
        {answer.preview && <Answered preview={answer.preview} />}
      </div>
    </section>
  );
}
