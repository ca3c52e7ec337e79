// Saved filters as a row of buttons, and under it where they are made, named, ordered and deleted. Fetched when wanted.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Stage } from '../../shared/protocol';
import { Icon } from '../../staff/icons';
import { show } from '../../staff/notices';
import { common } from '../../staff/texts';
import type { Inbox } from '../inbox';
import { UNFILTERED } from '../listing';
import { type Filter, MOST, NAME_MOST, NUMBERED, type Saved, isSame } from './filters';
import { filterWords } from './texts';

const STAGES: readonly Stage[] = ['critical', 'concern', 'watch', 'calm'];

export function Filters({ on: inbox }: { on: Inbox }): JSX.Element {
  const { saved, list } = inbox;
  const words = filterWords();
  const all = saved.all.value;
  return (
    <div class="filters">
      {all.length > 0 && (
        <div class="saved" role="group" aria-label={words.saved}>
          {all.map((one, place) => {
            const isOn = isSame(one, list.filter);
            return (
              <button key={one.id} type="button" class="chip" aria-pressed={isOn} onClick={() => inbox.show(isOn ? UNFILTERED : one)}>
                <span dir="auto">{one.name}</span>
                {place < NUMBERED && <kbd aria-hidden="true">{place + 1}</kbd>}
              </button>
            );
          })}
        </div>
      )}
      {saved.isOpen.value && (
        <section id="filters" class="filter-panel" aria-label={words.saved}>
          <Narrowing inbox={inbox} />
          <SaveForm inbox={inbox} />
          <ol>
            {all.map((one, place) => (
              <Item key={one.id} inbox={inbox} one={one} place={place} />
            ))}
          </ol>
          <p class="small">{all.length < MOST ? words.kept : words.full(MOST)}</p>
        </section>
      )}
    </div>
  );
}

function Narrowing({ inbox: { list } }: { inbox: Inbox }): JSX.Element {
  const words = filterWords();
  const { stage, language } = list.filter;
  return (
    <div class="narrowing">
      <select aria-label={words.mood} value={stage} onChange={({ currentTarget }) => list.view({ stage: currentTarget.value as Filter['stage'] })}>
        <option value="any">{words.anyMood}</option>
        {STAGES.map((each) => (
          <option key={each} value={each}>
            {common()[each]}
          </option>
        ))}
      </select>
      <select aria-label={words.language} value={language} onChange={({ currentTarget }) => list.view({ language: currentTarget.value as Filter['language'] })}>
        <option value="any">{words.anyLanguage}</option>
        <option value="en">{words.english}</option>
        <option value="zh">{words.chinese}</option>
      </select>
      <button type="button" class="plain-icon" aria-label={words.clear} title={words.clear} aria-disabled={!list.isNarrowed.value} onClick={() => list.view(UNFILTERED)}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function SaveForm({ inbox: { saved, list } }: { inbox: Inbox }): JSX.Element {
  const words = filterWords();
  const [name, setName] = useState('');
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const at = saved.all.value.length;
    const before = saved.save(name, list.filter);
    if (before) {
      const place = saved.all.value.findIndex(({ id }) => id === before.id);
      show({ kind: 'done', text: words.replaced(before.name), action: { label: words.undo, run: () => saved.put(before, place) } });
    }
    // A name that found no room stays, to be saved once there is some.
    if (before || saved.all.value.length > at) setName('');
  };
  return (
    <form onSubmit={save}>
      <input
        aria-label={words.name}
        placeholder={words.name}
        maxLength={NAME_MOST}
        autocomplete="off"
        dir="auto"
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
      />
      <button class="button small" aria-disabled={name.trim() === ''}>
        {words.save}
      </button>
    </form>
  );
}

function Item({ inbox: { saved }, one, place }: { inbox: Inbox; one: Saved; place: number }): JSX.Element {
  const words = filterWords();
  const { id, name } = one;
  const remove = (): void => {
    const back = saved.remove(id);
    show({ kind: 'done', text: words.removed(name), action: { label: words.undo, run: back } });
  };
  const move = (by: 1 | -1) => ({ currentTarget }: { currentTarget: HTMLButtonElement }): void => {
    saved.move(id, by);
    // Whatever moves in the page loses the focus.
    requestAnimationFrame(() => currentTarget.focus());
  };
  return (
    <li>
      <input
        aria-label={words.nameOf(place + 1)}
        maxLength={NAME_MOST}
        dir="auto"
        value={name}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') currentTarget.value = name;
        }}
        onChange={({ currentTarget }) => {
          saved.rename(id, currentTarget.value);
          if (currentTarget.value.trim() === '') currentTarget.value = name;
        }}
      />
      <button type="button" class="plain-icon" aria-label={words.up(name)} aria-disabled={place === 0} onClick={move(-1)}>
        <Icon name="up" />
      </button>
      <button type="button" class="plain-icon" aria-label={words.down(name)} aria-disabled={place === saved.all.value.length - 1} onClick={move(1)}>
        <Icon name="down" />
      </button>
      <button type="button" class="plain-icon" aria-label={words.remove(name)} onClick={remove}>
        <Icon name="close" />
      </button>
    </li>
  );
}
