// Who may sign in: a list, a form to add and to change, and a way back from a deactivation.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { account } from '../../staff/account';
import { show } from '../../staff/notices';
import { Fetched } from '../fetched';
import { type Resource, useResource } from '../resource';
import { SearchField } from '../search_field';
import { Rejected, send } from '../rest';
import { settingsWords } from '../texts';
import { showFailure } from '../failure';
import { remove } from '../removal';
import { MemberForm } from './form';
import { type Member, type Profile, fits, teamsOf } from './shapes';
import { type PeopleWords, peopleWords } from './texts';

interface Staff {
  readonly skills: readonly string[];
  /** Teams that are listed; none: a team is any word. */
  readonly teams: readonly string[];
  readonly staff: readonly Member[];
}

export function People(): JSX.Element {
  const words = peopleWords();
  const all = useResource<Staff>('/v1/staff');
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState<Member | 'new'>();
  return (
    <>
      <p class="muted">{words.lead}</p>
      <div class="tools">
        <SearchField value={query} onInput={setQuery} />
        <button type="button" class="button strong" onClick={() => setOpened('new')}>
          {words.add}
        </button>
      </div>
      <Fetched of={all}>{({ staff }) => <Table all={all} staff={staff} query={query} onOpen={setOpened} />}</Fetched>
      <p class="small">{words.profileHint}</p>
      {opened && (
        <MemberForm
          member={opened === 'new' ? undefined : opened}
          skills={all.value?.skills ?? []}
          teams={teamsOf(all.value?.teams ?? [], all.value?.staff ?? [])}
          onSaved={(name) => {
            show({ kind: 'done', text: words.saved(name) });
            void all.load();
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}

interface TableProps {
  readonly all: Resource<Staff>;
  readonly staff: readonly Member[];
  readonly query: string;
  readonly onOpen: (member: Member) => void;
}

function Table({ all, staff, query, onOpen }: TableProps): JSX.Element {
  const words = peopleWords();
  const [isAll, setAll] = useState(false);
  const inactive = staff.filter(({ active }) => !active).length;
  const shown = staff.filter((member) => (member.active || isAll) && fits(member, query));
  const setActive = async (member: Member, active: boolean): Promise<void> => {
    try {
      await send('POST', `/v1/staff/${member.staff}`, { active });
    } catch (error) {
      const isLast = error instanceof Rejected && error.code === 'conflict';
      showFailure(error, isLast ? words.lastAdmin : undefined);
      return;
    }
    await all.load();
    const text = active ? words.activated(member.name) : words.deactivated(member.name);
    const undo = { label: settingsWords().undo, run: () => void setActive(member, !active) };
    show({ kind: 'done', text, ...(!active && { action: undo }) });
  };
  return (
    <>
      {inactive > 0 && (
        <label class="check">
          <input type="checkbox" checked={isAll} onChange={() => setAll(!isAll)} /> {words.showInactive(inactive)}
        </label>
      )}
      <div class="scroll">
        <table class="people">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.role}</th>
              <th scope="col">{words.capacity}</th>
              <th scope="col">{words.can}</th>
              <th scope="col">
                <span class="unseen">{settingsWords().actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((member) => (
              <Row key={member.staff} member={member} words={words} onOpen={onOpen} onActive={(active) => void setActive(member, active)} all={all} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 && <p class="muted">{settingsWords().nothingFound}</p>}
      {staff.length === 1 && <p class="muted">{words.alone}</p>}
    </>
  );
}

interface RowProps {
  readonly member: Member;
  readonly words: PeopleWords;
  readonly onOpen: (member: Member) => void;
  readonly onActive: (active: boolean) => void;
  readonly all: Resource<Staff>;
}

function Row({ member, words, onOpen, onActive, all }: RowProps): JSX.Element {
  const { staff, name, email, role, capacity, active, profile, profile_own: isOwn } = member;
  const isMe = member.staff === account.value?.staff;
  const roles: Readonly<Record<string, string>> = { agent: words.agent, supervisor: words.supervisor, admin: words.admin };
  return (
    <tr class={active ? undefined : 'inactive'}>
      <th scope="row">
        {name} {isMe && <span class="small">{words.you}</span>}
        {!active && <span class="badge">{words.inactive}</span>}
        <span class="small below">{email}</span>
      </th>
      <td>{roles[role] ?? role}</td>
      <td class="number" data-label={words.capacity}>{capacity}</td>
      <td data-label={words.can}>
        <Can profile={profile} words={words} />
        {isOwn && profile && (
          <button type="button" class="button small" aria-label={`${words.asConfigured}: ${name}`}
            onClick={() => void remove(all, `/v1/staff/${staff}/profile`, profile, words.configured(name))}>
            {words.asConfigured}
          </button>
        )}
      </td>
      <td class="row-acts">
        <button type="button" class="button small" aria-label={`${settingsWords().edit} ${name}`} onClick={() => onOpen(member)}>
          {settingsWords().edit}
        </button>
        {!isMe && (
          <button type="button" class="button small" aria-label={`${active ? words.deactivate : words.activate} ${name}`} onClick={() => onActive(!active)}>
            {active ? words.deactivate : words.activate}
          </button>
        )}
      </td>
    </tr>
  );
}

function Can({ profile, words }: { profile: Profile | undefined; words: PeopleWords }): JSX.Element {
  if (!profile) return <span class="small">{words.noProfile}</span>;
  const { skills, languages, tier, team } = profile;
  const shared = settingsWords();
  const spoken = languages.map((each) => (each === 'zh' ? shared.chinese : shared.english)).join(', ');
  const facts = [words.tier(tier), ...(team ? [words.team(team)] : []), ...(spoken ? [words.answers(spoken)] : [])];
  return (
    <>
      {skills.join(', ')}
      <span class="small below">{facts.join(' · ')}</span>
    </>
  );
}
