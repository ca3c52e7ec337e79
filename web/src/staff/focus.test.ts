import { afterEach, beforeEach, expect, test } from 'vitest';
import { goHome, keepFocus } from './focus';

let stop: () => void;
const settle = (): Promise<void> => new Promise((done) => setTimeout(done));
const at = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};

beforeEach(() => {
  document.body.innerHTML =
    '<main><section class="list"><input id="find"><button class="row" tabindex="-1"></button><button class="row" tabindex="0" id="next"></button></section>' +
    '<section class="pane"><textarea></textarea></section></main>';
  stop = keepFocus();
});
afterEach(() => stop());

test('what is taken away with the focus leaves it to the conversation, or in the list to the next row', async () => {
  at('textarea').focus();
  at('textarea').remove();
  await settle();
  expect(document.activeElement).toBe(at('.pane'));
  at('.row').focus();
  at('.row').remove();
  await settle();
  expect(document.activeElement).toBe(at('#next'));
});

test('whoever leaves the focus nowhere on purpose keeps it so', async () => {
  at('textarea').focus();
  at('textarea').blur();
  at('#find').remove();
  await settle();
  expect(document.activeElement).toBe(document.body);
});

test('a field is left for what it belongs to; without a conversation that is the page', () => {
  goHome(at('#find'));
  expect(document.activeElement).toBe(at('#next'));
  goHome(at('textarea'));
  expect(document.activeElement).toBe(at('.pane'));
  at('.pane').remove();
  at('.list').remove();
  goHome(at('main'));
  expect(document.activeElement).toBe(at('main'));
});
