import { signal } from '@preact/signals';
import { cleanup, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AlertState } from '../shared/protocol';
import { line } from '../staff/lines_for_tests';
import { language } from '../staff/preferences';
import { AlertCard } from './alert_card';
import { Alerts } from './alerts';

const AT = { by: { who: 'system' }, at: 5 } as const;
const ANGER: AlertState = { id: 'a', kind: 'anger', stage: 'critical', reasons: [], message: 1, raised_at: 9, called_at: 9 };
const DISTRESS: AlertState = {
  id: 'd', kind: 'distress', stage: 'critical', reasons: [{ code: 'distress', severity: 'risk' }], message: 1, raised_at: 3, called_at: 3,
};

beforeEach(() => {
  language.value = 'en';
});
afterEach(cleanup);

function head(distress: AlertState): string {
  const alerts = new Alerts();
  alerts.take('one', line('one', { alerts: [ANGER, distress] }));
  const [entry] = alerts.open();
  const floor = { watched: signal(undefined), busy: signal(new Set()), judging: { of: () => undefined }, desk: { status: signal({ phase: 'online' }) } };
  const { container } = render(<AlertCard floor={floor as never} entry={entry!} opened={undefined} />);
  return container.querySelector('.alert-top')?.textContent ?? '';
}

test('distress that somebody knows of is named beside an alert about anger that nobody does', () => {
  expect(head(DISTRESS)).toContain('Personal distress');
  expect(head({ ...DISTRESS, acknowledged: AT })).toContain('Personal distress');
  expect(head({ ...DISTRESS, snoozed: { ...AT, until: 50, reason: 'less_urgent' } })).toContain('Personal distress');
  expect(head({ ...DISTRESS, closed: { ...AT, how: 'done' } })).not.toContain('Personal distress');
});
