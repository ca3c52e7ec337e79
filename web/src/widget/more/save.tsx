/** @jsxImportSource ../view */
// A conversation as a file of text. Owns asking the server for it, handing it to the browser, and saying what came of it.
import type { Screen } from '../screen';
import { Icon } from '../view/icon';
import type { JSX } from '../view/jsx-runtime';
import { ask } from './ask';
import { moreWordsOf } from './texts';

const ARROW = 'M12 4v12M6 11l6 6 6-6M4 20h16';
/** So long the browser may take to begin reading what it was handed. */
const KEPT_MS = 60_000;

export class Save {
  readonly #screen: Screen;
  #state: 'saving' | 'saved' | 'unsaved' | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  draw(conv: string): JSX.Element {
    const words = moreWordsOf(this.#screen.chat.language);
    return (
      <div>
        <button type="button" aria-disabled={this.#state === 'saving'} onClick={() => void this.#save(conv)}>
          <Icon of={ARROW} /> {words.save}
        </button>
        <p class={this.#state === 'unsaved' ? 'small error' : 'small'} role="status">
          {this.#state && words[this.#state]}
        </p>
      </div>
    );
  }

  async #save(conv: string): Promise<void> {
    if (this.#state === 'saving') return;
    const { chat } = this.#screen;
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const path = (more: object): string => `conversations/${conv}/transcript?${new URLSearchParams({ language: chat.language, ...more })}`;
    this.#say('saving');
    try {
      // A zone that only this browser knows is worth a transcript in UTC, not none.
      const answer = await ask(chat, path({ zone })).catch(() => ask(chat, path({})));
      hand(await answer.blob(), `chat-${new Date().toLocaleDateString('sv')}.txt`);
      this.#say('saved');
    } catch {
      this.#say('unsaved');
    }
  }

  #say(state: 'saving' | 'saved' | 'unsaved'): void {
    this.#state = state;
    this.#screen.changed();
  }
}

/** Hands a file to the browser, as a link that is followed would. */
export function hand(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
