import { expect, test } from 'vitest';
import type { AlertState, Stage } from '../shared/protocol';
import { line } from '../staff/lines_for_tests';
import { Alerts } from './alerts';

function alert(id: string, stage: Stage = 'concern', at = 1_000): AlertState {
  return { id, kind: 'anger', stage, reasons: [], message: 1, raised_at: at };
}

const acknowledged = (id: string): AlertState => ({ ...alert(id), acknowledged: { by: { who: 'system' }, at: 5 } });
const convs = (alerts: Alerts): string[] => alerts.entries().map(({ conv }) => conv);

test('the worst comes first, then the oldest', () => {
  const alerts = new Alerts();
  alerts.put(line('young'), alert('1', 'concern', 9));
  alerts.put(line('old'), alert('2', 'concern', 3));
  alerts.put(line('critical'), alert('3', 'critical', 20));
  expect(convs(alerts)).toEqual(['critical', 'old', 'young']);
});

test('a conversation is one entry, as bad as its worst alert and as old as its oldest', () => {
  const alerts = new Alerts();
  alerts.put(line('a'), alert('1', 'concern', 3));
  alerts.put(line('a', { last_seq: 2 }), alert('2', 'critical', 9));
  alerts.put(line('a', { last_seq: 2 }), alert('2', 'critical', 9));
  const [entry] = alerts.entries();
  expect(entry).toMatchObject({ stage: 'critical', since: 3 });
  expect(entry?.alerts.map(({ id }) => id)).toEqual(['1', '2']);
});

test('an acknowledged alert is gone and never comes back, whatever arrives late', () => {
  const alerts = new Alerts();
  alerts.put(line('a'), alert('1'));
  alerts.put(line('a', { last_seq: 2 }), alert('2'));
  alerts.put(line('a', { last_seq: 3 }), acknowledged('1'));
  expect(alerts.entries()[0]?.alerts.map(({ id }) => id)).toEqual(['2']);
  alerts.finish('a', '2');
  alerts.put(line('a'), alert('2'));
  expect(convs(alerts)).toEqual([]);
});

test('lines bring alerts that no frame brought, and take away those that are over', () => {
  const alerts = new Alerts();
  alerts.put(line('ended'), alert('x'));
  alerts.put(line('seen'), alert('y'));
  alerts.put(line('gone'), alert('w'));
  expect(alerts.takeLine('ended', line('ended', { phase: 'closed', alert: alert('x') }))).toBe(true);
  expect(alerts.takeLine('seen', line('seen'))).toBe(true);
  expect(alerts.takeLine('gone', undefined)).toBe(true);
  expect(alerts.takeLine('new', line('new', { alert: alert('z') }))).toBe(true);
  expect(alerts.takeLine('other', line('other'))).toBe(false);
  expect(convs(alerts)).toEqual(['new']);
});

test('a line says who holds the conversation now, an older one does not', () => {
  const alerts = new Alerts();
  alerts.put(line('a', { last_seq: 2 }), alert('x'));
  alerts.takeLine('a', line('a', { last_seq: 5, alert: alert('x'), phase: 'with_agent', agent_name: 'Lin' }));
  alerts.put(line('a', { last_seq: 3 }), alert('x'));
  expect(alerts.entries()[0]?.summary.agent_name).toBe('Lin');
});
