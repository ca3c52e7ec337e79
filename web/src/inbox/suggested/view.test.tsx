import { cleanup, fireEvent, render, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { language } from '../../staff/preferences';
import { Suggested } from './view';

const RETURNS = { article: 'How do I return something?', answer: 'Within 30 days.', source: 'https://shop.example/returns', sure: 0.8 };
const REFUND = { article: 'When will I get my refund?', answer: 'In 5 days.', sure: 0.2 };
const NOISE = { article: 'Do you sell gift cards?', answer: 'Yes.', sure: 0.1 };

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  language.value = 'en';
});

function answering(status: number, body: unknown): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

test('the surest stand first with how sure the search is, and one press puts an answer with its source into the reply', async () => {
  const fetch = answering(200, { message: 3, suggestions: [RETURNS, REFUND, NOISE] });
  const written = vi.fn();
  const { findByRole, container } = render(<Suggested on={{ conv: 'c1', asked: 3, onInsert: written }} />);
  fireEvent.click(await findByRole('button', { name: 'Use in reply: How do I return something?' }));
  expect(written).toHaveBeenCalledWith('Within 30 days.\nhttps://shop.example/returns');
  const shown = [...container.querySelectorAll('li')].map((item) => item.textContent);
  expect(shown).toHaveLength(2);
  expect(shown[0]).toContain('likely');
  expect(shown[1]).toContain('possibly');
  expect(fetch.mock.calls[0]?.[0]).toBe('/v1/conversations/c1/suggestions');
});

test('whoever may not write reads them, in Chinese too', async () => {
  language.value = 'zh';
  answering(200, { message: 3, suggestions: [RETURNS] });
  const { findByText, container } = render(<Suggested on={{ conv: 'c1', asked: 3 }} />);
  await findByText('可能相关的文章');
  expect(container.querySelector('button')).toBeNull();
});

test('the next message has suggestions of its own, and those of the one before go', async () => {
  answering(200, { message: 3, suggestions: [RETURNS] });
  const { findByText, rerender, container } = render(<Suggested on={{ conv: 'c1', asked: 3 }} />);
  await findByText('How do I return something?');
  answering(200, { message: 5, suggestions: [{ ...REFUND, sure: 0.7 }] });
  rerender(<Suggested on={{ conv: 'c1', asked: 5 }} />);
  expect(container.textContent).not.toContain('How do I return something?');
  await findByText('When will I get my refund?');
});

test('without an answer of the server nothing is shown', async () => {
  const fetch = answering(503, { code: 'storage_unavailable' });
  const { container } = render(<Suggested on={{ conv: 'c1', asked: 3 }} />);
  await waitFor(() => expect(fetch).toHaveBeenCalled());
  expect(container.querySelector('section')).toBeNull();
});
