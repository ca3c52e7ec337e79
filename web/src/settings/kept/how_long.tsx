// How long conversations are kept, and the form that changes it: saving rests until it has shown what would go.
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { type ErrorCode, codeOf, errorText } from '../../staff/errors';
import { clockTime, momentText } from '../../staff/format';
import { show } from '../../staff/notices';
import { language } from '../../staff/preferences';
import { FormDialog } from '../dialog';
import { showFailure } from '../failure';
import { Fetched } from '../fetched';
import { remove } from '../removal';
import { type Resource, useResource } from '../resource';
import { send } from '../rest';
import { type KeptWords, keptWords } from './texts';

interface Retention {
  /** 0: for good. */
  readonly closed_days: number;
  /** They were set here. */
  readonly own: boolean;
  readonly configured_days: number;
}

interface Settings {
  readonly retention: Retention;
}

/** What would go if so many days were set now. */
interface Preview {
  readonly closed_days: number;
  readonly conversations: number;
  readonly before?: number;
  readonly at: number;
}

const PATH = '/v1/settings/retention';
const DAYS_MOST = 36_500;
/** So long nobody types before it is looked what would go. */
const PAUSE_MS = 250;

export function HowLong(): JSX.Element {
  const settings = useResource<Settings>('/v1/settings');
  const [isOpen, setOpen] = useState(false);
  const words = keptWords();
  const id = useId();
  const retention = settings.value?.retention;
  return (
    <section class="card" aria-labelledby={id}>
      <div class="head">
        <h2 id={id}>{words.howLong}</h2>
        {retention?.own && <span class="badge">{words.changedHere}</span>}
        <span class="grow" />
        {retention && (
          <button type="button" class="button small" onClick={() => setOpen(true)}>
            {words.changeDays}
          </button>
        )}
        {retention?.own && (
          <button type="button" class="button small" onClick={() => void putBack(settings, retention, words)}>
            {words.asConfigured}
          </button>
        )}
      </div>
      <Fetched of={settings}>
        {({ retention: { closed_days: days, configured_days: configured } }) => (
          <>
            <p>{words.days(days)}</p>
            <p class="small">{words.daysHint(configured)}</p>
          </>
        )}
      </Fetched>
      {isOpen && retention && (
        <DaysForm
          days={retention.closed_days}
          onSaved={() => {
            show({ kind: 'done', text: words.daysSaved });
            void settings.load();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </section>
  );
}

/** The configured number may be the smaller one: what would go by it is asked about first. */
async function putBack(settings: Resource<Settings>, { closed_days: days, configured_days: configured }: Retention, words: KeptWords): Promise<void> {
  try {
    const preview = await send<Preview>('GET', `${PATH}?closed_days=${configured}`);
    if (preview.conversations > 0 && !confirm(wouldGo(preview, words))) return;
  } catch (error) {
    return showFailure(error);
  }
  await remove(settings, PATH, { closed_days: days }, words.daysConfigured);
}

function wouldGo({ conversations, before = 0, at }: Preview, words: KeptWords): string {
  return words.wouldGo(conversations, momentText(before, at, language.value), clockTime(at, language.value));
}

function DaysForm({ days, onSaved, onClose }: { days: number; onSaved: () => void; onClose: () => void }): JSX.Element {
  const words = keptWords();
  const [first] = useState(() => String(days));
  const [draft, setDraft] = useState(first);
  const { preview, failed } = usePreview(draft);
  const save = async (): Promise<void> => {
    await send('PUT', PATH, { closed_days: Number(draft) });
    onSaved();
  };
  return (
    <FormDialog
      title={words.changeDays}
      labels={{ closed_days: words.daysLabel }}
      rules={{ closed_days: words.ruleDays }}
      isDirty={draft !== first}
      rests={preview === undefined}
      save={save}
      onClose={onClose}
    >
      <label>
        {words.daysLabel}
        <input type="number" min={0} max={DAYS_MOST} step={1} required value={draft} onInput={(event) => setDraft(event.currentTarget.value)} />
        <span class="small">{words.zeroHint}</span>
      </label>
      <div role="status">
        {failed && <p class="failure">{errorText(failed, language.value)}</p>}
        {preview && (preview.conversations > 0 ? <p class="failure">{wouldGo(preview, words)}</p> : <p>{words.nothingGoes}</p>)}
      </div>
    </FormDialog>
  );
}

interface Look {
  readonly preview?: Preview;
  readonly failed?: ErrorCode;
}

/** What would go by the number in the field; nothing while it is looked up, and for what is no number. */
function usePreview(text: string): Look {
  const [look, setLook] = useState<Look>({});
  useEffect(() => {
    setLook({});
    if (!/^\d+$/.test(text) || Number(text) > DAYS_MOST) return undefined;
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      send<Preview>('GET', `${PATH}?closed_days=${Number(text)}`, undefined, aborter.signal).then(
        (preview) => !aborter.signal.aborted && setLook({ preview }),
        (error: unknown) => !aborter.signal.aborted && setLook({ failed: codeOf(error) }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [text]);
  return look;
}
