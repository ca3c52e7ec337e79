// A line of the inbox for tests: calm, with the bot, and whatever a test wants otherwise.
import type { Summary } from '../shared/protocol';

export function line(conv: string, change: Partial<Summary> = {}): Summary {
  return {
    conv,
    site: 'shop',
    visitor: 'v-0001',
    language: 'en',
    phase: 'with_bot',
    stage: 'calm',
    trend: 0,
    last_seq: 1,
    last_public: 1,
    preview: '',
    last_by: { who: 'visitor' },
    last_at: 1_000,
    opened_at: 1_000,
    unscored: 0,
    ...change,
  };
}
