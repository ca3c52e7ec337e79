import { expect, test } from 'vitest';
import { budgetWordsOf } from './budget_texts';
import { type Budgets, type PurposeView, type ScopeView, driftTexts, main, sourceText, spentText } from './budgets';

const en = budgetWordsOf('en');
const zh = budgetWordsOf('zh');
const page: PurposeView = { purpose: 'page', per_100: 1, line: 0.9, realised: { per_100: 0.78, low: 0.31, high: 1.93, chats: 412 } };

function scope(over: Partial<ScopeView> = {}): ScopeView {
  return { language: 'en', source: 'workspace', calm: 412, alarms: 10, judged: 6, purposes: [page], over_budget: false, ...over };
}

test('what is spent is said with its interval and on how many chats', () => {
  expect(spentText(page, scope(), en)).toBe('1 per 100 · realised 0.8 (0.3–1.9) of 412 calm chats');
  expect(spentText(page, scope(), zh)).toBe('每 100 个 1 次 · 实际 0.8（0.3–1.9），共 412 个平静会话');
});

test('where too few alerts were judged nothing is claimed', () => {
  const unknown: PurposeView = { purpose: 'page', per_100: 0.5, line: 0.9 };
  expect(spentText(unknown, scope({ judged: 1, alarms: 30 }), en)).toBe('0.5 per 100 · too few alarms judged to tell (1 of 30)');
});

test('until there are enough chats the shipped defaults hold, and it is said how many are missing', () => {
  expect(sourceText(undefined, 500, en)).toBe('shipped defaults until 500 calm chats (now 0)');
  expect(sourceText(scope({ source: 'shipped', calm: 37 }), 500, en)).toBe('shipped defaults until 500 calm chats (now 37)');
  expect(sourceText(scope({ source: 'shipped', calm: 37 }), 500, zh)).toBe('满 500 个平静会话前使用出厂默认值（现有 37 个）');
  expect(sourceText(scope({ source: 'shipped', calm: 600 }), 500, en)).toBe('shipped defaults');
  expect(sourceText(scope({ source: 'site' }), 500, en)).toBe('lines of this site');
});

test('drift is said in words', () => {
  expect(driftTexts(scope(), en)).toEqual([]);
  expect(driftTexts(scope({ over_budget: true, shift: 0.2 }), en)).toEqual([en.overBudget, en.unlikeBefore]);
});

test('the short line tells of all sites, in the language most spoken', () => {
  const told: Budgets = {
    enabled: true,
    min_chats: 500,
    scopes: [scope({ calm: 3 }), scope({ language: 'zh', calm: 9 }), scope({ site: 'shop', calm: 99 })],
    changes: [],
  };
  expect(main(told)).toMatchObject({ language: 'zh', calm: 9 });
  expect(main({ ...told, scopes: [] })).toBeUndefined();
});
