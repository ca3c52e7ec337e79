// What stands on the screen where a policy is tried: one reducer, pure. Whoever holds it does the asking.
import type { ErrorCode } from '../../staff/errors';
import type { Checked, InForce, Numbers, Replay } from './shapes';
import { type Value, withValue } from './toml';

export interface State {
  /** Absent until the server has said. */
  readonly inForce?: InForce;
  /** The policy to try, as text. */
  readonly draft: string;
  /** What the draft says; the last that made sense while it is being typed. */
  readonly numbers?: Numbers;
  readonly problems: readonly string[];
  /** Days back from now. */
  readonly days: number;
  readonly replay?: Replay;
  /** The text that the replay was made of. */
  readonly replayed?: string;
  /** Something is under way that must not be asked twice. */
  readonly busy?: 'load' | 'begin' | 'apply' | 'undo';
  /** The person is asked whether they mean it. */
  readonly confirming?: 'apply' | 'undo';
  readonly failed?: ErrorCode;
  /** What failed: its next success takes that back. */
  readonly failedOf?: Asked;
  /** What was just done, to be said once. */
  readonly done?: 'applied' | 'undone';
}

/** What the server is asked for; the last three go on by themselves, beside what the person waits for. */
export type Asked = NonNullable<State['busy']> | 'cancel' | 'check' | 'look';

export type Action =
  | { readonly t: 'ask'; readonly what: NonNullable<State['busy']> }
  | { readonly t: 'failed'; readonly of: Asked; readonly code: ErrorCode }
  | { readonly t: 'in_force'; readonly inForce: InForce; readonly done?: NonNullable<State['done']> }
  | { readonly t: 'draft'; readonly text: string }
  | { readonly t: 'value'; readonly section: string; readonly key: string; readonly value: Value }
  | { readonly t: 'checked'; readonly text: string; readonly checked: Checked }
  | { readonly t: 'days'; readonly days: number }
  | { readonly t: 'replay'; readonly replay: Replay; readonly text?: string }
  | { readonly t: 'confirm'; readonly what?: NonNullable<State['confirming']> };

export const EMPTY: State = { draft: '', problems: [], days: 7 };

export function reduce(state: State, action: Action): State {
  switch (action.t) {
    case 'ask':
      return without({ ...state, busy: action.what }, 'failed', 'failedOf', 'done', 'confirming');
    case 'failed':
      return ended({ ...state, failed: action.code, failedOf: action.of }, action.of);
    case 'in_force':
      return take(state, action.inForce, action.done);
    case 'draft':
      return { ...state, draft: action.text };
    case 'value': {
      const draft = withValue(state.draft, action.section, action.key, action.value);
      return { ...state, draft, ...(state.numbers && { numbers: withNumber(state.numbers, action) }) };
    }
    case 'checked': {
      const answered = succeeded(state, 'check');
      // An answer about an earlier text says nothing of this one.
      if (action.text !== state.draft) return answered;
      const { problems, numbers } = action.checked;
      return { ...answered, problems, ...(numbers && { numbers }) };
    }
    case 'days':
      return { ...state, days: action.days };
    case 'replay': {
      if (action.text === undefined) return succeeded({ ...state, replay: action.replay }, 'look');
      return ended({ ...state, replay: action.replay, replayed: action.text }, 'begin');
    }
    case 'confirm':
      return action.what ? { ...state, confirming: action.what } : without(state, 'confirming');
  }
}

/** Whatever else is under way goes on. */
function ended(state: State, what: Asked): State {
  return state.busy === what ? without(state, 'busy') : state;
}

function succeeded(state: State, what: Asked): State {
  return state.failedOf === what ? without(state, 'failed', 'failedOf') : state;
}

/** At once, so that a field shows what was typed before the server has checked it. */
function withNumber(numbers: Numbers, { section, key, value }: { section: string; key: string; value: Value }): Numbers {
  if (section === '') return { ...numbers, [key]: value };
  return { ...numbers, lines_by_language: { ...numbers.lines_by_language, [key]: value } };
}

/** A policy is in force: the draft begins from it, under a name of its own. */
function take(state: State, inForce: InForce, done: State['done']): State {
  const version = nextVersion(inForce);
  const draft = withValue(inForce.toml, '', 'version', version);
  const taken: State = { ...state, inForce, draft, numbers: { ...inForce.numbers, version }, problems: [], ...(done && { done }) };
  return done ? without(taken, 'busy', 'replay', 'replayed') : without(taken, 'busy');
}

/** The first name that no known policy has: a version names one policy for good. */
export function nextVersion({ version, history }: InForce): string {
  const known = new Set([version, ...history.map((term) => term.version)]);
  const stem = version.replace(/\.\d+$/, '');
  for (let number = 1; ; number += 1) if (!known.has(`${stem}.${number}`)) return `${stem}.${number}`;
}

/** Exactly what was replayed to its end may be applied. */
export function mayApply(state: State): boolean {
  return state.replay?.state === 'done' && state.replayed === state.draft && state.problems.length === 0;
}

export function isRunning(state: State): boolean {
  return state.replay?.state === 'running';
}

function without<K extends keyof State>(state: State, ...names: readonly K[]): State {
  const left = { ...state };
  for (const name of names) delete left[name];
  return left;
}
