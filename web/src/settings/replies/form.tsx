// The form for a canned reply: both languages beside each other, each with what the customer would read.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { LANGUAGES, type Language, htmlLang } from '../../shared/i18n';
import { filled } from '../../inbox/canned/replies';
import { FormDialog } from '../dialog';
import { Rejected, send } from '../rest';
import { settingsWords } from '../texts';
import { type Draft, type Reply, type Text, bodyOf, draftOf, isEmpty, isSame, stray } from './shapes';
import { type ReplyWords, replyWords } from './texts';

interface Props {
  readonly reply: Reply | undefined;
  /** Shortcuts that there are. */
  readonly taken: readonly string[];
  readonly onSaved: (id: string) => void;
  readonly onClose: () => void;
}

export function ReplyForm({ reply, taken, onSaved, onClose }: Props): JSX.Element {
  const words = replyWords();
  const shared = settingsWords();
  const [first] = useState(() => draftOf(reply));
  const [draft, setDraft] = useState<Draft>(first);
  const isTaken = !reply && taken.includes(draft.id);
  const isNowhere = LANGUAGES.every((each) => isEmpty(draft[each]));
  const rests = isTaken || isNowhere || LANGUAGES.some((each) => stray(draft[each].text) !== undefined);
  const save = async (): Promise<void> => {
    if (isTaken) throw new Rejected('invalid_field', 0, [{ field: 'id', rule: words.taken }]);
    await send('PUT', `/v1/replies/${encodeURIComponent(draft.id)}`, bodyOf(draft));
    onSaved(draft.id);
  };
  const named = LANGUAGES.flatMap((each) => {
    const name = each === 'zh' ? shared.chinese : shared.english;
    return [[`${each}.title`, `${name}, ${words.title}`], [`${each}.text`, `${name}, ${words.text}`], [each, name]];
  });
  const labels: Record<string, string> = { id: words.shortcut, ...(Object.fromEntries(named) as Record<string, string>) };
  return (
    <FormDialog
      title={reply ? words.change(reply.id) : words.add}
      labels={labels}
      isDirty={!isSame(draft, first)}
      rests={rests}
      save={save}
      onClose={onClose}
    >
      <label>
        {words.shortcut}
        <input class="mono" value={draft.id} required disabled={reply !== undefined} maxLength={40} pattern="[a-z0-9\-]+" title={words.shortcutHint}
          autocomplete="off" spellcheck={false} aria-invalid={isTaken} aria-describedby="shortcut-hint"
          onInput={(event) => setDraft({ ...draft, id: event.currentTarget.value.toLowerCase() })} />
        <span id="shortcut-hint" class={isTaken ? 'failure' : 'small'}>{isTaken ? words.taken : words.shortcutHint}</span>
      </label>
      <p class="small">{words.places}</p>
      <div class="both">
        {LANGUAGES.map((each) => (
          <One key={each} of={each} text={draft[each]} words={words} onChange={(text) => setDraft({ ...draft, [each]: text })} />
        ))}
      </div>
      {isNowhere && <p class="small">{words.oneLanguage}</p>}
    </FormDialog>
  );
}

interface OneProps {
  readonly of: Language;
  readonly text: Text;
  readonly words: ReplyWords;
  readonly onChange: (text: Text) => void;
}

function One({ of, text, words, onChange }: OneProps): JSX.Element {
  const id = useId();
  const shared = settingsWords();
  const unknown = stray(text.text);
  const isWanted = !isEmpty(text);
  const sample = { customer: words.sampleCustomer, agent: words.sampleAgent, order: words.sampleOrder };
  return (
    <fieldset lang={htmlLang(of)}>
      <legend>{of === 'zh' ? shared.chinese : shared.english}</legend>
      <label>
        {words.title}
        <input value={text.title} required={isWanted} maxLength={80} onInput={(event) => onChange({ ...text, title: event.currentTarget.value })} />
      </label>
      <label>
        {words.text}
        <textarea rows={5} value={text.text} required={isWanted} maxLength={4000} aria-invalid={unknown !== undefined} aria-describedby={`${id}-wrong`}
          onInput={(event) => onChange({ ...text, text: event.currentTarget.value })} />
      </label>
      <p id={`${id}-wrong`} class="failure" role="status">
        {unknown !== undefined && words.unknown(unknown)}
      </p>
      <p class="small">{words.preview}</p>
      <p class="preview">{filled(text.text, sample) || ' '}</p>
    </fieldset>
  );
}
