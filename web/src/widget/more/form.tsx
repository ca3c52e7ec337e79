/** @jsxImportSource ../view */
// What a site asks before a conversation opens: a name, an e-mail address, what it is about. Owns what of it is asked,
// checking it, and keeping what was typed over a reload. What is told is the visitor's claim, as with `identify`.
import type { Told } from '../customer';
import type { Drawing } from '../later';
import type { Screen } from '../screen';
import { submit } from '../view/foot';
import type { JSX } from '../view/jsx-runtime';
import { moreWordsOf } from './texts';

type Field = 'name' | 'email' | 'topic';
type Values = Partial<Record<Field, string>>;

const KINDS: Readonly<Record<Field, object>> = {
  name: { autocomplete: 'name', dir: 'auto' },
  email: { type: 'email', autocomplete: 'email', dir: 'ltr' },
  topic: {},
};
const FIELDS = Object.keys(KINDS) as readonly Field[];
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
/** The server's limit for each. */
const MOST = 200;
const DRAFT = 'form';

export function form(screen: Screen): Drawing {
  const draw = formOf(screen, () => {});
  return () => draw();
}

/** @param done goes on when it was filled in; what is drawn takes what stands beside its button */
export function formOf(screen: Screen, done: () => void): (beside?: JSX.Element) => JSX.Element {
  const { chat } = screen;
  const site = chat.form ?? { topics: [] };
  const known: Values = { ...chat.user };
  const asked = FIELDS.filter((field) => site[field] && !known[field]);
  const values: Values = chat.storage.get<Values>(DRAFT) ?? {};
  /** As the server takes it: one line, and a topic that is still one. */
  const given = (field: Field): string => {
    const value = asked.includes(field) ? (values[field] ?? '').replace(/\p{Cc}/gu, ' ').trim() : '';
    return field !== 'topic' || site.topics.some((topic) => topic.value === value) ? value : '';
  };
  let isTried = false;

  const wrong = (field: Field): 'missing' | 'noAddress' | undefined => {
    if (given(field) === '') return site[field] === 'required' ? 'missing' : undefined;
    return field === 'email' && !ADDRESS.test(given(field)) ? 'noAddress' : undefined;
  };
  const tell = (): void => {
    const answer = (field: Field): Values => given(field) && { [field]: given(field) } || {};
    const told: Told = { user: { ...chat.formAnswers.user, ...answer('name'), ...answer('email') }, attributes: { ...answer('topic') } };
    chat.storage.set(DRAFT, undefined);
    chat.storage.set(`told.${chat.visitor}`, told);
    chat.formDone?.();
    done();
    // Without a connection the conversation opens later; what is written meanwhile waits in the composer.
    screen.changed();
  };
  const send = (): void => {
    isTried = true;
    const first = asked.find(wrong);
    if (first === undefined) return tell();
    screen.changed();
    screen.focus(`[name=${first}]`);
  };
  const typed = (field: Field, value: string): void => {
    values[field] = value;
    chat.storage.set(DRAFT, values);
    screen.changed();
  };
  // Everything is known: nothing to ask. Not while this is being drawn.
  if (asked.length === 0) queueMicrotask(tell);

  const entry = (field: Field): JSX.Element => {
    const words = moreWordsOf(chat.language);
    const fault = isTried ? wrong(field) : undefined;
    const all = {
      ...KINDS[field],
      name: field,
      'aria-required': site[field] === 'required',
      'aria-invalid': fault !== undefined,
      'aria-describedby': `${field}-fault`,
      onInput: (event: Event) => typed(field, (event.currentTarget as HTMLInputElement).value),
    };
    return (
      <div key={field}>
        <label>
          <span>
            {words[field]} {site[field] === 'optional' && <span class="small">{words.optional}</span>}
          </span>
          {field === 'topic' ? (
            <select {...all}>
              <option>{words.choose}</option>
              {site.topics.map(({ value, ...topic }) => (
                <option value={value} selected={values.topic === value}>
                  {topic[chat.language]}
                </option>
              ))}
            </select>
          ) : (
            <input {...all} value={values[field] ?? ''} maxlength={MOST} />
          )}
        </label>
        <p class="small error" id={`${field}-fault`} role="alert">
          {fault && words[fault]}
        </p>
      </div>
    );
  };
  return (beside) => {
    const words = moreWordsOf(chat.language);
    return (
      <form class="foot fields" novalidate aria-label={words.before} onSubmit={submit(send)}>
        <strong>{words.before}</strong>
        {asked.map(entry)}
        <div class="row">
          {beside}
          <button class="strong">{words.begin}</button>
        </div>
      </form>
    );
  };
}
