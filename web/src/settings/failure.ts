// A refusal in words at the edge of the screen; an ended login shows the door instead.
import { loginEnded } from '../staff/account';
import { codeOf, errorText } from '../staff/errors';
import { show } from '../staff/notices';
import { language } from '../staff/preferences';

/** Says why something was not done, in words that fit better than the code's own where the screen has them. */
export function showFailure(error: unknown, text?: string): void {
  const code = codeOf(error);
  if (code === 'unauthorized') loginEnded();
  else show({ kind: 'error', text: text ?? errorText(code, language.value) });
}
