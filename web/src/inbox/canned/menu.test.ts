import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { Menu } from './menu';
import type { Reply } from './replies';

const all = signal<readonly Reply[]>([
  { id: 'bye', en: { title: 'Goodbye', text: 'Bye.' } },
  { id: 'hello', en: { title: 'Greeting', text: 'Hello.' } },
]);
const key = (name: string, more: Partial<KeyboardEvent> = {}) =>
  ({ key: name, isComposing: false, keyCode: 0, shiftKey: false, altKey: false, ...more });

function open(written: string) {
  const text = signal(written);
  return { text, menu: new Menu(text, all, () => 'en') };
}

test('arrows go round, Enter takes', () => {
  const { menu } = open('/');
  expect([menu.press(key('ArrowUp')), menu.at.value]).toEqual(['handled', 1]);
  expect([menu.press(key('ArrowDown')), menu.at.value]).toEqual(['handled', 0]);
  expect(menu.press(key('Enter'))).toMatchObject({ chosen: { id: 'bye' } });
});

test('typing on narrows it, and chooses the best again', () => {
  const { menu, text } = open('/');
  menu.press(key('ArrowDown'));
  text.value = '/he';
  menu.typed();
  expect(menu.press(key('Enter'))).toMatchObject({ chosen: { id: 'hello' } });
});

test('Escape closes it until something else is typed', () => {
  const { menu, text } = open('/');
  expect(menu.press(key('Escape'))).toBe('handled');
  expect([menu.options.value.length, menu.press(key('Enter'))]).toEqual([0, undefined]);
  text.value = '/b';
  expect(menu.options.value.length).toBe(1);
});

test('an input method, and every other key, are left alone', () => {
  const { menu } = open('/');
  for (const pressed of [key('Enter', { isComposing: true }), key('Enter', { keyCode: 229 }), key('Enter', { shiftKey: true }), key('a')]) {
    expect(menu.press(pressed)).toBeUndefined();
  }
  expect(open('hello').menu.press(key('Enter'))).toBeUndefined();
  expect(open('/nothing').menu.press(key('ArrowDown'))).toBeUndefined();
});
