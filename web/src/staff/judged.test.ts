import { expect, test } from 'vitest';
import type { AlertState, Event, Reason, Severity, Stage } from '../shared/protocol';
import { distressOf, judge } from './judged';
import { together } from './reasons';
import { beliefAt, logged, said, scoreOf, scored } from './log_for_tests';

const stage = (seq: number, from: Stage, to: Stage, reasons: Reason[] = [], message = 1): ReturnType<typeof logged> =>
  logged(seq, { kind: 'stage_changed', from, to, reasons, message });
const distress = (severity: Severity): Reason => ({ code: 'distress', severity });
const raised = (alert: string, about: 'anger' | 'distress', reasons: Reason[]): Event =>
  ({ kind: 'alert_raised', alert, about, stage: 'concern', reasons, message: 1, against: 'thanked' });

test('reasons are those of the rise to the stage and of what followed, and gone when calm again', () => {
  const rise = [said(1), stage(2, 'calm', 'concern', [{ code: 'abuse' }]), stage(3, 'concern', 'watch')];
  expect(judge(rise).reasons).toEqual([{ code: 'abuse' }]);
  const more = [...rise, logged(4, { kind: 'queued', cause: 'triage', reasons: [{ code: 'bot_missed', times: 2 }] })];
  expect(judge([...more, stage(5, 'watch', 'critical', [{ code: 'churn' }])]).reasons).toEqual([{ code: 'churn' }]);
  expect(judge([...more, stage(5, 'watch', 'calm')]).reasons).toEqual([]);
});

test('why a person was called holds whatever the stage, until one is called anew', () => {
  const called = (seq: number, ...reasons: Reason[]) => logged(seq, { kind: 'queued', cause: 'triage', reasons });
  const log = [called(1, { code: 'bot_missed', times: 2 }), stage(2, 'calm', 'concern')];
  expect(judge(log).called).toEqual([{ code: 'bot_missed', times: 2 }]);
  expect(judge([...log, called(3)]).called).toEqual([]);
  expect(judge([called(1, distress('risk'))]).distress).toBe('risk');
});

test('of two reasons of one kind the later holds', () => {
  expect(together([{ code: 'rising', turns: 2 }], [{ code: 'abuse' }, { code: 'rising', turns: 4 }])).toEqual([
    { code: 'rising', turns: 4 }, { code: 'abuse' },
  ]);
});

test('what speaks against it goes with the stage that it was said of', () => {
  const up = logged(2, { kind: 'stage_changed', from: 'calm', to: 'watch', reasons: [], message: 1, against: 'one_message' });
  expect(judge([said(1), up]).doubt).toEqual({ what: 'one_message', message: 1 });
  expect(judge([said(1), up, stage(4, 'watch', 'concern')]).doubt).toBeUndefined();
  expect(judge([said(1), up, logged(4, raised('a', 'anger', []))]).doubt?.what).toBe('thanked');
});

test('the latest belief counts, of a message or of a wait', () => {
  const first = scored(2, 1, { outcome: 'scored', ...scoreOf(0.2) }, beliefAt(-2));
  expect(judge([said(1), first]).belief?.level).toBe(-2);
  const waited = logged(3, { kind: 'waited', message: 1, since: 1_000, seconds: 60, belief: beliefAt(1) });
  expect(judge([said(1), first, waited]).belief?.level).toBe(1);
  expect(judge([said(1)]).belief).toBeUndefined();
});

test('only the latest message says whether something was not read', () => {
  const not = (seq: number, message: number): ReturnType<typeof logged> => scored(seq, message, { outcome: 'not_scored', why: 'overload' });
  expect(judge([said(1), not(2, 1)]).unscored).toBe('overload');
  expect(judge([said(1), not(2, 1), said(3)]).unscored).toBeUndefined();
  expect(judge([said(1), said(2), not(3, 1)]).unscored).toBeUndefined();
});

test('distress lasts until it passes or somebody closes its alert, and the worst counts', () => {
  const log = [
    said(1), stage(2, 'calm', 'watch', [distress('mention')]), logged(3, raised('d', 'distress', [distress('imminent')])),
    logged(4, raised('a', 'anger', [])),
  ];
  expect(judge(log).distress).toBe('imminent');
  expect(judge([...log, logged(5, { kind: 'alert_closed', alert: 'a', how: 'done' })]).distress).toBe('imminent');
  expect(judge([...log, logged(5, { kind: 'alert_closed', alert: 'd', how: 'done' })]).distress).toBeUndefined();
  expect(judge([...log, stage(5, 'watch', 'calm')]).distress).toBeUndefined();
  const undone = logged(6, { kind: 'alert_returned', alert: 'd' });
  const closed = logged(5, { kind: 'alert_closed', alert: 'd', how: 'false_alarm' });
  expect(judge([...log, closed, { ...undone, by: { who: 'staff', id: 'sam', name: 'Sam' } }]).distress).toBe('imminent');
});

test('of alerts only those about distress count that are not over', () => {
  const alert = (severity: Severity, change: Partial<AlertState> = {}): AlertState => ({
    id: severity, kind: 'distress', stage: 'concern', reasons: [distress(severity)], message: 1, raised_at: 0, called_at: 0, ...change,
  });
  const closed = { by: { who: 'system' }, at: 1, how: 'done' } as const;
  expect(distressOf([alert('risk'), alert('imminent', { closed })])).toBe('risk');
  expect(distressOf([alert('risk', { kind: 'anger' })])).toBeUndefined();
});
