// The form for a member: everything for a new one; the address of another stays.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { LANGUAGES } from '../../shared/i18n';
import { language } from '../../staff/preferences';
import { FormDialog } from '../dialog';
import { Rejected, send } from '../rest';
import { settingsWords } from '../texts';
import { Can } from './can';
import { type Draft, type Member, PASSWORD_LEAST, ROLES, type Teams, bodyOf, canOther, draftOf, freshPassword, isSame, profileOf } from './shapes';
import { peopleWords } from './texts';

interface Props {
  readonly member: Member | undefined;
  /** Skills that there are. */
  readonly skills: readonly string[];
  readonly teams: Teams;
  readonly onSaved: (name: string) => void;
  readonly onClose: () => void;
}

export function MemberForm({ member, skills, teams, onSaved, onClose }: Props): JSX.Element {
  const words = peopleWords();
  const [first] = useState(() => draftOf(member, language.value));
  const [draft, setDraft] = useState<Draft>(first);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  // A new person whose skills were refused is there already when they are sent again.
  const [made, setMade] = useState<string>();
  const save = async (): Promise<void> => {
    try {
      const staff = made ?? (await keep()).staff;
      setMade(member ? undefined : staff);
      if (canOther(draft, first)) await send('PUT', `/v1/staff/${staff}/profile`, profileOf(draft));
    } catch (error) {
      if (!(error instanceof Rejected) || error.code !== 'conflict') throw error;
      const field = member ? 'role' : 'email';
      throw new Rejected('invalid_field', error.status, [{ field, rule: member ? words.lastAdmin : words.inUse }]);
    }
    onSaved(draft.name.trim());
  };
  const keep = (): Promise<{ readonly staff: string }> => send('POST', member ? `/v1/staff/${member.staff}` : '/v1/staff', bodyOf(draft, member));
  const labels = { name: words.name, email: words.email, role: words.role, capacity: words.capacity, password: words.password, skills: words.can, tier: words.tierName, team: words.teamName };
  // What this page says itself (`inUse`, `lastAdmin`) comes as it is.
  const rules = {
    name: words.ruleName, capacity: words.capacityHint, password: words.rulePassword, skills: words.ruleSkills, tier: words.tierHint, team: words.ruleTeam,
  };
  return (
    <FormDialog
      title={member ? words.change(member.name) : words.add}
      labels={labels}
      rules={rules}
      isDirty={!isSame(draft, first)}
      save={save}
      onClose={onClose}
    >
      <label>
        {words.name}
        <input value={draft.name} required maxLength={100} autocomplete="off" onInput={(event) => change({ name: event.currentTarget.value })} />
      </label>
      <label>
        {words.email}
        <input type="email" value={draft.email} required disabled={member !== undefined} autocomplete="off"
          onInput={(event) => change({ email: event.currentTarget.value })} />
      </label>
      <Choices draft={draft} change={change} />
      <Password member={member} draft={draft} change={change} />
      <Can draft={draft} change={change} skills={skills} teams={teams} />
    </FormDialog>
  );
}

export interface Part {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

function Choices({ draft, change }: Part): JSX.Element {
  const words = peopleWords();
  const shared = settingsWords();
  return (
    <div class="columns-of-form">
      <label>
        {words.role}
        <select value={draft.role} onChange={(event) => change({ role: ROLES.find((role) => role === event.currentTarget.value) ?? 'agent' })}>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {words[role]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.language}
        <select value={draft.language} onChange={(event) => change({ language: event.currentTarget.value === 'zh' ? 'zh' : 'en' })}>
          {LANGUAGES.map((each) => (
            <option key={each} value={each}>
              {each === 'zh' ? shared.chinese : shared.english}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.capacity}
        <input type="number" min={1} max={50} step={1} required value={draft.capacity} title={words.capacityHint}
          onInput={(event) => change({ capacity: event.currentTarget.value })} />
      </label>
    </div>
  );
}

function Password({ member, draft, change }: Part & { readonly member: Member | undefined }): JSX.Element {
  const words = peopleWords();
  return (
    <div class="with-button">
      <label>
        {member ? words.newPassword : words.password}
        <input
          class="mono"
          value={draft.password}
          required={!member}
          minLength={PASSWORD_LEAST}
          maxLength={200}
          autocomplete="new-password"
          spellcheck={false}
          aria-describedby="password-hint"
          onInput={(event) => change({ password: event.currentTarget.value })}
        />
      </label>
      <button type="button" class="button" onClick={() => change({ password: freshPassword() })}>
        {words.generate}
      </button>
      <p class="small" id="password-hint">
        {member ? words.newPasswordHint : words.passwordHint}
      </p>
    </div>
  );
}
