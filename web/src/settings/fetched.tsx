// The states of anything fetched: grey lines, a sentence with a way to try again, or what is there.
import type { ComponentChildren, JSX } from 'preact';
import { errorText } from '../staff/errors';
import { language } from '../staff/preferences';
import { common } from '../staff/texts';
import { Waiting } from '../staff/waiting';
import type { Resource } from './resource';

interface Props<T> {
  readonly of: Resource<T>;
  readonly children: (value: T) => ComponentChildren;
}

export function Fetched<T>({ of, children }: Props<T>): JSX.Element {
  const { value, failed } = of.state.value;
  return (
    <>
      {failed && (
        <p role="alert" class="failure">
          {errorText(failed, language.value)}{' '}
          <button type="button" class="button small" onClick={() => void of.load()}>
            {common().retry}
          </button>
        </p>
      )}
      {value === undefined ? !failed && <Waiting lines={5} /> : children(value)}
    </>
  );
}
