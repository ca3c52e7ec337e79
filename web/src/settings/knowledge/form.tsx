// The form for an article: what it says, and what the assistant would answer with it, beside what it answers now.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { htmlLang } from '../../shared/i18n';
import { uuidv7 } from '../../shared/uuid';
import { language } from '../../staff/preferences';
import { FormDialog } from '../dialog';
import { send } from '../rest';
import { settingsWords } from '../texts';
import { Compare } from './compare';
import { type Asked, type Draft, bodyOf, dayOf, draftOf, draftOfAsked, isSame } from './draft';
import type { Article } from './shapes';
import { knowledgeWords } from './texts';

/** An article that there is, or a question to write one for. */
export type Opened = { readonly article: Article } | { readonly asked: Asked };

interface Props {
  readonly of: Opened;
  /** Categories that there are, by language. */
  readonly categories: readonly string[];
  readonly onSaved: (title: string) => void;
  readonly onClose: () => void;
}

export function ArticleForm({ of, categories, onSaved, onClose }: Props): JSX.Element {
  const words = knowledgeWords();
  const [id] = useState(() => ('article' in of ? of.article.id : uuidv7()));
  const [first] = useState(() => ('article' in of ? draftOf(of.article) : draftOfAsked(of.asked, Date.now())));
  const [draft, setDraft] = useState<Draft>(first);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const save = async (): Promise<void> => {
    await send('PUT', `/v1/knowledge/articles/${id}`, bodyOf(draft));
    onSaved(draft.title.trim());
  };
  const labels = {
    title: words.question, variants: words.variants, answer: words.answer, category: words.category, reviewed: words.reviewedOn, source: words.source,
  };
  const rules = { variants: words.ruleVariants, category: words.ruleCategory, reviewed: words.ruleDay, source: words.ruleSource };
  const title = 'article' in of ? words.change(of.article.title) : words.write;
  return (
    <FormDialog title={title} labels={labels} rules={rules} isDirty={!isSame(draft, first) || 'asked' in of} save={save} onClose={onClose}>
      <Words draft={draft} change={change} isNew={'asked' in of} />
      <About draft={draft} change={change} categories={categories} />
      <Compare id={id} draft={draft} />
    </FormDialog>
  );
}

interface Part {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

function Words({ draft, change, isNew }: Part & { readonly isNew: boolean }): JSX.Element {
  const words = knowledgeWords();
  const shared = settingsWords();
  const id = useId();
  const lang = htmlLang(draft.language);
  return (
    <>
      <label>
        {words.language}
        <select value={draft.language} disabled={!isNew} onChange={(event) => change({ language: event.currentTarget.value === 'zh' ? 'zh' : 'en' })}>
          <option value="en">{shared.english}</option>
          <option value="zh">{shared.chinese}</option>
        </select>
      </label>
      <label>
        {words.question}
        <input value={draft.title} required maxLength={120} lang={lang} onInput={(event) => change({ title: event.currentTarget.value })} />
      </label>
      <label>
        {words.answer}
        <textarea rows={5} value={draft.answer} required maxLength={1200} lang={lang} aria-describedby={id}
          onInput={(event) => change({ answer: event.currentTarget.value })} />
        <span class="small" id={id}>{words.places}</span>
      </label>
      <label>
        {words.variants}
        <textarea rows={3} value={draft.variants} lang={lang} onInput={(event) => change({ variants: event.currentTarget.value })} />
      </label>
    </>
  );
}

function About({ draft, change, categories }: Part & { readonly categories: readonly string[] }): JSX.Element {
  const words = knowledgeWords();
  const id = useId();
  const today = dayOf(Date.now());
  return (
    <>
      <div class="columns-of-form">
        <label>
          {words.category}
          <input value={draft.category} maxLength={60} list={id} lang={htmlLang(draft.language)} onInput={(event) => change({ category: event.currentTarget.value })} />
        </label>
        <datalist id={id}>
          {categories.map((category) => (
            <option key={category} value={category} />
          ))}
        </datalist>
        <div class="with-button">
          <label lang={htmlLang(language.value)}>
            {words.reviewedOn}
            <input type="date" value={draft.reviewed} max={today} onInput={(event) => change({ reviewed: event.currentTarget.value })} />
          </label>
          <button type="button" class="button" onClick={() => change({ reviewed: today })}>
            {words.lookedAt}
          </button>
        </div>
      </div>
      <label>
        {words.source}
        <input type="url" value={draft.source} maxLength={500} placeholder="https://" onInput={(event) => change({ source: event.currentTarget.value })} />
        <span class="small">{words.sourceHint}</span>
      </label>
    </>
  );
}
