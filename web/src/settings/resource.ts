// Something that is fetched for a screen: not there yet, there, or failed. What was there stays while it is fetched anew.
import { type Signal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type ErrorCode, codeOf } from '../staff/errors';
import { loginEnded } from '../staff/account';
import { send } from './rest';

export interface State<T> {
  readonly value?: T;
  readonly failed?: ErrorCode;
}

export class Resource<T> {
  readonly state: Signal<State<T>> = signal({});
  readonly #url: string;
  #turn = 0;

  constructor(url: string) {
    this.#url = url;
  }

  get value(): T | undefined {
    return this.state.value.value;
  }

  /** Fetches it; of two that overlap the later one counts. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const value = await send<T>('GET', this.#url);
      if (turn === this.#turn) this.state.value = { value };
    } catch (error) {
      const code = codeOf(error);
      if (code === 'unauthorized') return loginEnded();
      if (turn === this.#turn) this.state.value = { ...this.state.peek(), failed: code };
    }
  }
}

/** A resource of this screen, fetched as it opens and again when the network is back. */
export function useResource<T>(url: string): Resource<T> {
  const resource = useMemo(() => new Resource<T>(url), [url]);
  useEffect(() => {
    const load = (): void => void resource.load();
    load();
    addEventListener('online', load);
    return () => removeEventListener('online', load);
  }, [resource]);
  return resource;
}
