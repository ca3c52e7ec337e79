// The operator's text for a customer in distress, or the shipped one, which is said; to copy or to put into the reply. Never sends anything.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Language, htmlLang } from '../shared/i18n';
import { explanationWords } from './explanation_texts';
import { language } from './preferences';
import { resourcesIn } from './resources';

interface Props {
  /** The customer's. */
  readonly spoken: Language;
  /** Absent where no reply can be written. */
  readonly onInsert?: (text: string) => void;
}

type Copied = 'no' | 'yes' | 'refused';

export function DistressHelp({ spoken, onInsert }: Props): JSX.Element | null {
  const words = explanationWords(language.value);
  const [copied, setCopied] = useState<Copied>('no');
  const found = resourcesIn(spoken);
  if (found === 'unknown') return null;
  if (found === 'none') return <p class="no-resources">{spoken === 'zh' ? words.noResourcesZh : words.noResourcesEn}</p>;
  const { text, isShipped } = found;
  const whose = isShipped
    ? { en: words.shippedEn, zh: words.shippedZh }
    : { en: words.resourcesEn, zh: words.resourcesZh };
  const copy = async (): Promise<void> => {
    // Without a secure context there is no clipboard.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const outcome = clipboard?.writeText(text).then(() => 'yes' as const, () => 'refused' as const);
    setCopied((await outcome) ?? 'refused');
  };
  return (
    <div class="resources">
      <h3>{whose[spoken]}</h3>
      <p class="resource-text" lang={htmlLang(spoken)} dir="auto" tabIndex={0}>
        {text}
      </p>
      <p class="acts">
        {onInsert && (
          <button type="button" class="button small" onClick={() => onInsert(text)}>
            {words.insert}
          </button>
        )}
        <button type="button" class="button small" onClick={() => void copy()}>
          {words.copy}
        </button>
        <span class="small" role="status">
          {copied !== 'no' && (copied === 'yes' ? words.copied : words.notCopied)}
        </span>
      </p>
    </div>
  );
}
