// For a screen on the wall: large numbers, no buttons, no words of customers.
import type { ComponentChildren, JSX } from 'preact';
import { clockTime } from '../staff/format';
import { Shape } from '../staff/mark';
import { language } from '../staff/preferences';
import type { Floor } from './floor';
import { boardWords } from './texts';
import { waitText } from './tiles';

export function Wall({ floor, title, children }: { floor: Floor; title: string; children: ComponentChildren }): JSX.Element {
  const words = boardWords();
  const counts = floor.counts.value;
  const entries = floor.entries.value;
  const hot = counts && counts.stages.concern + counts.stages.critical;
  const isCalm = entries.length === 0 && floor.desk.ready.value;
  return (
    <main class={`wall${floor.stale.value ? ' stale' : ''}`}>
      <h1 class="unseen">{title}</h1>
      {children}
      <dl>
        <Figure name={words.waiting} value={counts?.waiting}>
          {counts && waitText(floor)}
        </Figure>
        <Figure name={words.withAgents} value={counts?.with_agent} />
        <Figure name={words.withBot} value={counts?.with_bot} />
        <Figure name={words.alertsOpen} value={entries.length} />
        <div class={hot ? 'critical' : 'calm'}>
          <dt>{words.hotNow}</dt>
          <dd class="value">
            {hot ? <Shape stage="critical" /> : null} {hot ?? '–'}
          </dd>
        </div>
      </dl>
      {counts && counts.unanswered.waiting > 0 && <p>{words.unanswered(counts.unanswered.waiting)}</p>}
      {isCalm && <p>{words.allCalm(clockTime(floor.calmSince.value, language.value))}</p>}
    </main>
  );
}

function Figure({ name, value, children }: { name: string; value: number | undefined; children?: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="value">{value ?? '–'}</dd>
      {children && <dd class="muted">{children}</dd>}
    </div>
  );
}
