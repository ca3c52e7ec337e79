// The queue of alerts: the most urgent in full, the rest behind one line, and below what somebody knows of already.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { clockTime } from '../staff/format';
import { Icon } from '../staff/icons';
import { language, letterKeys } from '../staff/preferences';
import { common } from '../staff/texts';
import { Waiting } from '../staff/waiting';
import { AlertCard } from './alert_card';
import { listenToKeys } from './keys';
import { EXPANDED, type Floor } from './floor';
import { Settled } from './settled';
import { boardWords } from './texts';

export function AlertList({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const [all, setAll] = useState(false);
  const entries = floor.entries.value;
  const rest = entries.length - EXPANDED;
  const isReady = floor.desk.ready.value;
  useEffect(listenToKeys, []);
  return (
    <section class={`alerts${floor.stale.value ? ' stale' : ''}`} aria-labelledby="attention" aria-busy={!isReady}>
      <h2 id="attention">
        {words.attention} {entries.length > 0 && <span class="count">{entries.length}</span>}
      </h2>
      {floor.stale.value && <p class="stale-note">{words.staleAlerts}</p>}
      {!isReady && <Waiting lines={4} />}
      {isReady && entries.length === 0 && (
        <p class="all-calm">
          <Icon name="check" /> {words.allCalm(clockTime(floor.calmSince.value, language.value))}
        </p>
      )}
      <ul aria-labelledby="attention">
        {entries.slice(0, all ? undefined : EXPANDED).map((entry) => (
          <AlertCard key={entry.conv} floor={floor} entry={entry} opened={floor.followed.value.get(entry.conv)} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" class="button wide" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.fewer : words.more(rest)}
        </button>
      )}
      {entries.length > 0 && letterKeys.value && <p class="small keys-hint">{words.keysHint}</p>}
      <Settled floor={floor} />
      <p class="unseen" role="status">
        {isReady && `${common().board}: ${words.alertsOpen} ${entries.length}`}
      </p>
    </section>
  );
}
