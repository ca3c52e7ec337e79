import { cleanup, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Summary } from '../shared/protocol';
import { now } from './clock';
import { Conversation } from './conversation';
import { Explanation } from './explanation_card';
import { line } from './lines_for_tests';
import { beliefAt, logged, said, scoreOf, scored } from './log_for_tests';
import { language } from './preferences';
import { resources } from './resources';
import type { Logged } from './thread';

beforeEach(() => {
  language.value = 'en';
  now.value = 10_000;
});
afterEach(cleanup);

const ANGRY = { outcome: 'scored', ...scoreOf(0.9, [{ start: 8, end: 13, weight: 2 }]) } as const;
const HOT: readonly Logged[] = [
  said(1, 'hello'),
  scored(2, 1, { outcome: 'scored', ...scoreOf(0.1) }, beliefAt(-3)),
  said(3, '<i>you </liars'),
  scored(4, 3, ANGRY, beliefAt(1, { forecast: 0.42 })),
  logged(5, { kind: 'stage_changed', from: 'calm', to: 'concern', reasons: [{ code: 'abuse' }], message: 3, against: 'one_message' }),
];

function opened(events: readonly Logged[]): Conversation {
  const conversation = new Conversation('c', { request: () => new Promise(() => undefined) });
  conversation.events.value = events;
  return conversation;
}

const shown = (events: readonly Logged[], change: Partial<Summary> = {}, isCompact = false): Element =>
  render(
    <Explanation line={line('c', change)} opened={opened(events)} isCompact={isCompact}>
      <button type="button">wrong?</button>
    </Explanation>,
  ).container;

test('the card says how sure, why, what speaks against it, and leaves room for a verdict', () => {
  const card = shown(HOT, { stage: 'concern' });
  expect(card.textContent).toContain('About 7 in 10 chats like this need a supervisor');
  expect(card.querySelector('.reasons')?.textContent).toBe('insults');
  expect(card.querySelector('.against')?.textContent).toBe('But: a single message moved it');
  expect(card.querySelector('.forecast summary')?.textContent).toBe('Likely to get worse soon: about 4 in 10');
  expect(card.querySelector('.curve')?.getAttribute('aria-label')).toMatch(/^Mood from calm to concern in 2 messages, steepest at /);
  expect(card.querySelector('.verdict')?.textContent).toBe('wrong?');
});

test('the words are text, with the strongest marked and named for those who hear them', () => {
  const card = shown(HOT, { stage: 'concern' });
  expect(card.querySelector('q')?.textContent).toBe('<i>you </liars');
  expect([...card.querySelectorAll('mark')].map(({ textContent }) => textContent)).toHaveLength(1);
  expect(card.querySelector('q i')).toBeNull();
  expect(card.querySelector('.quoted .unseen')?.textContent).toContain('Weighed most:');
});

test('distress has a card of its own, without anger’s chance, curve, reasons or forecast', () => {
  const distress = logged(6, {
    kind: 'alert_raised', alert: 'd', about: 'distress', stage: 'critical', reasons: [{ code: 'distress', severity: 'imminent' }], message: 3,
  });
  const card = shown([...HOT, distress], { stage: 'concern' });
  expect(card.querySelector('.distress-card h2')?.textContent).toBe('Personal distress: imminent');
  expect(card.querySelector('.distress-card ol')?.textContent).toContain('No selling and no troubleshooting');
  expect(card.querySelectorAll('.chance, .curve, .reasons, .forecast, .against, mark')).toHaveLength(0);
});

test('the operator’s help stands on the card of distress in the customer’s language, and not in a list', () => {
  resources.value = { en: 'Call 000.', zh: '请拨打 000' };
  const distress = logged(6, {
    kind: 'alert_raised', alert: 'd', about: 'distress', stage: 'critical', reasons: [{ code: 'distress', severity: 'imminent' }], message: 3,
  });
  expect(shown([...HOT, distress]).querySelector('.resource-text')?.textContent).toBe('Call 000.');
  cleanup();
  expect(shown([said(1, '我撑不下去了'), distress]).querySelector('.resource-text')?.textContent).toBe('请拨打 000');
  cleanup();
  expect(shown([...HOT, distress], {}, true).querySelector('.resource-text')).toBeNull();
  cleanup();
  expect(shown(HOT).querySelector('.resource-text')).toBeNull();
});

test('what was not read is never shown as calm', () => {
  const card = shown([said(1), scored(2, 1, { outcome: 'not_scored', why: 'no_model' }, beliefAt(-2, { turns: 0 }))]);
  expect(card.textContent).toContain('Not scored: no model is loaded.');
  expect(card.querySelector('h2')?.textContent).toContain('Not read yet');
  expect(card.querySelectorAll('.mark, .chance')).toHaveLength(0);
});

test('empty, still reading and loading are told apart', () => {
  expect(shown([]).textContent).toContain('the customer has not written');
  cleanup();
  expect(shown([said(1)]).textContent).toContain('are being read');
  cleanup();
  const loading = opened([]);
  loading.loading.value = true;
  const { container } = render(<Explanation line={line('c')} opened={loading} />);
  expect(container.querySelector('[aria-busy="true"]')).not.toBeNull();
});

test('in a list the card is short, and without a log it says what the line knows', () => {
  const card = shown(HOT, { stage: 'concern' }, true);
  expect(card.querySelectorAll('h2, .tried')).toHaveLength(0);
  cleanup();
  const { container } = render(<Explanation line={line('c', { stage: 'watch', belief: 0.3, preview: 'hm' })} opened={undefined} isCompact />);
  expect(container.textContent).toContain('About 3 in 10');
});
