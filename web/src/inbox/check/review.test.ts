import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import listing from '../../../../schema/fixtures/wording.json';
import { Finder, type Listing } from './find';
import { Review } from './review';

function writing(text: string, stage: 'calm' | 'critical' = 'calm') {
  const words = signal(text);
  const finder = signal<Finder | undefined>(new Finder(listing as unknown as Listing));
  return { words, finder, review: new Review(words, finder, () => ({ stage, earlier: [] })) };
}

describe('a text on its way out', () => {
  test('goes at once where nothing is found', () => {
    expect(writing('I am looking into it.').review.ask()).toBe('send');
  });

  test('is held once, and sent as it is by the second Enter', () => {
    const { review } = writing('Please calm down.');
    expect([review.isHeld.value, review.points.value.length]).toEqual([false, 1]);
    expect(review.ask()).toBe('hold');
    expect(review.isHeld.value).toBe(true);
    expect(review.ask()).toBe('send');
    expect(review.ask(), 'the same words another time are held again').toBe('hold');
  });

  test('is held anew once it was changed', () => {
    const { review, words } = writing('Please calm down.');
    review.ask();
    words.value = 'Please calm down!';
    expect(review.isHeld.value).toBe(false);
    expect(review.ask()).toBe('hold');
  });

  test('is sent knowingly where it holds a banned word', () => {
    const { review } = writing('Shut up.');
    expect([review.ask(), review.ask()]).toEqual(['hold', 'send_knowingly']);
  });

  test('is never sent with a place that was not filled', () => {
    const { review } = writing('Hello {name}');
    expect([review.ask(), review.ask(), review.ask()]).toEqual(['hold', 'hold', 'hold']);
  });

  test('is asked for understanding at Enter alone', () => {
    const { review } = writing('It left today.', 'critical');
    expect(review.points.value).toEqual([]);
    expect(review.ask()).toBe('hold');
    expect(review.points.value.map(({ kind }) => kind)).toEqual(['acknowledgement']);
  });

  test('takes an alternative, and remembers what stood there until something else is typed', () => {
    const { review, words } = writing('As I said, it left.');
    const [point] = review.points.value;
    if (!point) throw new Error('a point');
    const done = review.replace(point, 'to sum up');
    expect(done).toEqual({ text: 'To sum up, it left.', caret: 9 });
    words.value = done.text;
    expect(review.replacement.value?.before).toBe('As I said, it left.');
    expect(review.ask()).toBe('send');
    words.value += '!';
    expect(review.replacement.value).toBeUndefined();
  });

  test('without a list only what needs none is checked', () => {
    const { review, finder } = writing('Shut up, {name}');
    finder.value = undefined;
    expect(review.points.value.map(({ kind }) => kind)).toEqual(['variable']);
  });
});
