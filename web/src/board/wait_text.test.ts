import { signal } from '@preact/signals';
import { afterEach, expect, test } from 'vitest';
import type { Board } from '../shared/protocol';
import { now } from '../staff/clock';
import { language } from '../staff/preferences';
import { waitText } from './tiles';

const NOW = new Date(2026, 10, 27, 20, 0).getTime();

afterEach(() => {
  language.value = 'en';
});

function shown(resumeAt: number | undefined, kept: Board['kept'] = []): string {
  now.value = NOW;
  const held = resumeAt === undefined ? {} : { offers_resume_at: resumeAt };
  const counts = signal({ now: NOW, waiting: 1, kept, ...held } as Board);
  return waitText({ counts, stale: signal(false), waitingSince: signal(NOW - 60_000) } as never);
}

test('a queue that is held says until when, so that free agents beside it are no riddle', () => {
  expect(shown(undefined)).toBe('longest 1:00');
  expect(shown(new Date(2026, 10, 27, 21, 30).getTime())).toBe('longest 1:00 · closed: only distress is offered until 21:30');
  const monday = new Date(2026, 10, 30, 9, 0).getTime();
  expect(shown(monday)).toContain('until Monday');
  language.value = 'zh';
  expect(shown(monday)).toMatch(/^最长 1:00 · 非营业时间：.*09:00/);
});

test('who waits for a team that is closed is counted beside it', () => {
  const kept = [{ team: 'technicians', opens_at: new Date(2026, 10, 27, 21, 30).getTime(), waiting: 2 }];
  expect(shown(undefined, kept)).toBe('longest 1:00 · 2 kept for technicians until 21:30');
  language.value = 'zh';
  expect(shown(undefined, kept)).toBe('最长 1:00 · 2 个等待technicians，21:30 上班');
});
