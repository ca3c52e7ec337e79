// Recalibration: what is in force, what the answers call for before it is applied, and everything that was changed.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { dayTime } from '../../staff/format';
import { partyName } from '../../staff/names';
import { language } from '../../staff/preferences';
import { common } from '../../staff/texts';
import { Sure } from '../sure';
import type { Feedback } from './feedback';
import { percent, spokenText } from './report';
import type { Change, Gain, OfLanguage, Proposal, Report, Ruling } from './shapes';
import { type FeedbackWords, feedbackWords } from './texts';

interface Props {
  readonly feedback: Feedback;
  readonly report: Report;
}

export function Calibration({ feedback, report }: Props): JSX.Element {
  const words = feedbackWords();
  const { proposal } = feedback.state.value;
  return (
    <section aria-labelledby="calibration">
      <h2 id="calibration">{words.calibration}</h2>
      <p class="small">{words.calibrationWhy}</p>
      <p>{words.inForce(report.version)}</p>
      {report.can_undo && <Sure {...sure(feedback, 'undo')} label={words.undo} question={words.undoSure} onYes={() => void feedback.undo()} />}
      <dl class="pairs">
        {report.languages.map((one) => (
          <Standing key={one.language} feedback={feedback} one={one} />
        ))}
      </dl>
      {proposal && <Preview feedback={feedback} proposal={proposal} />}
      <History changes={report.changes} />
    </section>
  );
}

function Standing({ feedback, one }: { feedback: Feedback; one: OfLanguage }): JSX.Element {
  const words = feedbackWords();
  const spoken = spokenText(one.language, words);
  const isBusy = feedback.state.value.busy !== undefined;
  return (
    <div>
      <dt>{spoken}</dt>
      <dd>
        <p>{one.verdict === undefined ? words.noModel : words.answers(one.answers, one.least, one.least_of_each)}</p>
        {one.since_change && <p class="small">{words.watched}: {gainText(one.since_change, words)}</p>}
        {one.verdict !== undefined && (
          <button type="button" class="button small" aria-disabled={isBusy} onClick={() => void feedback.propose(one.language)}>
            {words.look(spoken)}
          </button>
        )}
      </dd>
    </div>
  );
}

/** How much the error falls; a rise is said in words. */
export function gainText({ brier, brier_error }: Gain, words: FeedbackWords): string {
  const text = brier < 0 ? words.errorWorse : words.errorOf;
  return text(Math.abs(brier).toFixed(4), brier_error.toFixed(4));
}

function rulingText(verdict: Ruling, words: FeedbackWords): string {
  return { too_few: words.tooFew, no_better: words.noBetter, worse_in_shadow: words.worseInShadow, ready: words.ready }[verdict];
}

function Preview({ feedback, proposal }: { feedback: Feedback; proposal: Proposal }): JSX.Element {
  const words = feedbackWords();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [proposal]);
  const isFitted = proposal.verdict !== 'too_few';
  return (
    <section class="card" aria-labelledby="proposal">
      <h3 id="proposal" tabIndex={-1} ref={title}>{words.proposalOf(spokenText(proposal.language, words))}</h3>
      <p>{rulingText(proposal.verdict, words)}</p>
      {isFitted && (
        <>
          <div class="scrolls" tabIndex={0} role="region" aria-labelledby="proposal">
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.model}</th>
                  <th scope="col">{words.before}</th>
                  <th scope="col">{words.after}</th>
                </tr>
              </thead>
              <tbody>
                {proposal.moved.map(({ model, before, after }) => (
                  <tr key={model}>
                    <th scope="row">{percent(model)}</th>
                    <td>{percent(before)}</td>
                    <td>{percent(after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p class="small">{words.error}: {gainText(proposal.gain, words)}</p>
          <p class="small">{words.newest}: {gainText(proposal.shadow, words)}</p>
        </>
      )}
      {proposal.proposal !== undefined && (
        <Sure {...sure(feedback, 'apply')} label={words.apply} question={words.applySure} onYes={() => void feedback.apply()} />
      )}
    </section>
  );
}

function History({ changes }: { changes: readonly Change[] }): JSX.Element {
  const words = feedbackWords();
  return (
    <>
      <h3>{words.history}</h3>
      {changes.length === 0 && <p class="muted">{words.noHistory}</p>}
      <ul>
        {changes.map((change) => (
          <li key={change.version}>
            <span class="muted">{dayTime(change.at, language.value)}</span> {changeText(change, words)}
            {change.languages.map(({ language: spoken, after }) => (
              <span key={spoken} class="small"> {words.shift(spokenText(spoken, words), after.slope.toFixed(2), after.bias.toFixed(2))}</span>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

function changeText({ by, version, undoes }: Change, words: FeedbackWords): string {
  if (by.who === 'system') return words.changeBySystem(version);
  const name = partyName(by, common());
  return undoes ? words.changeBack(name, version) : words.changeBy(name, version);
}

function sure(feedback: Feedback, what: 'apply' | 'undo') {
  const { confirming, busy } = feedback.state.value;
  const onAsk = (asks: boolean): void => feedback.do({ t: 'confirm', ...(asks && { what }) });
  return { asks: confirming === what, rests: busy !== undefined, onAsk };
}
