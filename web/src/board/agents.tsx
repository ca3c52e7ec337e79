// Who is on the floor and how much they carry. Moods are the customers', never a score of the agent.
import type { JSX } from 'preact';
import type { AgentLoad } from '../shared/protocol';
import { StageMark } from '../staff/mark';
import type { Floor } from './floor';
import { boardWords } from './texts';

export function Agents({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const counts = floor.counts.value;
  return (
    <section class={`agents${floor.stale.value ? ' stale' : ''}`} aria-labelledby="agents">
      <h2 id="agents">{words.agents}</h2>
      {counts?.agents.length === 0 && <p class="empty">{words.noAgents}</p>}
      <table aria-labelledby="agents">
        <thead>
          <tr>
            {[words.agent, words.state, words.load, words.hot, words.hottest].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts?.agents.map((agent) => (
            <tr key={agent.staff}>
              <th scope="row">{agent.name}</th>
              <td>{stateText(agent)}</td>
              <td class="figure">{`${agent.load}/${agent.capacity}`}</td>
              <td class="figure">{agent.hot}</td>
              <td>{agent.load > 0 ? <StageMark stage={agent.hottest} /> : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function stateText({ online, available, load, capacity }: AgentLoad): string {
  const words = boardWords();
  if (!online) return words.stateOffline;
  if (!available) return words.stateAway;
  return load >= capacity ? words.stateBusy : words.stateAvailable;
}
