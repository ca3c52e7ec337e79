// The door: sign in, or create the first administrator (`?setup=TOKEN`).
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ended, logIn, setUp } from './account';
import { doorWords } from './door_texts';
import { type ErrorCode, codeOf, errorText } from './errors';
import { LanguageSwitch } from './header';
import { language } from './preferences';
import { common } from './texts';

export function Door(): JSX.Element {
  const token = new URLSearchParams(location.search).get('setup');
  return (
    <div class="door">
      <div class="card">
        <header>
          <span class="brand">{common().product}</span>
          <LanguageSwitch />
        </header>
        <main>{token === null ? <SignIn /> : <SetUp token={token} />}</main>
      </div>
    </div>
  );
}

type Explain = (code: ErrorCode) => string | undefined;

/** A form that runs one request at a time and says what went wrong. */
function useForm(run: (form: FormData) => Promise<void>, explain: Explain) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorCode>();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy || !(event.currentTarget instanceof HTMLFormElement)) return;
    setBusy(true);
    setError(undefined);
    try {
      await run(new FormData(event.currentTarget));
    } catch (failure) {
      setError(codeOf(failure));
    } finally {
      setBusy(false);
    }
  };
  const trouble = (
    <p role="alert" class="failure">
      {error && (explain(error) ?? errorText(error, language.value))}
    </p>
  );
  return { busy, submit, trouble };
}

function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function SignIn(): JSX.Element {
  const words = doorWords();
  const { busy, submit, trouble } = useForm(
    (form) => logIn(field(form, 'email').trim(), field(form, 'password')),
    (code) => (code === 'unauthorized' ? words.wrongPassword : code === 'rate_limited' ? words.triesTooMany : undefined),
  );
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{words.signIn}</h1>
      <p class={ended.value ? 'notice' : 'muted'}>{ended.value ? words.loginEnded : words.signInLead}</p>
      <label>
        {words.email}
        <input name="email" type="email" autocomplete="username" required autoFocus />
      </label>
      <label>
        {words.password}
        <input name="password" type="password" autocomplete="current-password" required />
      </label>
      {trouble}
      <button class="button strong wide" aria-disabled={busy}>
        {words.signIn}
      </button>
    </form>
  );
}

function SetUp({ token }: { token: string }): JSX.Element {
  const words = doorWords();
  const create = async (form: FormData): Promise<void> => {
    const [email, name, password] = ['email', 'name', 'password'].map((key) => field(form, key));
    await setUp({ token, email: (email ?? '').trim(), name: (name ?? '').trim(), password: password ?? '' });
    // The link is of no use any more, and what there is to do first stands there.
    location.replace('/settings');
  };
  const { busy, submit, trouble } = useForm(create, (code) =>
    code === 'unauthorized' || code === 'not_found' || code === 'conflict' ? words.setUpStale : undefined,
  );
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{words.setUp}</h1>
      <p>{words.setUpLead}</p>
      <label>
        {words.name}
        <input name="name" autocomplete="name" required maxLength={100} autoFocus />
      </label>
      <label>
        {words.email}
        <input name="email" type="email" autocomplete="username" required />
      </label>
      <label>
        {words.password}
        <input name="password" type="password" autocomplete="new-password" required minLength={10} maxLength={200} aria-describedby="password-rule" />
      </label>
      <p class="small" id="password-rule">
        {words.passwordRule}
      </p>
      {trouble}
      <button class="button strong wide" aria-disabled={busy}>
        {words.create}
      </button>
    </form>
  );
}
