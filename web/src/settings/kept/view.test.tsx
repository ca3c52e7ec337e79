import { describe, expect, test } from 'vitest';
import { conversationIn } from './view';

const CONV = '01a21e9c-6305-75ca-8bb9-ed1c2b324770';

describe('the conversation in an address', () => {
  test.each([
    [`https://chat.example/inbox#${CONV}`, CONV],
    [` ${CONV.toUpperCase()} `, CONV],
    [`https://chat.example/inbox#${CONV}/more`, undefined],
    [`${CONV}0`, undefined],
    ['SH-20488', undefined],
    ['', undefined],
  ])('%s', (text, expected) => expect(conversationIn(text)).toBe(expected));
});
