import { expect, test } from 'vitest';
import { bodyOf, bodyOfBudgets, draftOf, isSame } from './shapes';

const BUDGETS = { enabled: true, page: 0.300_000_011_920_928_96, handoff: 5, badge: 10, min_chats: 500, own: true };

test('budgets stand in the form as somebody would write them, and go out as numbers', () => {
  const draft = draftOf(BUDGETS);
  expect(draft).toEqual({ enabled: true, page: '0.3', handoff: '5', badge: '10', least: '500' });
  expect(bodyOf(draft)).toEqual({ ...bodyOfBudgets(BUDGETS), page: 0.3 });
  expect(isSame(draft, draftOf(BUDGETS))).toBe(true);
  expect(isSame(draft, { ...draft, page: '0.4' })).toBe(false);
});
