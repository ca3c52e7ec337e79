// A text tried against the rules in force, as one types: asked of the server, so that what is shown is what holds.
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { type ErrorCode, codeOf, errorText } from '../../staff/errors';
import { language } from '../../staff/preferences';
import { send } from '../rest';
import type { Found, Rule } from './shapes';
import { wordingWords } from './texts';

/** After the last letter, before it is asked. */
const PAUSE_MS = 250;

interface Answer {
  readonly found?: readonly Found[];
  readonly failed?: ErrorCode;
}

export function Try({ rules }: { rules: readonly Rule[] | undefined }): JSX.Element {
  const words = wordingWords();
  const id = useId();
  const [text, setText] = useState('');
  const { found, failed } = useFindings(text, rules);
  return (
    <section class="card" aria-labelledby={id}>
      <label>
        <b id={id}>{words.tryIt}</b> <span class="small">{words.tryHint}</span>
        <textarea rows={2} maxLength={4000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div role="status">
        {failed && <p class="failure">{errorText(failed, language.value)}</p>}
        {found && <p class="small">{found.length === 0 ? words.clean : words.foundCount(found.length)}</p>}
        {found && found.length > 0 && (
          <ul class="findings">
            {found.map((one, index) => (
              <li key={index}>
                <mark>{one.words}</mark> <span class={`badge${one.level === 'block' ? ' strong' : ''}`}>{one.level === 'block' ? words.blocks : words[one.kind]}</span>{' '}
                <span class="mono small">{one.rule}</span> {one.why[language.value]}{' '}
                {one.instead.length > 0 && <span class="small">{words.say(one.instead.join(' / '))}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function useFindings(text: string, rules: readonly Rule[] | undefined): Answer {
  const [answer, setAnswer] = useState<Answer>({});
  useEffect(() => {
    if (text.trim() === '') {
      setAnswer({});
      return;
    }
    const asked = new AbortController();
    const ask = (): void => {
      send<{ readonly found: readonly Found[] }>('POST', '/v1/wording/check', { text }, asked.signal).then(
        ({ found }) => setAnswer({ found }),
        (error: unknown) => {
          if (!asked.signal.aborted) setAnswer({ failed: codeOf(error) });
        });
    };
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [text, rules]);
  return answer;
}
