import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { notices } from './notices';
import { Part } from './part';
import { language } from './preferences';

beforeEach(() => {
  language.value = 'en';
});
afterEach(cleanup);

const View = ({ on }: { on: string }) => <p>Here is {on}</p>;

test('a part that does not come says so in its place, and comes when it is asked for again', async () => {
  let tries = 0;
  const load = async () => {
    if (++tries === 1) throw new Error('away');
    return View;
  };
  const page = render(<Part wanted on="it" load={load} />);
  expect((await page.findByRole('alert')).textContent).toContain('The server does not answer.');
  fireEvent.click(page.getByRole('button', { name: 'Try again' }));
  expect((await page.findByText('Here is it')).textContent).toBe('Here is it');
  expect(page.queryByRole('alert')).toBeNull();
});

test('one that has no place of its own tells whoever asked, and a notice says why', async () => {
  let failed = 0;
  const before = notices.value.length;
  const page = render(<Part wanted on="it" load={() => Promise.reject<typeof View>(new Error('away'))} onFailed={() => (failed += 1)} />);
  await Promise.resolve();
  await Promise.resolve();
  expect(failed).toBe(1);
  expect(notices.value.length).toBe(before + 1);
  expect(page.container.textContent).toBe('');
});

test('nothing is fetched before it is wanted', () => {
  let tries = 0;
  render(<Part wanted={false} on="it" load={() => (tries++, Promise.resolve(View))} />);
  expect(tries).toBe(0);
});
