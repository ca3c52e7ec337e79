// Articles that may answer the customer's latest message, the surest first; one press puts an answer where the reply is
// written. Help that is not there is not missed: without an answer of the server nothing is shown.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../shared/api';
import { suggestedWords } from './texts';

/** One article, as `GET /v1/conversations/{id}/suggestions` has it. */
interface Article {
  readonly article: string;
  readonly answer: string;
  readonly source?: string;
  readonly sure: number;
}

interface Props {
  readonly conv: string;
  /** The customer's latest message. */
  readonly asked: number;
  /** Puts words into the reply, where one may be written. */
  readonly onInsert?: (text: string) => void;
}

/** What the bot would offer as a button; less likely ones would be noise. */
const SHOWN_AT = 0.15;
/** From here on the bot would have said it by itself. */
const LIKELY_AT = 0.5;

export function Suggested({ on: { conv, asked, onInsert } }: { on: Props }): JSX.Element | null {
  const words = suggestedWords();
  const articles = useSuggestions(conv, asked).filter(({ sure }) => sure >= SHOWN_AT);
  if (articles.length === 0) return null;
  return (
    <section class="others suggested">
      <h2>{words.title}</h2>
      <ul>
        {articles.map(({ article, answer, source, sure }) => (
          <li key={article}>
            <b dir="auto">{article}</b> <span class="small">{sure >= LIKELY_AT ? words.likely : words.possibly}</span>
            <span class="said" dir="auto" title={answer}>
              {answer}
            </span>
            {onInsert && (
              <button
                type="button" class="button small" aria-label={words.useWhich(article)}
                onClick={() => onInsert(source === undefined ? answer : `${answer}\n${source}`)}
              >
                {words.use}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Those of the latest message alone: an answer that comes after the next message is dropped. */
function useSuggestions(conv: string, asked: number): readonly Article[] {
  const [found, setFound] = useState<{ readonly of: string; readonly articles: readonly Article[] }>();
  const of = `${conv} ${asked}`;
  useEffect(() => {
    let isCurrent = true;
    call<{ message?: number; suggestions: Article[] }>('GET', `/v1/conversations/${conv}/suggestions`).then(
      ({ message, suggestions }) => {
        if (isCurrent && (message ?? asked) >= asked) setFound({ of, articles: suggestions });
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [of]);
  return found?.of === of ? found.articles : [];
}
