// What the server answers about policies and replays, as docs/protocol.md says.
import type { AlertKind, Party, Stage } from '../../shared/protocol';

export type Lines = readonly [number, number, number];

/** The numbers that the form knows by name; a policy has more. */
export interface Numbers {
  readonly version: string;
  readonly lines: Lines;
  readonly lines_by_language: { readonly en?: Lines; readonly zh?: Lines };
  readonly alert_stage: Stage;
  readonly handoff_stage: Stage;
  readonly distress: number;
  readonly threat: number;
}

export interface Term {
  readonly version: string;
  readonly since: number;
  readonly origin: 'configured' | 'applied' | 'undone';
  readonly by: Party;
}

export interface InForce extends Term {
  readonly toml: string;
  readonly numbers: Numbers;
  readonly previous?: string;
  readonly history: readonly Term[];
}

export interface Checked {
  readonly problems: readonly string[];
  readonly numbers?: Numbers;
}

export interface Lead {
  readonly against: 'worst' | 'human' | 'bad_rating';
  readonly conversations: number;
  readonly turns: number | null;
  readonly seconds: number | null;
}

export interface Report {
  readonly conversations: number;
  readonly alerts: number;
  readonly per_100: number;
  readonly by: readonly { readonly kind: AlertKind; readonly stage: Stage; readonly alerts: number }[];
  readonly load: { readonly supervisors: number; readonly hours: number; readonly per_hour: number; readonly busiest: number };
  readonly lead: readonly Lead[];
  readonly bad: number;
  readonly missed: number;
  readonly false_alarms: number;
}

export type Change = 'gained' | 'lost' | 'earlier' | 'later';

export interface Changed {
  readonly conv: string;
  readonly change: Change;
  readonly kind: AlertKind;
  readonly stage: Stage;
  readonly at: number;
  readonly turns: number;
  readonly seconds: number;
}

export interface Comparison {
  readonly old: Report;
  readonly new: Report;
  readonly gained: number;
  readonly lost: number;
  readonly earlier: number;
  readonly later: number;
  readonly changes: readonly Changed[];
  readonly left_out: number;
}

export interface Replay {
  readonly id: string;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly version?: string;
  readonly done: number;
  readonly total: number;
  readonly skipped: number;
  readonly comparison?: Comparison;
}
