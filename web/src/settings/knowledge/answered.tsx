// What the assistant would say to a question, and how sure it is.
import type { JSX } from 'preact';
import { type Language, htmlLang } from '../../shared/i18n';
import { language } from '../../staff/preferences';
import { send } from '../rest';
import type { ArticleBody } from './draft';
import { knowledgeWords } from './texts';

export interface Preview {
  readonly language: Language;
  readonly text: string;
  readonly act: { readonly act: string };
  readonly quick_replies: readonly string[];
  readonly hits: readonly { readonly article: string; readonly sure: number }[];
  readonly answer_at: number;
  readonly by_meaning: boolean;
}

/** Asks what it would say; with a draft, what it would say if that were saved. */
export function preview(text: string, draft?: { readonly id: string; readonly article: ArticleBody }): Promise<Preview> {
  return send<Preview>('POST', '/v1/knowledge/preview', { text, language: language.value, ...(draft && { draft }) });
}

const percent = (share: number): number => Math.round(share * 100);

export function Answered({ preview }: { preview: Preview }): JSX.Element {
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
