// How the assistant would answer a question, and how sure it is.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { type Language, htmlLang } from '../../shared/i18n';
import { type ErrorCode, codeOf, errorText } from '../../staff/errors';
import { language } from '../../staff/preferences';
import { send } from '../rest';
import { knowledgeWords } from './texts';

interface Preview {
  readonly language: Language;
  readonly text: string;
  readonly act: { readonly act: string };
  readonly quick_replies: readonly string[];
  readonly hits: readonly { readonly article: string; readonly sure: number }[];
  readonly answer_at: number;
  readonly by_meaning: boolean;
}

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
      setAnswer({ preview: await send<Preview>('POST', '/v1/knowledge/preview', { text, language: language.value }) });
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

const percent = (share: number): number => Math.round(share * 100);

function Answered({ preview }: { preview: Preview }): JSX.Element {
  const words = knowledgeWords();
  const { act, text, hits, quick_replies: buttons } = preview;
  const said: Readonly<Record<string, string>> = { answered: words.answered, missed: words.missed, handed_over: words.handedOver };
  const best = hits[0];
  return (
    <div class="answered">
      <p>
        <b>{said[act.act] ?? words.other}</b>{' '}
        {best && <span class="small">{words.sure(percent(best.sure), percent(preview.answer_at))}</span>}
      </p>
      <blockquote lang={htmlLang(preview.language)}>
        <p class="text">{text}</p>
        {buttons.length > 0 && <p class="small">{buttons.map((one) => `[${one}]`).join(' ')}</p>}
      </blockquote>
      {hits.length > 0 && (
        <>
          <p class="small">{words.best}</p>
          <ol class="hits" lang={htmlLang(preview.language)}>
            {hits.map(({ article, sure }) => (
              <li key={article}>
                <meter value={sure} min={0} max={1} aria-hidden="true" /> <span class="number">{percent(sure)}%</span> {article}
              </li>
            ))}
          </ol>
        </>
      )}
      {!preview.by_meaning && <p class="small">{words.byWords}</p>}
    </div>
  );
}
