import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import type { Earlier, EarlierConversation } from '../../shared/protocol';
import { language } from '../../staff/preferences';
import { EarlierList } from './view';

const at = new Date(2026, 2, 3, 14, 0).getTime();
const angry: EarlierConversation = {
  conv: 'a', opened_at: at, ended_at: at, cause: 'resolved', agent: 'Ana', rating: 2, stage: 'critical', about: 'Where is my refund?',
};
const silent: EarlierConversation = { conv: 'b', opened_at: at, ended_at: at, cause: 'idle', stage: 'calm' };
const earlier: Earlier = { count: 7, latest: [angry, silent] };

afterEach(() => {
  cleanup();
  language.value = 'en';
});

test('each earlier conversation says when, how it ended, how it was rated, how bad it got and what about', () => {
  const { container } = render(<EarlierList earlier={earlier} most={3} />);
  expect(container.textContent).toContain('7 conversations');
  const [first, second] = container.querySelectorAll('li');
  expect(first?.textContent).toContain('Tuesday');
  expect(first?.textContent).toContain('resolved by Ana, rated 2 of 5');
  expect(first?.textContent).toMatch(/rated 2 of 5, at worst Critical/);
  expect(first?.querySelector('q')?.textContent).toBe('Where is my refund?');
  expect(second?.textContent).toContain('ended after a silence, not rated');
  expect(second?.textContent).toContain('nothing was said');
  expect(container.querySelector('button')).toBeNull();
});

test('it leads there only where it is to be had, and an offer has the latest alone', () => {
  const went = vi.fn();
  const visit = (conv: string): (() => void) | undefined => (conv === 'a' ? () => went(conv) : undefined);
  const { getByRole } = render(<EarlierList earlier={earlier} most={3} visit={visit} />);
  fireEvent.click(getByRole('button'));
  expect(went).toHaveBeenCalledWith('a');
  cleanup();
  expect(render(<EarlierList earlier={earlier} most={1} />).container.querySelectorAll('li').length).toBe(1);
});

test('in Chinese, and where there were more than are counted', () => {
  language.value = 'zh';
  const { container } = render(<EarlierList earlier={{ ...earlier, count: 50 }} most={3} />);
  expect(container.textContent).toContain('50 次以上会话');
  expect(container.textContent).toContain('Ana 已解决');
  expect(container.textContent).toContain('评分 2/5');
});
