// What the routes of feedback answer, as far as the screen shows it (docs/protocol.md, /v1/openapi.json).
import type { Language, Party } from '../../shared/protocol';

/** A share with its 95 % interval, 0 to 1. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface JudgedRow {
  readonly of: 'message' | 'alert';
  readonly about: 'angry' | 'calm' | 'anger' | 'threat' | 'distress';
  readonly purpose?: 'badge' | 'handoff' | 'page';
  readonly language?: Language;
  readonly right: number;
  readonly wrong: number;
  readonly precision: Share;
}

export interface Answers {
  readonly drawn: number;
  readonly answered: number;
  readonly angry: number;
}

export interface Sample {
  readonly flagged: Answers;
  readonly unflagged: Answers;
  readonly recall?: Share;
  readonly least_angry: number;
  readonly least_unflagged: number;
}

export type Source = 'judged' | 'rated' | 'handled' | 'escalated' | 'intervened' | 'complained' | 'calm';

export interface Implicit {
  readonly source: Source;
  readonly weight: number;
  readonly good: number;
  readonly bad: number;
}

export interface Shift {
  readonly slope: number;
  readonly bias: number;
}

export interface Gain {
  readonly brier: number;
  readonly brier_error: number;
}

export type Ruling = 'too_few' | 'no_better' | 'worse_in_shadow' | 'ready';

export interface OfLanguage {
  readonly language: Language;
  readonly sample: Sample;
  readonly in_force: Shift;
  readonly answers: number;
  readonly angry: number;
  readonly least: number;
  readonly least_of_each: number;
  /** Absent while no model reads. */
  readonly verdict?: Ruling;
  readonly since_change?: Gain;
}

export interface Change {
  readonly at: number;
  readonly by: Party;
  readonly version: number;
  readonly undoes: boolean;
  readonly languages: readonly { readonly language: Language; readonly before: Shift; readonly after: Shift }[];
}

export interface Report {
  readonly since: number;
  readonly judged: readonly JudgedRow[];
  readonly sample: Sample;
  readonly questions: number;
  readonly conversations: number;
  readonly implicit: readonly Implicit[];
  readonly version: number;
  readonly can_undo: boolean;
  readonly languages: readonly OfLanguage[];
  readonly changes: readonly Change[];
}

export interface Proposal {
  /** Absent unless it may be put in force. */
  readonly proposal?: string;
  readonly language: Language;
  readonly verdict: Ruling;
  readonly answers: number;
  readonly angry: number;
  readonly moved: readonly { readonly model: number; readonly before: number; readonly after: number }[];
  readonly gain: Gain;
  readonly shadow: Gain;
}

export interface Question {
  readonly conv: string;
  readonly message: number;
  readonly before: readonly { readonly from: string; readonly text: string }[];
  readonly text: string;
}
