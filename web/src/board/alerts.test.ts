import { expect, test } from 'vitest';
import type { AlertKind, AlertState, Party, Stage, Summary } from '../shared/protocol';
import { line } from '../staff/lines_for_tests';
import { Alerts, type Entry } from './alerts';

const by: Party = { who: 'system' };

function alert(id: string, stage: Stage = 'concern', at = 1_000, kind: AlertKind = 'anger'): AlertState {
  return { id, kind, stage, reasons: [], message: 1, raised_at: at, called_at: at };
}

const acknowledged = (one: AlertState): AlertState => ({ ...one, acknowledged: { by, at: 5 } });
const snoozed = (one: AlertState, until: number): AlertState => ({ ...one, snoozed: { by, at: 5, until, reason: 'less_urgent' } });
const closed = (one: AlertState): AlertState => ({ ...one, closed: { by, at: 5, how: 'done' } });
const convs = (entries: readonly Entry[]): string[] => entries.map(({ conv }) => conv);

function told(...lines: readonly Summary[]): Alerts {
  const alerts = new Alerts();
  for (const one of lines) alerts.take(one.conv, one);
  return alerts;
}

test('distress comes first, then the worst, then the oldest', () => {
  const alerts = told(
    line('young', { alerts: [alert('1', 'concern', 9)] }),
    line('old', { alerts: [alert('2', 'concern', 3)] }),
    line('critical', { alerts: [alert('3', 'critical', 20)] }),
    line('distress', { alerts: [alert('4', 'concern', 30, 'distress')] }),
  );
  expect(convs(alerts.open())).toEqual(['distress', 'critical', 'old', 'young']);
});

test('a conversation is one entry, as bad as its worst alert and as old as its oldest', () => {
  const [entry] = told(line('a', { alerts: [alert('2', 'critical', 9), alert('1', 'concern', 3)] })).open();
  expect(entry).toMatchObject({ stage: 'critical', since: 3 });
  expect(entry?.alerts.map(({ id }) => id)).toEqual(['1', '2']);
});

test('one that is open is shown alone; what somebody knows of is settled', () => {
  const alerts = told(
    line('both', { alerts: [acknowledged(alert('1')), alert('2', 'critical')] }),
    line('known', { alerts: [acknowledged(alert('3'))] }),
    line('over', { alerts: [closed(alert('4'))] }),
  );
  expect(alerts.open().map((entry) => entry.alerts.map(({ id }) => id))).toEqual([['2']]);
  expect(convs(alerts.settled())).toEqual(['known']);
});

test('of the settled ones those that come back stand in front', () => {
  const alerts = told(
    line('known', { alerts: [acknowledged(alert('1', 'concern', 1))] }),
    line('later', { alerts: [snoozed(acknowledged(alert('2')), 90)] }),
    line('sooner', { alerts: [snoozed(alert('3'), 60)] }),
  );
  expect(alerts.settled().map(({ conv, standing }) => [conv, standing])).toEqual([
    ['sooner', 'snoozed'], ['later', 'snoozed'], ['known', 'in_hand'],
  ]);
});

test('an earlier line that comes late changes nothing, an end takes everything away', () => {
  const alerts = told(line('a', { last_seq: 5, alerts: [acknowledged(alert('1'))] }), line('b', { alerts: [alert('2')] }));
  expect(alerts.take('a', line('a', { last_seq: 3, alerts: [alert('1')] }))).toBe(false);
  expect(alerts.open().map(({ conv }) => conv)).toEqual(['b']);
  expect(alerts.take('b', line('b', { last_seq: 9, phase: 'closed', alerts: [closed(alert('2'))] }))).toBe(true);
  expect(alerts.take('a', undefined)).toBe(true);
  expect(alerts.take('other', line('other'))).toBe(false);
  expect([...alerts.open(), ...alerts.settled()]).toEqual([]);
});
