import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSocket } from '../shared/fake_server';
import type { AlertState } from '../shared/protocol';
import { Refused } from '../shared/refused';
import { line } from '../staff/lines_for_tests';
import { notices } from '../staff/notices';
import { language } from '../staff/preferences';
import { Floor } from './floor';

const alert: AlertState = { id: 'a', kind: 'anger', stage: 'critical', reasons: [], message: 1, raised_at: 1, called_at: 1 };
let floor: Floor;

beforeEach(() => {
  notices.value = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  floor = new Floor();
});

afterEach(() => {
  floor.close();
  language.value = 'en';
  vi.unstubAllGlobals();
});

/** Closes the alert of a conversation as a false alarm, and taps Undo. */
async function undone(phase: 'with_agent' | 'closed'): Promise<string | undefined> {
  const summary = line('c1', { alerts: [alert], phase });
  floor.desk.summaries.take(summary);
  await floor.closeAlerts({ conv: 'c1', alerts: [alert], summary } as never, 'false_alarm');
  const undo = notices.value.at(-1)?.action;
  expect(undo?.label).toBe(language.value === 'zh' ? '撤销' : 'Undo');
  undo?.run();
  await vi.waitFor(() => expect(notices.value.length).toBe(2));
  return notices.value.at(-1)?.text;
}

test('undoing a false alarm takes it back and says that the alert stands again', async () => {
  const ask = vi.spyOn(floor.desk, 'ask').mockResolvedValue();
  expect(await undone('with_agent')).toBe('Taken back: the alert stands as before.');
  expect(ask.mock.calls.map(([asked]) => asked)).toEqual([
    { t: 'alert_close', conv: 'c1', alert: 'a', verdict: 'false_alarm' },
    { t: 'judge', conv: 'c1', alert: 'a', judgement: 'withdrawn' },
  ]);
});

test('where the conversation has ended, undoing says why the alert stays closed', async () => {
  vi.spyOn(floor.desk, 'ask').mockResolvedValue();
  expect(await undone('closed')).toContain('stays closed, as the conversation has ended');
  notices.value = [];
  language.value = 'zh';
  expect(await undone('closed')).toBe('您的判断已撤回。会话已结束，警报保持关闭。');
});

test('an undo that is refused says so', async () => {
  vi.spyOn(floor.desk, 'ask').mockResolvedValueOnce().mockRejectedValueOnce(new Refused('storage_unavailable'));
  expect(await undone('with_agent')).toContain('The server cannot save at the moment');
});
