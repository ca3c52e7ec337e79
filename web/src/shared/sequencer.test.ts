import { describe, expect, test } from 'vitest';
import { Sequencer } from './sequencer';

interface Frame {
  seq: number;
}
function setup(head = 0): { sequencer: Sequencer<Frame>; applied: number[]; asked: number[] } {
  const applied: number[] = [];
  const asked: number[] = [];
  const sequencer = new Sequencer<Frame>(head, (frame) => applied.push(frame.seq), (after) => asked.push(after));
  return { sequencer, applied, asked };
}
const frames = (...places: number[]): Frame[] => places.map((seq) => ({ seq }));

describe('the order of a conversation', () => {
  test('applies each place once and in order', () => {
    const { sequencer, applied, asked } = setup();
    for (const frame of frames(1, 2, 2, 1, 3)) sequencer.push(frame);
    expect(applied).toEqual([1, 2, 3]);
    expect(asked).toEqual([]);
  });

  test('a gap asks from the head and holds what lies ahead', () => {
    const { sequencer, applied, asked } = setup(4);
    sequencer.push({ seq: 7 });
    expect(asked).toEqual([4]);
    sequencer.fill(frames(6, 5));
    expect(applied).toEqual([5, 6, 7]);
  });

  test('asks when the server is further than we are', () => {
    const { sequencer, asked } = setup(3);
    sequencer.expect(3);
    sequencer.expect(5);
    expect(asked).toEqual([3]);
  });

  test('any loss, doubling and reordering ends in the log, given history', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    for (let round = 0; round < 500; round++) {
      const log = frames(...Array.from({ length: 20 }, (_, index) => index + 1));
      const { sequencer, applied, asked } = setup();
      const wire = log.filter(() => random() > 0.3).flatMap((frame) => (random() < 0.2 ? [frame, frame] : [frame]));
      wire.sort(() => random() - 0.5);
      for (const frame of wire) sequencer.push(frame);
      sequencer.expect(log.length);
      while (sequencer.head < log.length) {
        const after = asked.at(-1) ?? 0;
        sequencer.fill(log.slice(after, after + 6));
        sequencer.expect(log.length);
      }
      expect(applied).toEqual(log.map((frame) => frame.seq));
    }
  });

  test('what lies too far ahead is not kept', () => {
    const { sequencer, applied } = setup();
    for (let seq = 2; seq < 5_000; seq++) sequencer.push({ seq });
    sequencer.push({ seq: 1 });
    expect(applied.length).toBeLessThan(300);
  });
});
