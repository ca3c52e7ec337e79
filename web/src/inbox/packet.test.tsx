// The body of a handoff: what a language model wrote of it stands under the lines that were said, as the model's.
import { cleanup, render } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import type { HandoffPacket } from '../shared/protocol';
import { language } from '../staff/preferences';
import { PacketView } from './packet';
import { inboxWords } from './texts';

const packet: HandoffPacket = {
  hash: 'h', up_to: 3, summary: [{ seq: 2, kind: 'asked', text: 'Where is my parcel?' }], why: [], customer: { language: 'en' },
  wants: [], facts: [], tried: [], curve: [], stage: 'calm',
};
const written = { kind: 'summarised', handoff: 3, up_to: 3, text: '包裹没到 <b>', model: 'small-instruct' } as const;

afterEach(() => {
  cleanup();
  language.value = 'en';
});

test('a model’s summary names its model, in either language, as plain text in its own', () => {
  for (const chosen of ['en', 'zh'] as const) {
    language.value = chosen;
    const { container } = render(<PacketView on={{ packet, written }} />);
    const parts = [...container.querySelectorAll('dt')].map((part) => part.textContent);
    const words = inboxWords();
    expect(parts.indexOf(words.written)).toBe(parts.indexOf(words.summary) + 1);
    expect(container.textContent).toContain(words.writtenBy('small-instruct'));
    const shown = [...container.querySelectorAll('[lang]')].find((one) => one.textContent?.includes('包裹没到'));
    expect([shown?.textContent, shown?.getAttribute('lang'), container.querySelector('dd b')?.textContent]).toEqual(['包裹没到 <b>', 'zh-CN', undefined]);
    cleanup();
  }
});

test('without one there is no place for it', () => {
  const { container } = render(<PacketView on={{ packet }} />);
  expect(container.textContent).not.toContain(inboxWords().written);
});
