import { cleanup, fireEvent, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DistressHelp } from './distress_help';
import { language } from './preferences';
import { resources, withResources } from './resources';

const TEXT = 'Call 000.\n<b>At any hour.</b>';

beforeEach(() => {
  language.value = 'en';
  resources.value = { en: TEXT };
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const button = (card: Element, name: string): HTMLButtonElement | undefined =>
  [...card.querySelectorAll('button')].find(({ textContent }) => textContent === name);

test('the operator’s text stands in the customer’s language, as text, and goes where it is wanted', () => {
  const onInsert = vi.fn();
  const { container } = render(<DistressHelp spoken="en" onInsert={onInsert} />);
  const shown = container.querySelector('.resource-text');
  expect([shown?.textContent, shown?.getAttribute('lang'), shown?.querySelector('b')]).toEqual([TEXT, 'en', null]);
  fireEvent.click(button(container, 'Insert into reply')!);
  expect(onInsert.mock.calls).toEqual([[TEXT]]);
});

test('whose words they are is said: the operator’s own, or those that are shipped', () => {
  const title = (spoken: 'en' | 'zh'): string | undefined => {
    cleanup();
    return render(<DistressHelp spoken={spoken} />).container.querySelector('h3')?.textContent;
  };
  resources.value = { en: TEXT, zh: '请联系', shipped: ['zh'] };
  expect(title('en')).toBe('Help contacts in English, set by your operator');
  expect(title('zh')).toContain('Chinese: the words that come with Attune, without a number');
  language.value = 'zh';
  expect(title('en')).toBe('英文求助联系方式（由运营方设置）');
  expect(title('zh')).toContain('Attune 自带的文字，不含电话号码');
  resources.value = { en: TEXT, zh: '请联系', shipped: ['en', 'zh'] };
  expect(title('en')).toContain('英文求助联系方式：Attune 自带的文字');
});

test('where no reply can be written it can only be copied', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  const { container } = render(<DistressHelp spoken="en" />);
  expect(button(container, 'Insert into reply')).toBeUndefined();
  fireEvent.click(button(container, 'Copy')!);
  await waitFor(() => expect(container.querySelector('[role=status]')?.textContent).toBe('Copied'));
  expect(writeText.mock.calls).toEqual([[TEXT]]);
});

test('a browser that does not let copy is told of', async () => {
  vi.stubGlobal('navigator', {});
  const { container } = render(<DistressHelp spoken="en" />);
  fireEvent.click(button(container, 'Copy')!);
  await waitFor(() => expect(container.querySelector('[role=status]')?.textContent).toContain('Select the text'));
});

test('that none is set is said, in the language of the screen, about that of the customer', () => {
  expect(render(<DistressHelp spoken="zh" onInsert={vi.fn()} />).container.textContent).toBe(
    'Your operator has set no help contacts in Chinese (triage.distress.resources_zh).',
  );
  cleanup();
  language.value = 'zh';
  expect(render(<DistressHelp spoken="zh" />).container.textContent).toContain('尚未设置中文求助联系方式');
  cleanup();
  resources.value = undefined;
  expect(render(<DistressHelp spoken="zh" />).container.textContent).toBe('');
});

test('a draft keeps what is written, and holds the text once', () => {
  expect(withResources(' ', TEXT)).toBe(TEXT);
  const draft = withResources('I am here. ', TEXT);
  expect(draft).toBe(`I am here.\n\n${TEXT}`);
  expect(withResources(draft, TEXT)).toBe(draft);
});
