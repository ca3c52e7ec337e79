import { expect, test } from 'vitest';
import type { AlertState, Stage } from '../shared/protocol';
import { line } from '../staff/lines_for_tests';
import { type Alerts, byUrgency, matchLines, takeAlert } from './alerts';

function alert(id: string, stage: Stage = 'concern', at = 1_000): AlertState {
  return { id, kind: 'anger', stage, reasons: [], message: 1, raised_at: at };
}

const NONE: Alerts = new Map();
const ids = (alerts: Alerts): string[] => byUrgency(alerts).map((open) => open.alert.id);

test('the worst comes first, then the oldest', () => {
  let alerts = takeAlert(NONE, line('a'), alert('young', 'concern', 9));
  alerts = takeAlert(alerts, line('b'), alert('old', 'concern', 3));
  alerts = takeAlert(alerts, line('c'), alert('critical', 'critical', 20));
  expect(ids(alerts)).toEqual(['critical', 'old', 'young']);
});

test('an alert told twice is one; acknowledged it is gone', () => {
  const once = takeAlert(NONE, line('a'), alert('x'));
  expect(ids(takeAlert(once, line('a'), alert('x')))).toEqual(['x']);
  const acknowledged = { ...alert('x'), acknowledged: { by: { who: 'system' } as const, at: 5 } };
  expect(ids(takeAlert(once, line('a'), acknowledged))).toEqual([]);
});

test('lines bring alerts that no frame brought, and take away those that are over', () => {
  const alerts = takeAlert(takeAlert(NONE, line('a'), alert('x')), line('b'), alert('y'));
  const lines = [line('a', { phase: 'closed', alert: alert('x') }), line('b'), line('c', { alert: alert('z') })];
  expect(ids(matchLines(alerts, lines))).toEqual(['z']);
});

test('a line says who holds the conversation now', () => {
  const alerts = takeAlert(NONE, line('a'), alert('x'));
  const now = line('a', { alert: alert('x'), phase: 'with_agent', agent_name: 'Lin' });
  expect(byUrgency(matchLines(alerts, [now]))[0]?.summary.agent_name).toBe('Lin');
});
