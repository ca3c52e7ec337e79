// What every staff page begins with: whose cookie it is, then the door or the page itself.
import { type ComponentType, type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { account, whoAmI } from './account';
import { startClock } from './clock';
import { type ErrorCode, codeOf, errorText } from './errors';
import { keepFocus } from './focus';
import { Door } from './login';
import { applyPreferences, language } from './preferences';
import { armSound } from './sound';
import { common } from './texts';
import { Toasts } from './toasts';
import { Waiting } from './waiting';

/** Draws a page; `inside` is drawn for those who are signed in. */
export function startPage(inside: ComponentType): void {
  applyPreferences();
  startClock();
  armSound();
  keepFocus();
  render(<Page inside={inside} />, document.body);
}

function Page({ inside: Inside }: { inside: ComponentType }): JSX.Element {
  const words = common();
  const [failed, setFailed] = useState<ErrorCode>();
  const ask = (): void => {
    setFailed(undefined);
    whoAmI().catch((error: unknown) => setFailed(codeOf(error)));
  };
  useEffect(ask, []);
  if (account.value) {
    return (
      <>
        <Inside key={account.value.staff} />
        <Toasts />
      </>
    );
  }
  if (account.value === null) return <Door />;
  return (
    <main class="alone">
      <h1 class="unseen">{words.product}</h1>
      {failed ? (
        <p role="alert">
          {errorText(failed, language.value)}{' '}
          <button type="button" class="button" onClick={ask}>
            {words.retry}
          </button>
        </p>
      ) : (
        <Waiting lines={3} />
      )}
    </main>
  );
}
