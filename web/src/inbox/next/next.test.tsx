import { cleanup, fireEvent, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PhaseName, Promise as Given, Reason, Stage, Summary } from '../../shared/protocol';
import { now } from '../../staff/clock';
import { Conversation } from '../../staff/conversation';
import { judge } from '../../staff/judged';
import { line } from '../../staff/lines_for_tests';
import { LIN, logged, said, scoreOf, scored, beliefAt } from '../../staff/log_for_tests';
import { language } from '../../staff/preferences';
import { type Logged, fold } from '../../staff/thread';
import { WordList } from '../check/list';
import { type Act, STEPS, nextActs } from './acts';
import { NextActs } from './view';

const AT = 100_000;
const ANGRY = { outcome: 'scored', ...scoreOf(0.9) } as const;
const rose = (...reasons: Reason[]): Logged => logged(5, { kind: 'stage_changed', from: 'calm', to: 'concern', reasons, message: 3 });
const begun = (...reasons: Reason[]): Logged[] => [
  said(1, 'Where is my parcel?'), scored(2, 1, { outcome: 'scored', ...scoreOf(0.1) }, beliefAt(-3)),
  said(3, 'This is the third time I ask!'), scored(4, 3, ANGRY, beliefAt(1)), rose(...reasons),
];
const reply = (seq: number, text: string): Logged => said(seq, text, LIN);
const SORRY = 'I am sorry about this.';
const promise = (due?: number): Given => ({ seq: 9, message: 7, text: 'You get it today.', by: LIN, ...(due !== undefined && { due }) });

function acts(events: readonly Logged[], change: Partial<Summary> = {}, isListThere = true): readonly Act[] {
  return nextActs({
    line: line('c', { phase: 'with_agent', stage: 'concern', ...change }), judged: judge(events), thread: fold(events, undefined), now: AT,
    ...(isListThere && { acknowledges: (text: string) => text.includes('sorry') }),
  });
}
const whats = (...given: Parameters<typeof acts>): string[] => acts(...given).map(({ what }) => what);

describe('the next two acts', () => {
  test('before the first reply since anger rose: listen and empathise, by what it is about', () => {
    expect(whats(begun())).toEqual(['read_on', 'understand']);
    expect(whats(begun({ code: 'repeated', times: 2 }, { code: 'abuse' }))).toEqual(['say_back', 'not_the_tone']);
    expect(acts(begun({ code: 'waited', seconds: 250 }))[1]).toEqual({ step: 'empathise', what: 'sorry_for_wait', seconds: 250 });
    // What was said before anger rose is no answer to it.
    expect(whats([reply(0, SORRY), ...begun()])).toEqual(['read_on', 'understand']);
  });

  test('a reply without a word of understanding still owes it; where the list is not there nobody is reminded', () => {
    const events = [...begun(), reply(6, 'It left today.'), said(7, 'And now?')];
    expect(whats(events)).toEqual(['understand', 'what_and_when']);
    expect(whats(events, {}, false)).toEqual(['what_and_when', 'tell_when_done']);
  });

  test('then resolve and act: questions first, then what is late, then what they threaten with', () => {
    const events = [...begun(), reply(6, SORRY), said(7, 'When does it come?')];
    expect(acts(events, { questions: [7] })[0]).toEqual({ step: 'resolve', what: 'answer', about: 'When does it come?', seq: 7 });
    expect(acts(events, { promises: [promise(AT - 1)] })[0]).toMatchObject({ what: 'say_standing', about: 'You get it today.' });
    expect(acts(events, { promises: [promise(AT + 1)] })).toMatchObject([{ what: 'what_and_when' }, { what: 'keep', due: AT + 1 }]);
    expect(whats(events, { questions: [99], promises: [promise()] })).toEqual(['what_and_when', 'tell_when_done']);
    const threatens = [...begun({ code: 'legal_threat' }), reply(6, SORRY), said(7, 'Well?')];
    expect(whats(threatens, { stage: 'critical', trend: 0.5 })).toEqual(['facts_alone', 'get_help']);
    expect(whats([...begun({ code: 'churn' }), reply(6, SORRY), said(7, 'Well?')])).toEqual(['what_today', 'tell_when_done']);
  });

  test('once they have had their answer: do it, and ask', () => {
    const done = ['tell_when_done', 'ask_whether_settled'];
    expect(whats([...begun(), reply(6, SORRY)])).toEqual(done);
    expect(whats([...begun(), reply(6, SORRY)], { stage: 'critical', trend: 0.5 })).toEqual(done);
  });

  test('two in the order of the steps, or none: for the calm, the ended, with the assistant, in distress', () => {
    const logs = [[], [reply(6, SORRY)], [reply(6, 'It left.')], [reply(6, SORRY), said(7, 'Well?')]].flatMap((after) =>
      [[], [{ code: 'abuse' } as const], [{ code: 'waited', seconds: 200 } as const], [{ code: 'distress', severity: 'risk' } as const]].map((reasons) => [...begun(...reasons), ...after]));
    for (const events of logs) {
      const isDistress = judge(events).distress !== undefined;
      for (const phase of ['with_bot', 'waiting', 'handing_off', 'with_agent', 'closed'] satisfies PhaseName[]) {
        for (const stage of ['calm', 'watch', 'concern', 'critical'] satisfies Stage[]) {
          for (const promises of [undefined, [promise(AT - 1)], [promise(AT + 1)]]) {
            const found = acts(events, { phase, stage, ...(promises && { promises }) });
            const isSilent = stage === 'calm' || phase === 'with_bot' || phase === 'closed' || isDistress;
            expect(found).toHaveLength(isSilent ? 0 : 2);
            const places = found.map(({ step }) => STEPS.indexOf(step));
            expect(places).toEqual([...places].sort());
            expect(new Set(found.map(({ what }) => what)).size).toBe(found.length);
          }
        }
      }
    }
  });
});

describe('on the screen', () => {
  beforeEach(() => {
    now.value = AT;
    vi.stubGlobal('fetch', vi.fn(async () => new Response('{}', { status: 503 })));
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    language.value = 'en';
  });

  const shown = (events: readonly Logged[], change: Partial<Summary> = {}): { container: Element; onJump: ReturnType<typeof vi.fn> } => {
    const opened = new Conversation('c', { request: () => new Promise(() => undefined) });
    opened.events.value = events;
    const onJump = vi.fn();
    const on = { wordList: new WordList(), opened, line: line('c', { phase: 'with_agent', stage: 'concern', ...change }), onJump };
    return { container: render(<NextActs on={on} />).container, onJump };
  };

  test('each step by its name, the words it is about a press away, as text', () => {
    const { container, onJump } = shown([...begun(), reply(6, SORRY), said(7, '<b>When?</b>')], { questions: [7] });
    const [first, second] = [...container.querySelectorAll('li')];
    expect(first?.textContent).toBe('Resolve: Answer what nobody has answered:<b>When?</b>');
    expect(second?.textContent).toBe('Act: Do it now, and write as soon as it is done.');
    fireEvent.click(container.querySelector('.quote') as Element);
    expect(onJump).toHaveBeenCalledWith(7);
  });

  test('in Chinese, with the time', async () => {
    language.value = 'zh';
    const { container } = shown(begun({ code: 'waited', seconds: 250 }));
    await waitFor(() => expect(container.querySelectorAll('li')[1]?.textContent).toBe('体谅：先为等待 4:10 致歉。'));
  });
});
