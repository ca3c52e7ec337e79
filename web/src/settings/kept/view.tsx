// What is kept how long, and what is erased because a customer asks for it.
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Summary } from '../../shared/protocol';
import { codeOf } from '../../staff/errors';
import { momentText } from '../../staff/format';
import { visitorName } from '../../staff/names';
import { show } from '../../staff/notices';
import { language } from '../../staff/preferences';
import { common } from '../../staff/texts';
import { showFailure } from '../failure';
import { send } from '../rest';
import { HowLong } from './how_long';
import { keptWords } from './texts';

/** One conversation, and the latest others of its visitor, at most as many as the server names. */
interface Known {
  readonly conversation: Summary;
  readonly others: readonly Summary[];
}

const OTHERS_MOST = 20;

/** The number of a conversation, out of its address or by itself. */
export function conversationIn(text: string): string | undefined {
  return /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\s*$)/i.exec(text)?.[0].toLowerCase();
}

export function Kept(): JSX.Element {
  return (
    <>
      <HowLong />
      <Erase />
    </>
  );
}

function Erase(): JSX.Element {
  const words = keptWords();
  const id = useId();
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const [known, setKnown] = useState<Known>();
  const look = async (event: Event): Promise<void> => {
    event.preventDefault();
    const conv = conversationIn(text);
    setKnown(undefined);
    setTrouble(conv === undefined ? words.notAnAddress : undefined);
    if (conv === undefined) return;
    try {
      setKnown(await send<Known>('GET', `/v1/conversations/${conv}`));
    } catch (error) {
      if (codeOf(error) === 'not_found') setTrouble(words.notFound);
      else showFailure(error);
    }
  };
  const gone = (): void => {
    setKnown(undefined);
    setText('');
  };
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{words.erase}</h2>
      <p class="small">{words.eraseHint}</p>
      <form onSubmit={(event) => void look(event)}>
        <label>
          <b>{words.address}</b>
          <span class="with-act">
            <input
              value={text}
              required
              maxLength={500}
              aria-invalid={trouble !== undefined}
              aria-describedby={`${id}-trouble`}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <button class="button strong">{words.look}</button>
          </span>
        </label>
      </form>
      <div role="status" id={`${id}-trouble`}>
        {trouble !== undefined && <p class="failure">{trouble}</p>}
        {known && <Found known={known} onGone={gone} />}
      </div>
      <p class="small">{words.remains}</p>
    </section>
  );
}

function Found({ known: { conversation, others }, onGone }: { known: Known; onGone: () => void }): JSX.Element {
  const words = keptWords();
  const name = visitorName(conversation, common());
  const goesOn = conversation.phase !== 'closed';
  const [busy, setBusy] = useState(false);
  const erase = async (path: string, sure: string): Promise<void> => {
    if (busy || !confirm(sure)) return;
    setBusy(true);
    try {
      const { erased } = await send<{ erased: number }>('DELETE', path);
      show({ kind: 'done', text: words.erased(erased) });
      onGone();
    } catch (error) {
      showFailure(error, codeOf(error) === 'wrong_phase' ? words.stillOpen : undefined);
    }
    setBusy(false);
  };
  const path = `/v1/conversations/${conversation.conv}`;
  return (
    <>
      <p>
        <b dir="auto">{name}</b>{' '}
        <span class="small">
          {words.begun(momentText(conversation.opened_at, Date.now(), language.value))} · {words.others(others.length, others.length >= OTHERS_MOST)}
        </span>
      </p>
      {goesOn && <p class="failure">{words.goesOn}</p>}
      <p class="tools">
        <button type="button" class="button" aria-disabled={busy || goesOn} onClick={() => !goesOn && void erase(path, words.sureOne(name))}>
          {words.eraseOne}
        </button>
        <button type="button" class="button" aria-disabled={busy} onClick={() => void erase(`${path}/visitor`, words.sureAll(name))}>
          {words.eraseAll}
        </button>
      </p>
    </>
  );
}
