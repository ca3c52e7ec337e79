// Tags, and putting a conversation aside: asked of the server, told of, and taken back. Owns no drawing.
import type { Timestamp } from '../../shared/protocol';
import { serverNow } from '../../staff/clock';
import type { Asked } from '../../staff/desk';
import { dayTime } from '../../staff/format';
import { doWithUndo, showError } from '../../staff/notices';
import { language } from '../../staff/preferences';
import { inboxWords } from '../texts';
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
    const takeOff = (): Promise<void> => this.#ask({ t: 'untag', conv, tag });
    await doWithUndo(takeOff, () => this.#ask({ t: 'tag', conv, tag }), filingWords().untagged(tag), inboxWords().undo);
  }

  /** Puts it aside until then; undo takes it back. */
  async snooze(conv: string, choice: Choice): Promise<void> {
    const until = endOf(choice, serverNow());
    const text = filingWords().putAside(dayTime(until, language.value));
    await doWithUndo(() => this.#ask({ t: 'snooze', conv, until }), () => this.#ask({ t: 'unsnooze', conv }), text, inboxWords().undo);
  }

  /** Takes it back; undo puts it aside until the same time. */
  async unsnooze(conv: string, until: Timestamp): Promise<void> {
    const putBack = (): Promise<void> => this.#ask({ t: 'snooze', conv, until });
    await doWithUndo(() => this.#ask({ t: 'unsnooze', conv }), putBack, filingWords().takenBack, inboxWords().undo);
  }
}
