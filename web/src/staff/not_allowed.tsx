// A page that is not for whoever is signed in: why, whom to ask, and where to go instead.
import type { JSX } from 'preact';
import { account } from './account';
import { common } from './texts';

interface Props {
  readonly words: { readonly notAllowed: string; readonly notAllowedHint: (name: string) => string };
}

export function NotAllowed({ words }: Props): JSX.Element {
  return (
    <main class="alone">
      <h1>{words.notAllowed}</h1>
      <p class="muted">{words.notAllowedHint(account.value?.name ?? '')}</p>
      <a class="button" href="/inbox">
        {common().toInbox}
      </a>
    </main>
  );
}
