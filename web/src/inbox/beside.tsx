// What stands beside the thread: how the conversation stands and why, how a message was read, and who the customer is.
// Fetched with the first conversation that is opened.
import type { JSX } from 'preact';
import type { Score, Summary } from '../shared/protocol';
import type { Conversation } from '../staff/conversation';
import { severity } from '../staff/explanation';
import { Explanation } from '../staff/explanation_card';
import { outOfTen } from '../staff/format';
import { likelyRisks, sentimentOf, strongest } from '../staff/mood';
import { Part } from '../staff/part';
import { language } from '../staff/preferences';
import { unscoredText } from '../staff/reasons';
import { common } from '../staff/texts';
import { showMessage } from '../staff/thread_view';
import { Customer } from './customer';
import { Fact } from './fact';
import type { Inbox } from './inbox';
import { AlertVerdict, MessageVerdict } from './judging';
import { standing } from './standing';
import { Others } from './others';
import { inboxWords } from './texts';

interface Props {
  readonly inbox: Inbox;
  readonly opened: Conversation;
  readonly line: Summary;
  readonly chosen: number | undefined;
}

export function Beside({ on: { inbox, opened, line, chosen } }: { on: Props }): JSX.Element {
  return (
    <>
      <Explanation
        key={opened.conv} line={line} opened={opened} onJump={(seq) => void showMessage(opened, seq)}
        {...(standing(line, inbox.me).speaks && { onInsert: (text: string) => inbox.insert(opened.conv, text) })}
      >
        <AlertVerdict inbox={inbox} line={line} />
      </Explanation>
      <Part
        wanted={line.stage !== 'calm' && isForPeople(line)} on={{ wordList: inbox.wordList, opened, line, onJump: (seq: number) => void showMessage(opened, seq) }}
        onFailed={() => undefined} load={async () => (await import('./next/view')).NextActs}
      />
      <Part
        wanted={(line.promises ?? line.questions) !== undefined} on={{ inbox, opened, line }} onFailed={() => undefined}
        load={async () => (await import('./commitments')).Commitments}
      />
      <Suggestions inbox={inbox} opened={opened} line={line} />
      <Reading inbox={inbox} opened={opened} line={line} chosen={chosen} />
      <Customer thread={opened.thread.value} line={line} topics={inbox.desk.topics.value} />
      <Others lines={inbox.others.value} onOpen={(conv) => inbox.open(conv)} />
    </>
  );
}

/** While a person answers or is waited for; before that the bot does. */
function isForPeople({ phase }: Summary): boolean {
  return phase !== 'with_bot' && phase !== 'closed';
}

function Suggestions({ inbox, opened, line }: Pick<Props, 'inbox' | 'opened' | 'line'>): JSX.Element {
  const asked = opened.events.value.findLast(({ by, event }) => by.who === 'visitor' && event.kind === 'said')?.seq;
  return (
    <Part
      wanted={isForPeople(line) && asked !== undefined} onFailed={() => undefined}
      on={{
        conv: opened.conv, asked: asked ?? 0,
        ...(standing(line, inbox.me).speaks && { onInsert: (text: string) => inbox.insert(opened.conv, text) }),
      }}
      load={async () => (await import('./suggested/view')).Suggested}
    />
  );
}

/** The reading of the chosen message, else of the latest. */
function Reading({ inbox, opened, line, chosen }: Props): JSX.Element | null {
  const words = inboxWords();
  const thread = opened.thread.value;
  const shown = chosen !== undefined && thread.scorings.has(chosen) ? chosen : thread.curve.at(-1)?.seq;
  const scoring = shown === undefined ? undefined : thread.scorings.get(shown);
  if (shown === undefined || !scoring) return null;
  // That the latest has no score stands in the explanation already, and chances of anger have no place beside distress.
  const isAsked = chosen === shown;
  if (!isAsked && (scoring.outcome !== 'scored' || severity(opened.judged.value, line))) return null;
  return (
    <section class="reading-shown">
      <h2>{isAsked ? words.reading : words.readingLatest}</h2>
      {scoring.outcome === 'scored' ? <ScoreWords score={scoring} /> : <p>{unscoredText(scoring.why, common())}</p>}
      {scoring.outcome === 'scored' && <MessageVerdict inbox={inbox} conv={opened.conv} seq={shown} score={scoring} />}
    </section>
  );
}

function ScoreWords({ score }: { score: Score }): JSX.Element {
  const words = inboxWords();
  const tenths = (p: number): string => outOfTen(p, language.value);
  const sentiment = sentimentOf(score);
  const risks = likelyRisks(score);
  return (
    <>
      <dl class="facts">
        <Fact name={words.emotions}>
          {strongest(score.emotions).map(({ name, p }) => (
            <span key={name} class="said">
              {words[name]} {tenths(p)}
            </span>
          ))}
        </Fact>
        <Fact name={words.sentiment}>
          {words[sentiment.name]} {tenths(sentiment.p)}
        </Fact>
        {risks.length > 0 && (
          <Fact name={words.signs}>
            {risks.map(({ name, p }) => (
              <span key={name} class="said">
                {words[name]} {tenths(p)}
              </span>
            ))}
          </Fact>
        )}
      </dl>
      <p class="small">{words.model(score.by.model, score.by.engine)}</p>
    </>
  );
}
