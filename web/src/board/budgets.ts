// The budgets of false alarms as the server tells them, and what they come to in words. No drawing.
import { signal } from '@preact/signals';
import { call } from '../shared/api';
import type { Language } from '../shared/i18n';
import type { BudgetWords } from './budget_texts';

export type Purpose = 'badge' | 'handoff' | 'page';
export type Step = 'held' | 'shadowed' | 'promoted' | 'dropped' | 'rolled_back' | 'reset';
export type Why =
  | 'scheduled'
  | 'over_budget'
  | 'shifted'
  | 'new_budgets'
  | 'within_noise'
  | 'too_few_judged'
  | 'no_worse'
  | 'worse'
  | 'worse_fit'
  | 'new_basis';

/** False alarms per 100 calm chats with the 95 % interval. */
export interface Realised {
  readonly per_100: number;
  readonly low: number;
  readonly high: number;
  readonly chats: number;
}

export interface PurposeView {
  readonly purpose: Purpose;
  readonly per_100: number;
  readonly line: number;
  readonly realised?: Realised;
}

/** One site and language; without a site, all of them. */
export interface ScopeView {
  readonly site?: string;
  readonly language: Language;
  readonly source: 'shipped' | 'workspace' | 'site';
  readonly calm: number;
  readonly alarms: number;
  readonly judged: number;
  readonly purposes: readonly PurposeView[];
  readonly over_budget: boolean;
  readonly shift?: number;
  readonly in_shadow?: readonly number[];
}

export interface ChangeView {
  readonly version: number;
  readonly at: number;
  readonly site?: string;
  readonly language: Language;
  readonly step: Step;
  readonly why: Why;
  readonly chats: number;
}

export interface Budgets {
  readonly enabled: boolean;
  readonly min_chats: number;
  readonly scopes: readonly ScopeView[];
  readonly changes: readonly ChangeView[];
}

/** Asked for anew this often. */
const EVERY_MS = 60_000;

/** What the server told last; nothing before its first answer. */
export const budgets = signal<Budgets | undefined>(undefined);

/** Asks now and then; returns what stops it. What came last stays when an answer fails. */
export function watchBudgets(): () => void {
  const ask = (): void => {
    void call<Budgets>('GET', '/v1/budgets').then(
      (told) => {
        budgets.value = told;
      },
      () => undefined,
    );
  };
  ask();
  const timer = setInterval(ask, EVERY_MS);
  return () => clearInterval(timer);
}

/** `1 per 100 · realised 0.8 (0.3–1.9) of 412 calm chats`. */
export function spentText({ per_100, realised }: PurposeView, scope: ScopeView, words: BudgetWords): string {
  if (!realised) return words.unjudged(tidy(per_100), scope.judged, scope.alarms);
  const { low, high, chats } = realised;
  return words.spent(tidy(per_100), realised.per_100.toFixed(1), `${low.toFixed(1)}–${high.toFixed(1)}`, chats);
}

/** Whose lines hold; with how many chats are missing to lines of their own. */
export function sourceText(scope: ScopeView | undefined, min: number, words: BudgetWords): string {
  if (scope && scope.source !== 'shipped') return scope.source === 'site' ? words.ofSite : words.ofWorkspace;
  const calm = scope?.calm ?? 0;
  return calm < min ? words.shippedUntil(min, calm) : words.shipped;
}

/** What is wrong, if anything is. */
export function driftTexts(scope: ScopeView, words: BudgetWords): string[] {
  return [...(scope.over_budget ? [words.overBudget] : []), ...(scope.shift === undefined ? [] : [words.unlikeBefore])];
}

/** The scope that the short line tells of: over all sites, in the language with the most calm chats. */
export function main(told: Budgets): ScopeView | undefined {
  return told.scopes.filter(({ site }) => site === undefined).sort((a, b) => b.calm - a.calm)[0];
}

function tidy(value: number): string {
  return String(Math.round(value * 100) / 100);
}
