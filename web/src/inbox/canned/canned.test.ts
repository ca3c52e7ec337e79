import { expect, test } from 'vitest';
import starter from '../../../../src/app/replies.json';
import { type Reply, filled, matching, shortcut } from './replies';

const all: readonly Reply[] = [
  { id: 'refund', en: { title: 'Refund sent', text: 'The refund for {order} is sent.' }, zh: { title: '退款已办理', text: '订单 {order} 的退款已提交。' } },
  { id: 'bye', en: { title: 'Goodbye', text: 'Thank you, {customer|and goodbye}.' } },
  { id: 'order', zh: { title: '查看订单', text: '您的订单 {order} 已查到。' } },
];
const found = (query: string, language: 'en' | 'zh') => matching(all, query, language).map((one) => `${one.id}.${one.language}`);

test('a slash in front begins a shortcut, and nothing else does', () => {
  expect(shortcut('/')).toBe('');
  expect(shortcut('/ref und')).toBe('ref und');
  for (const text of ['', 'a /', ' /a', '/a\nb', `/${'x'.repeat(41)}`]) expect(shortcut(text), text).toBeUndefined();
});

test('the language of the conversation comes first, the other after it', () => {
  expect(found('', 'en')).toEqual(['refund.en', 'bye.en', 'refund.zh', 'order.zh']);
  expect(found('', 'zh')).toEqual(['refund.zh', 'order.zh', 'refund.en', 'bye.en']);
});

test('the shortcut counts most, then the title, then the words', () => {
  expect(found('order', 'zh')).toEqual(['order.zh', 'refund.zh', 'refund.en']);
  expect(found('退款', 'en')).toEqual(['refund.zh']);
  expect(found('GOODBYE', 'en')).toEqual(['bye.en']);
  expect(found('nothing', 'en')).toEqual([]);
});

test('what is known is filled in, what is not stays or gives way to its stand-in', () => {
  const text = 'Hi {customer|there}, {agent} here, order {order}.';
  expect(filled(text, { customer: 'Ada', agent: 'Lin', order: 'A-1' })).toBe('Hi Ada, Lin here, order A-1.');
  expect(filled(text, { agent: 'Lin', customer: ' ' })).toBe('Hi there, Lin here, order {order}.');
  expect(filled('{customer|}!', {})).toBe('!');
  expect(filled('{name} {customer', { customer: '$&' })).toBe('{name} {customer');
  expect(filled('{customer}', { customer: '$& {order}' })).toBe('$& {order}');
});

test('the replies of the demo are whole in both languages', () => {
  for (const reply of starter as readonly Reply[]) {
    for (const each of [reply.en, reply.zh]) {
      expect(filled(each?.text ?? '{', { customer: 'x', agent: 'x', order: 'x' })).not.toMatch(/[{}]/);
    }
  }
});
