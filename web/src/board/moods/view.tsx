// The mood of the floor over two hours: a small drawing, the same in a sentence, and as a table for screen readers.
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { now } from '../../staff/clock';
import { clockTime } from '../../staff/format';
import { StageMark } from '../../staff/mark';
import { language } from '../../staff/preferences';
import { common } from '../../staff/texts';
import { type Ground, type Moods, type Sample, STIRRED, band, courseText, gaps, latest, openOf, percentText, runs, share, topOf, x } from './course';
import { moods, site, watchMoods } from './moods';
import { moodWords } from './texts';

const [WIDTH, HEIGHT] = [720, 48];
/** Rows of the table. */
const ROWS = 8;
/** The drawing moves once a minute. */
const minute = computed(() => Math.floor(now.value / 60_000) * 60_000);

export function MoodTile(): JSX.Element | null {
  useEffect(() => watchMoods(site.value), [site.value]);
  const words = moodWords();
  const told = moods.value;
  const at = Math.max(minute.value, told?.now ?? 0);
  return (
    <section class="tile mood-course" aria-label={words.title} aria-busy={told === undefined}>
      <header>
        <h2>{words.title}</h2>
        <Sites told={told} />
        {told && <Legend told={told} at={at} />}
      </header>
      {told && told.samples.length > 0 && <Drawing told={told} at={at} />}
      <p class="small">{told && courseText(told, at, words, language.value)}</p>
      {told && told.samples.length > 0 && <Table told={told} at={at} />}
    </section>
  );
}

/** A choice where there is one. */
function Sites({ told }: { told: Moods | undefined }): JSX.Element | null {
  const words = moodWords();
  const chosen = site.value;
  const known = [...new Set([...(told?.sites ?? []), ...(chosen === '' ? [] : [chosen])])];
  if (chosen === '' && known.length < 2) return null;
  return (
    <select
      aria-label={words.site}
      value={chosen}
      onChange={({ currentTarget }) => {
        site.value = currentTarget.value;
      }}
    >
      <option value="">{words.allSites}</option>
      {known.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

interface Props {
  readonly told: Moods;
  /** Up to when, epoch ms. */
  readonly at: number;
}

function Legend({ told, at }: Props): JSX.Element | null {
  const current = latest(told, at);
  if (!current) return null;
  return (
    <p class="small">
      {STIRRED.map((stage) => (
        <span key={stage}>
          <StageMark stage={stage} /> {percentText(share(current, stage))}
        </span>
      ))}
    </p>
  );
}

function Drawing({ told, at }: Props): JSX.Element {
  const words = moodWords();
  const ground: Ground = { width: WIDTH, height: HEIGHT, top: topOf(told), from: at - told.span_ms, to: at };
  const parts = runs(told);
  return (
    <div class="course" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
        {gaps(told, at).map(({ from, to }) => (
          <rect key={from} class="gap" x={x(from, ground)} width={Number(x(to, ground)) - Number(x(from, ground))} height={HEIGHT} />
        ))}
        {parts.map((run) =>
          STIRRED.map((stage) => <path key={`${run[0]?.at} ${stage}`} class={stage} d={band(run, stage, told.every_ms, ground)} />),
        )}
      </svg>
      <span>{clockTime(ground.from, language.value)}</span>
      <span>{words.scale(percentText(ground.top))}</span>
      <span>{clockTime(ground.to, language.value)}</span>
    </div>
  );
}

/** For those who do not see the drawing: what stood at each quarter of an hour. */
function Table({ told, at }: Props): JSX.Element {
  const words = moodWords();
  const step = told.span_ms / ROWS;
  const times = Array.from({ length: ROWS }, (_, row) => at - (ROWS - 1 - row) * step);
  return (
    <table class="unseen">
      <caption>{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.time}</th>
          <th scope="col">{words.open}</th>
          {STIRRED.map((stage) => (
            <th key={stage} scope="col">
              {common()[stage]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {times.map((time) => (
          <Row key={time} time={time} sample={sampleAt(told, time)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ time, sample }: { time: number; sample: Sample | undefined }): JSX.Element {
  const words = moodWords();
  return (
    <tr>
      <th scope="row">{clockTime(time, language.value)}</th>
      <td>{sample ? openOf(sample) : words.unknown}</td>
      {STIRRED.map((stage) => (
        <td key={stage}>{sample ? percentText(share(sample, stage)) : words.unknown}</td>
      ))}
    </tr>
  );
}

/** The sample whose minute this is, or the one before while that is on its way. */
function sampleAt({ samples, every_ms }: Moods, time: number): Sample | undefined {
  return samples.findLast(({ at }) => at <= time && time - at < 2 * every_ms);
}
