// The list of canned replies while a shortcut is typed: what fits, which one is chosen, and what keys do.
// Owns no drawing, and puts nothing into the field by itself.
import { type ReadonlySignal, computed, signal } from '@preact/signals';
import type { Language } from '../../shared/i18n';
import { type Option, type Reply, matching, shortcut } from './replies';

/** What a key did: put this in, or something with the list alone. */
export type Done = { readonly chosen: Option } | 'handled' | undefined;

export class Menu {
  readonly #at = signal(0);
  /** The text at which somebody closed it. */
  readonly #closedAt = signal<string | undefined>(undefined);

  constructor(
    readonly text: ReadonlySignal<string>,
    readonly all: ReadonlySignal<readonly Reply[]>,
    readonly language: () => Language,
  ) {}

  /** What is listed; nothing while no shortcut is typed. */
  readonly options = computed((): readonly Option[] => {
    const query = shortcut(this.text.value);
    if (query === undefined || this.#closedAt.value === this.text.value) return [];
    return matching(this.all.value, query, this.language());
  });

  /** The place of the one that Enter takes. */
  readonly at = computed(() => Math.min(this.#at.value, this.options.value.length - 1));

  /** The text changed: the best one is chosen again. */
  typed(): void {
    this.#at.value = 0;
  }

  press({ key, isComposing, keyCode, shiftKey, altKey }: Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode' | 'shiftKey' | 'altKey'>): Done {
    const { length } = this.options.value;
    if (length === 0 || isComposing || keyCode === 229 || shiftKey || altKey) return undefined;
    const chosen = this.options.value[this.at.value];
    if (key === 'Enter') return chosen && { chosen };
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    if (key === 'Escape') this.#closedAt.value = this.text.value;
    else if (moves[key] !== undefined) this.#at.value = (this.at.value + moves[key] + length) % length;
    else return undefined;
    return 'handled';
  }
}
