// Tags, and putting a conversation aside: asked of the server, told of, and taken back. Owns no drawing.
import type { Timestamp } from '../../shared/protocol';
import { serverNow } from '../../staff/clock';
import type { Asked } from '../../staff/desk';
import { dayTime } from '../../staff/format';
import { show, showError } from '../../staff/notices';
import { language } from '../../staff/preferences';
import { type Choice, endOf } from './aside';
import { filingWords } from './texts';

export class Filing {
  readonly #ask: (asked: Asked) => Promise<void>;

  constructor(ask: (asked: Asked) => Promise<void>) {
    this.#ask = ask;
  }

  async tag(conv: string, tag: string): Promise<void> {
    if (tag.trim() !== '') await this.#ask({ t: 'tag', conv, tag }).catch(showError);
  }

  async untag(conv: string, tag: string): Promise<void> {
    const words = filingWords();
    await this.#do(() => this.#ask({ t: 'untag', conv, tag }), words.untagged(tag), () => this.#ask({ t: 'tag', conv, tag }));
  }

  /** Puts it aside until then; undo takes it back. */
  async snooze(conv: string, choice: Choice): Promise<void> {
    const until = endOf(choice, serverNow());
    const text = filingWords().putAside(dayTime(until, language.value));
    await this.#do(() => this.#ask({ t: 'snooze', conv, until }), text, () => this.#ask({ t: 'unsnooze', conv }));
  }

  /** Takes it back; undo puts it aside until the same time. */
  async unsnooze(conv: string, until: Timestamp): Promise<void> {
    await this.#do(() => this.#ask({ t: 'unsnooze', conv }), filingWords().takenBack, () => this.#ask({ t: 'snooze', conv, until }));
  }

  async #do(act: () => Promise<void>, text: string, back: () => Promise<void>): Promise<void> {
    try {
      await act();
      show({ kind: 'done', text, action: { label: filingWords().undo, run: () => void back().catch(showError) } });
    } catch (error) {
      showError(error);
    }
  }
}
