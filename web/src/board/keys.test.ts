import { beforeEach, expect, test } from 'vitest';
import { press } from './keys';

const pressed: string[] = [];

beforeEach(() => {
  pressed.length = 0;
  document.body.innerHTML = `
    <ul>
      <li data-alert="one" tabindex="-1"><button data-key="a">1</button><select></select></li>
      <li data-alert="two" tabindex="-1"><button data-key="a">2</button></li>
    </ul>
    <details><summary>known</summary><p data-alert="hidden" tabindex="-1"><button data-key="d">3</button></p></details>`;
  for (const button of document.querySelectorAll('button')) button.onclick = () => pressed.push(button.textContent ?? '');
});

const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset['alert'];

test('J and K walk over the alerts that are shown, and stay at the ends', () => {
  const walked = ['j', 'j', 'j', 'k', 'k'].map((key) => {
    expect(press(key, document.activeElement)).toBe(true);
    return focused();
  });
  expect(walked).toEqual(['one', 'two', 'two', 'one', 'one']);
});

test('a letter presses the button of the alert that has the focus, and nothing elsewhere', () => {
  expect(press('a', document.body)).toBe(false);
  press('j', document.body);
  expect(press('a', document.activeElement)).toBe(true);
  expect(press('x', document.activeElement)).toBe(false);
  expect(press('"]', document.activeElement)).toBe(false);
  expect(pressed).toEqual(['1']);
});

test('keys rest where somebody chooses or types', () => {
  expect(press('a', document.querySelector('select'))).toBe(false);
  expect(pressed).toEqual([]);
});
