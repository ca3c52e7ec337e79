// What was caught, what was judged right, and what outcomes say, each share with its interval.
import type { JSX } from 'preact';
import { language } from '../../staff/preferences';
import type { JudgedRow, Report, Sample, Share, Source } from './shapes';
import { type FeedbackWords, feedbackWords } from './texts';

export function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

function shareText({ value, low, high }: Share, words: FeedbackWords): string {
  return words.caughtOf(percent(value), percent(low), percent(high));
}

export function spokenText(spoken: 'en' | 'zh' | undefined, words: FeedbackWords): string {
  if (spoken === undefined) return words.noLanguage;
  return spoken === 'zh' ? words.chinese : words.english;
}

export function Caught({ report }: { report: Report }): JSX.Element {
  const words = feedbackWords();
  const rows: readonly (readonly [string, Sample])[] = [
    [words.all, report.sample],
    ...report.languages.map(({ language: spoken, sample }) => [spokenText(spoken, words), sample] as const),
  ];
  return (
    <section aria-labelledby="caught">
      <h2 id="caught">{words.caught}</h2>
      <dl class="pairs">
        {rows.map(([name, sample]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <p>{sample.recall ? <b>{shareText(sample.recall, words)}</b> : words.caughtUnknown(sample.least_angry, sample.least_unflagged)}</p>
              <p class="small">{words.flagged}: {counts(sample.flagged, words)}</p>
              <p class="small">{words.unflagged}: {counts(sample.unflagged, words)}</p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function counts({ answered, drawn, angry }: Sample['flagged'], words: FeedbackWords): string {
  return words.answersOf(answered, drawn, angry);
}

export function aboutText({ of, about, purpose }: Pick<JudgedRow, 'of' | 'about' | 'purpose'>, words: FeedbackWords): string {
  if (of === 'message') return about === 'angry' ? words.messageAngry : words.messageCalm;
  if (about === 'threat') return words.alertThreat;
  if (about === 'distress') return words.alertDistress;
  const stage = { badge: words.purposeBadge, handoff: words.purposeHandoff, page: words.purposePage };
  return words.alertAnger(purpose ? stage[purpose] : '');
}

export function Judged({ report }: { report: Report }): JSX.Element {
  const words = feedbackWords();
  return (
    <section aria-labelledby="judged">
      <h2 id="judged">{words.right}</h2>
      <p class="small">{report.judged.length > 0 ? words.rightWhy : words.nothingJudged}</p>
      {report.judged.length > 0 && (
        <div class="scrolls" tabIndex={0} role="region" aria-labelledby="judged">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.about}</th>
                <th scope="col">{words.languageOf}</th>
                <th scope="col">{words.rightCount}</th>
                <th scope="col">{words.wrongCount}</th>
                <th scope="col">{words.precision}</th>
              </tr>
            </thead>
            <tbody>
              {report.judged.map((row) => (
                <tr key={`${row.of} ${row.about} ${row.purpose} ${row.language}`}>
                  <th scope="row">{aboutText(row, words)}</th>
                  <td>{spokenText(row.language, words)}</td>
                  <td>{row.right}</td>
                  <td>{row.wrong}</td>
                  <td>{shareText(row.precision, words)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

export function Implicit({ report }: { report: Report }): JSX.Element {
  const words = feedbackWords();
  const signs: Readonly<Record<Source, string>> = {
    judged: words.sourceJudged, rated: words.sourceRated, handled: words.sourceHandled, escalated: words.sourceEscalated,
    intervened: words.sourceIntervened, complained: words.sourceComplained, calm: words.sourceCalm,
  };
  const number = new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 });
  return (
    <section aria-labelledby="implicit">
      <h2 id="implicit">{words.implicit}</h2>
      <p class="small">{report.implicit.length > 0 ? words.implicitWhy(report.conversations) : words.noImplicit}</p>
      {report.implicit.length > 0 && (
        <div class="scrolls" tabIndex={0} role="region" aria-labelledby="implicit">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.sign}</th>
                <th scope="col">{words.good}</th>
                <th scope="col">{words.bad}</th>
                <th scope="col">{words.trust}</th>
              </tr>
            </thead>
            <tbody>
              {report.implicit.map(({ source, good, bad, weight }) => (
                <tr key={source}>
                  <th scope="row">{signs[source]}</th>
                  <td>{good}</td>
                  <td>{bad}</td>
                  <td>{number.format(weight)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
