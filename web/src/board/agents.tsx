// Who is on the floor and how much they carry. No ranking: moods are the customers', never a score of the agent.
import type { JSX } from 'preact';
import type { AgentInTime, AgentLoad } from '../shared/protocol';
import { StageMark } from '../staff/mark';
import { Waiting } from '../staff/waiting';
import type { Floor } from './floor';
import { boardWords } from './texts';

export function Agents({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const agents = floor.counts.value?.agents;
  return (
    <section class={`agents${floor.stale.value ? ' stale' : ''}`} aria-labelledby="agents">
      <h2 id="agents">{words.agents}</h2>
      {!agents && <Waiting lines={3} />}
      {agents?.length === 0 && <p class="muted">{words.noAgents}</p>}
      {agents && agents.length > 0 && (
        <table aria-labelledby="agents">
          <thead>
            <tr>
              <th scope="col">{words.agent}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.load}</th>
              <th scope="col" title={words.hotHint}>
                {words.hot}
              </th>
              <th scope="col" title={words.inTimeHint}>
                {words.inTime}
              </th>
            </tr>
          </thead>
          <tbody>
            {inOrder(agents).map((agent) => (
              <AgentRow key={agent.staff} agent={agent} helped={helpedBy(floor, agent)} />
            ))}
          </tbody>
        </table>
      )}
      <Queues floor={floor} />
    </section>
  );
}

/** Alerts while this agent held the conversation, and after how many of them a person acted in time. */
function helpedBy(floor: Floor, { staff }: AgentLoad): AgentInTime | undefined {
  return floor.counts.value?.interventions.agents.find((told) => told.staff === staff);
}

/** The same by queue; only where there is more than one. */
function Queues({ floor }: { floor: Floor }): JSX.Element | null {
  const words = boardWords();
  const queues = floor.counts.value?.interventions.queues ?? [];
  if (queues.length < 2) return null;
  return (
    <table class="queues" aria-label={words.inTime}>
      <thead>
        <tr>
          <th scope="col">{words.queue}</th>
          <th scope="col" title={words.inTimeHint}>
            {words.inTime}
          </th>
        </tr>
      </thead>
      <tbody>
        {queues.map(({ site, in_time: helped, alerts }) => (
          <tr key={site}>
            <th scope="row">{site}</th>
            <td class="number">{words.inTimeOf(helped, alerts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AgentRow({ agent, helped }: { agent: AgentLoad; helped: AgentInTime | undefined }): JSX.Element {
  const words = boardWords();
  const { load, capacity, hot } = agent;
  const state = stateOf(agent);
  return (
    <tr class={state}>
      <th scope="row">{agent.name}</th>
      <td>
        <span class="state-dot" aria-hidden="true" /> {words[state]}
        {agent.off_hours && (
          <span class="muted" title={words.offHoursHint}>
            {' '}
            · {words.offHours}
          </span>
        )}
      </td>
      <td>
        <span class="load" aria-hidden="true">
          <span style={{ width: `${Math.min(100, (100 * load) / Math.max(capacity, 1))}%` }} />
        </span>{' '}
        <span class="number">{words.loadOf(load, capacity)}</span>
      </td>
      <td>
        {hot > 0 ? (
          <>
            <span class="number">{hot}</span> <StageMark stage={agent.hottest} />
          </>
        ) : (
          <span class="muted">–</span>
        )}
      </td>
      <td>
        {helped ? <span class="number">{words.inTimeOf(helped.in_time, helped.alerts)}</span> : <span class="muted">–</span>}
      </td>
    </tr>
  );
}

function stateOf({ online, available, load, capacity }: AgentLoad): 'offline' | 'away' | 'full' | 'available' {
  if (!online) return 'offline';
  if (!available) return 'away';
  return load >= capacity ? 'full' : 'available';
}

/** Those who are there first, then by name. */
function inOrder(agents: readonly AgentLoad[]): AgentLoad[] {
  return [...agents].sort((a, b) => Number(b.online) - Number(a.online) || a.name.localeCompare(b.name));
}
