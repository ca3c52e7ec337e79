// What a member can do, for the order of the queue and the choice of an agent.
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { settingsWords } from '../texts';
import type { Part } from './form';
import { type Teams, withSkill } from './shapes';
import { peopleWords } from './texts';

interface Props extends Part {
  readonly skills: readonly string[];
  readonly teams: Teams;
}

export function Can({ draft, change, skills, teams }: Props): JSX.Element {
  const words = peopleWords();
  const shared = settingsWords();
  const has = draft.skills.split('\n');
  return (
    <fieldset>
      <legend>{words.routing}</legend>
      <div role="group" aria-label={words.can}>
        <span class="small">{skills.length === 0 ? words.noSkills : words.can}</span>
        {skills.map((skill) => (
          <Check key={skill} label={skill} isOn={has.includes(skill)} onTurn={(isOn) => change({ skills: withSkill(draft.skills, skill, isOn) })} />
        ))}
      </div>
      <div role="group" aria-label={words.answersIn}>
        <span class="small">{words.answersIn}</span>
        <Check label={shared.english} isOn={draft.answersEn} onTurn={(answersEn) => change({ answersEn })} />
        <Check label={shared.chinese} isOn={draft.answersZh} onTurn={(answersZh) => change({ answersZh })} />
      </div>
      <div class="columns-of-form">
        <label>
          {words.tierName}
          <input type="number" min={1} max={9} step={1} required value={draft.tier} onInput={(event) => change({ tier: event.currentTarget.value })} />
          <span class="small">{words.tierHint}</span>
        </label>
        <Team draft={draft} change={change} teams={teams} />
      </div>
    </fieldset>
  );
}

function Team({ draft, change, teams: { names, areListed } }: Part & { teams: Teams }): JSX.Element {
  const words = peopleWords();
  const id = useId();
  const all = names.includes(draft.team) || draft.team === '' ? names : [draft.team, ...names];
  if (areListed) {
    return (
      <label>
        {words.teamName}
        <select value={draft.team} onChange={(event) => change({ team: event.currentTarget.value })}>
          <option value="">{words.noTeam}</option>
          {all.map((team) => (
            <option key={team} value={team}>
              {team}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <label>
      {words.teamName}
      <input value={draft.team} maxLength={60} list={id} autocomplete="off" onInput={(event) => change({ team: event.currentTarget.value })} />
      <datalist id={id}>
        {names.map((team) => (
          <option key={team} value={team} />
        ))}
      </datalist>
    </label>
  );
}

function Check({ label, isOn, onTurn }: { label: string; isOn: boolean; onTurn: (isOn: boolean) => void }): JSX.Element {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={() => onTurn(!isOn)} /> {label}
    </label>
  );
}
