// What stands on the screen of feedback: one reducer, pure. Whoever holds it does the asking.
// Keeps: a question is answered or skipped once; what was answered last can be taken back, and is asked again then.
import type { ErrorCode } from '../../staff/errors';
import type { Proposal, Question, Report } from './shapes';

/** What an answer says: not angry at all, annoyed at us, furious. */
export type Level = 0 | 2 | 3;

export type Busy = 'load' | 'propose' | 'apply' | 'undo' | 'answer';

export interface State {
  /** Absent until the server has said. */
  readonly report?: Report;
  /** What waits for an answer; absent until the server has said. */
  readonly queue?: readonly Question[];
  /** Skipped on this visit. */
  readonly skipped: ReadonlySet<string>;
  /** Answered on this visit. */
  readonly answered: number;
  /** What was answered last. */
  readonly last?: { readonly question: Question; readonly level: Level };
  readonly proposal?: Proposal;
  readonly busy?: Busy;
  readonly confirming?: 'apply' | 'undo';
  readonly failed?: ErrorCode;
  /** What was just done, to be said once. */
  readonly done?: 'applied' | 'undone';
}

export type Action =
  | { readonly t: 'ask'; readonly what: Busy }
  | { readonly t: 'failed'; readonly code: ErrorCode }
  | { readonly t: 'report'; readonly report: Report; readonly done?: NonNullable<State['done']> }
  | { readonly t: 'questions'; readonly questions: readonly Question[] }
  | { readonly t: 'answered'; readonly question: Question; readonly level: Level }
  | { readonly t: 'taken_back' }
  | { readonly t: 'skip' }
  | { readonly t: 'proposal'; readonly proposal: Proposal }
  | { readonly t: 'confirm'; readonly what?: NonNullable<State['confirming']> };

export const EMPTY: State = { skipped: new Set(), answered: 0 };

export const nameOf = ({ conv, message }: Question): string => `${conv} ${message}`;

export function reduce(state: State, action: Action): State {
  switch (action.t) {
    case 'ask':
      return without({ ...state, busy: action.what }, 'failed', 'done', 'confirming');
    case 'failed':
      return without({ ...state, failed: action.code }, 'busy');
    case 'report': {
      const told: State = { ...state, report: action.report, ...(action.done && { done: action.done }) };
      return without(told, 'busy', ...(action.done ? (['proposal'] as const) : []));
    }
    case 'questions': {
      const asked = action.questions.filter((question) => !state.skipped.has(nameOf(question)));
      return without({ ...state, queue: asked }, 'busy');
    }
    case 'answered': {
      const { question, level } = action;
      const queue = (state.queue ?? []).filter((one) => nameOf(one) !== nameOf(question));
      return without({ ...state, queue, answered: state.answered + 1, last: { question, level } }, 'busy');
    }
    case 'taken_back': {
      if (!state.last) return without(state, 'busy');
      const queue = [state.last.question, ...(state.queue ?? [])];
      return without({ ...state, queue, answered: state.answered - 1 }, 'busy', 'last');
    }
    case 'skip': {
      const [first, ...queue] = state.queue ?? [];
      if (!first) return state;
      return { ...state, queue, skipped: new Set(state.skipped).add(nameOf(first)) };
    }
    case 'proposal':
      return without({ ...state, proposal: action.proposal }, 'busy');
    case 'confirm':
      return action.what ? { ...state, confirming: action.what } : without(state, 'confirming');
  }
}

function without<K extends keyof State>(state: State, ...names: readonly K[]): State {
  const left = { ...state };
  for (const name of names) delete left[name];
  return left;
}
