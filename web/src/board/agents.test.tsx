import { signal } from '@preact/signals';
import { cleanup, render } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import type { AgentLoad, Board } from '../shared/protocol';
import { language } from '../staff/preferences';
import { Agents } from './agents';

afterEach(() => {
  cleanup();
  language.value = 'en';
});

function rows(...agents: readonly Partial<AgentLoad>[]): string[] {
  const whole = agents.map((agent, place) => ({
    staff: `s${place}`, name: `Agent ${place}`, online: true, available: true, off_hours: false, load: 0, capacity: 4, hot: 0, hottest: 'calm', ...agent,
  }));
  const counts = signal({ agents: whole, interventions: { agents: [], queues: [] } } as unknown as Board);
  const page = render(<Agents floor={{ counts, stale: signal(false) } as never} />).container;
  return [...page.querySelectorAll('tbody tr')].map((row) => row.querySelector('td')?.textContent?.trim() ?? '');
}

test('whose hours are over is marked, whatever else they are', () => {
  expect(rows({}, { off_hours: true }, { off_hours: true, load: 4 })).toEqual(['available', 'available · hours over', 'full · hours over']);
  cleanup();
  language.value = 'zh';
  expect(rows({ off_hours: true })).toEqual(['可接待 · 已下班']);
});
