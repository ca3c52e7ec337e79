import { describe, expect, test } from 'vitest';
import listing from '../../../../schema/fixtures/wording.json';
import vectors from '../../../../schema/fixtures/wording_vectors.json';
import { type Point, type Situation, check, replaced } from './check';
import { Finder, type Listing } from './find';

const finder = new Finder(listing as unknown as Listing);
const calm: Situation = { stage: 'calm', earlier: [], sending: true };
const points = (text: string, situation: Partial<Situation> = {}): Point[] => check(text, finder, { ...calm, ...situation });
const kinds = (text: string, situation: Partial<Situation> = {}): string[] => points(text, situation).map(({ kind }) => kind);

describe('the finder', () => {
  test('passes the vectors that the server passes too', () => {
    expect(vectors.length).toBeGreaterThan(40);
    for (const { why, text, finds } of vectors) {
      const found = finder.find(text).map(({ rule, from, to }) => [rule.id, text.slice(from, to)]);
      expect(found, `${why}: ${text}`).toEqual(finds);
    }
  });

  test('checks the longest message in far less than a frame of the screen', () => {
    const text = 'I have looked into your order, and the parcel is on its way. 您的包裹已经在路上了。'.repeat(60).slice(0, 4_000);
    for (let warm = 0; warm < 20; warm += 1) points(text);
    const times = Array.from({ length: 15 }, () => {
      const began = performance.now();
      points(text);
      return performance.now() - began;
    });
    // Some 0.1 ms for a usual reply; the bound leaves room for a busy machine.
    expect(Math.min(...times)).toBeLessThan(8);
  });
});

describe('the check', () => {
  test('names words, reason and alternatives', () => {
    const [point] = points('Please calm down.');
    expect(point).toMatchObject({ kind: 'banned', level: 'warn', words: 'Please calm down', from: 0, to: 16 });
    expect(point?.instead.length).toBeGreaterThan(0);
    expect(point?.why?.zh).toContain('冷静');
  });

  test('tells shouting from names', () => {
    expect(kinds('PLEASE READ WHAT I WROTE')).toEqual(['capitals']);
    expect(kinds('Use a USB or HDMI cable, an LG TV, order AB-12345')).toEqual([]);
    expect(kinds('Really?? Yes!')).toEqual([]);
    expect(kinds('Done!!!')).toEqual(['marks']);
    expect(kinds('好的！！！')).toEqual(['marks']);
  });

  test('stops at a place that was not filled, first of all, and not at other braces', () => {
    expect(points('Calm down, {name}!')[0]).toMatchObject({ kind: 'variable', level: 'stop', words: '{name}' });
    for (const text of ['{{ order }}', '您好 {客户姓名}', 'Hi {customer|there}']) expect(kinds(text), text).toEqual(['variable']);
    for (const text of ['{ }', '{"a": 1}', 'a } b { c', '{1}']) expect(kinds(text), text).toEqual([]);
  });

  test('asks for understanding where a customer is upset, once somebody wants to send', () => {
    const text = 'Your refund was sent today.';
    expect(kinds(text, { stage: 'critical' })).toEqual(['acknowledgement']);
    expect(kinds(text, { stage: 'concern' })).toEqual(['acknowledgement']);
    expect(kinds(text, { stage: 'watch' })).toEqual([]);
    expect(kinds(text, { stage: 'critical', sending: false })).toEqual([]);
    expect(kinds(text, { stage: 'critical', earlier: ['I am so sorry, let me look.'] })).toEqual([]);
    expect(kinds(`I'm sorry. ${text}`, { stage: 'critical' })).toEqual([]);
    expect(kinds(`非常抱歉！${text}`, { stage: 'critical' })).toEqual([]);
    expect(kinds('One. Two. Three. Four. Sorry.', { stage: 'critical' })).toEqual(['acknowledgement']);
    expect(check(text, undefined, { ...calm, stage: 'critical' })).toEqual([]);
  });

  test('puts the alternative in the place of the words, as a sentence begins', () => {
    const put = (text: string, at = 0): string => {
      const point = points(text, { stage: 'critical' })[at] as Point;
      return replaced(text, point, point.instead[0] as string).text;
    };
    expect(put('sorry. as i said, it left')).toBe('sorry. To sum up, it left');
    expect(put('Sorry, but as I said, it left')).toBe('Sorry, but to sum up, it left');
    expect(put('抱歉，不可能')).toBe('抱歉，我目前能为您做的是');
    expect(put('It left.')).toBe('I am sorry about this. It left.');
    expect(put('已经发出。')).toBe('非常抱歉给您添麻烦了。已经发出。');
    expect(put('SORRY, I CAN NOT FIND IT!')).toBe('Sorry, I can not find it!');
  });

  test('an alternative needs no other', () => {
    for (const { instead = [] } of listing.rules as { instead?: string[] }[]) {
      for (const text of instead) expect(kinds(text), text).toEqual([]);
    }
  });
});
