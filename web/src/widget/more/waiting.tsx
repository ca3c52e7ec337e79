/** @jsxImportSource ../view */
// Where the visitor stands in the queue. Fetched as they begin to wait; without it the panel's head says that a person
// is looked for.
import type { Language } from '../../shared/i18n';
import type { QueueFrame } from '../thread';
import type { JSX } from '../view/jsx-runtime';
import { moreWordsOf } from './texts';

export function waiting(language: Language, { position, minutes }: QueueFrame): JSX.Element {
  const words = moreWordsOf(language);
  return (
    <div class="waiting" role="status">
      <strong>{words.position(position, minutes)}</strong> {words.keepWriting}
    </div>
  );
}
