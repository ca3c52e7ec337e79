// The budgets of false alarms as REST tells of them, and what the form makes of them. Pure.

/** What can be set while the server runs: false alarms allowed per 100 calm conversations. */
export interface BudgetsBody {
  readonly enabled: boolean;
  readonly page: number;
  readonly handoff: number;
  readonly badge: number;
  readonly min_chats: number;
}

export interface Budgets extends BudgetsBody {
  /** They were set here. */
  readonly own: boolean;
}

/** What stands in the form. */
export interface Draft {
  readonly enabled: boolean;
  readonly page: string;
  readonly handoff: string;
  readonly badge: string;
  readonly least: string;
}

export function draftOf({ enabled, page, handoff, badge, min_chats: least }: BudgetsBody): Draft {
  return { enabled, page: tidy(page), handoff: tidy(handoff), badge: tidy(badge), least: String(least) };
}

export function isSame(a: Draft, b: Draft): boolean {
  return (Object.keys(a) as (keyof Draft)[]).every((key) => a[key] === b[key]);
}

export function bodyOf({ enabled, page, handoff, badge, least }: Draft): BudgetsBody {
  return { enabled, page: Number(page), handoff: Number(handoff), badge: Number(badge), min_chats: Number(least) };
}

/** What is sent to set the budgets as they stand. */
export function bodyOfBudgets({ enabled, page, handoff, badge, min_chats }: BudgetsBody): BudgetsBody {
  return { enabled, page, handoff, badge, min_chats };
}

/** As somebody would write it: the server counts in single precision. */
export function tidy(value: number): string {
  return String(Number(value.toPrecision(6)));
}
