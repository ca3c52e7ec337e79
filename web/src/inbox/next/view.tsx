// The next two acts in words. Fetched with the first upset customer whom a person answers.
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { htmlLang, languageOf } from '../../shared/i18n';
import type { Seq, Summary } from '../../shared/protocol';
import { now } from '../../staff/clock';
import type { Conversation } from '../../staff/conversation';
import { wait } from '../../staff/format';
import { language } from '../../staff/preferences';
import type { WordList } from '../check/list';
import { dueText } from '../due/mark';
import { inboxWords } from '../texts';
import { type Act, nextActs } from './acts';
import { nextWords } from './texts';

interface Props {
  readonly wordList: WordList;
  readonly opened: Conversation;
  readonly line: Summary;
  readonly onJump: (seq: Seq) => void;
}

export function NextActs({ on: { wordList, opened, line, onJump } }: { on: Props }): JSX.Element | null {
  const words = nextWords();
  // Which words show understanding is the list's to say.
  useEffect(() => void wordList.load(), []);
  const finder = wordList.finder.value;
  const acts = nextActs({
    line, judged: opened.judged.value, thread: opened.thread.value, now: now.value,
    ...(finder && { acknowledges: (text: string) => finder.acknowledges(text) }),
  });
  if (acts.length === 0) return null;
  return (
    <section class="next">
      <h2>{words.title}</h2>
      <ol>
        {acts.map((act) => (
          <li key={act.what}>
            <b>{words[act.step]}</b>
            {textOf(act)}
            {'about' in act && (
              <button type="button" class="quote" lang={htmlLang(languageOf(act.about, language.value))} dir="auto" onClick={() => onJump(act.seq)}>
                {act.about}
              </button>
            )}
          </li>
        ))}
      </ol>
      <p class="small">{words.hint}</p>
    </section>
  );
}

function textOf(act: Act): string {
  const words = nextWords();
  switch (act.what) {
    case 'sorry_for_wait':
      return words.sorry_for_wait(wait(act.seconds * 1_000, language.value));
    case 'keep':
      return words.keep(dueText(act.due, now.value, inboxWords()));
    default:
      return words[act.what];
  }
}
