// The wire as the server really writes it, and the frames that this client may send: one set of fixtures for both sides.
import { expect, test } from 'vitest';
import { CLIENT_FIXTURES, COUNTED, SERVER_FIXTURES } from './fixtures.gen';
import { SEQUENCED, parseFrame } from './socket_types';

test('every frame of the server is read', () => {
  for (const frame of SERVER_FIXTURES) expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
});

test('both sides count the same frames', () => {
  expect([...SEQUENCED].sort()).toEqual([...COUNTED].sort());
});

test('every frame of a client has a type', () => {
  expect(new Set(CLIENT_FIXTURES.map((frame) => frame.t)).size).toBe(37);
});
