import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chinese } from './chinese';

test('every text of the demo page is there in Chinese, and none is left over', () => {
  const html = readFileSync(join(import.meta.dirname, '../../demo.html'), 'utf8');
  const keys = [...html.matchAll(/data-t="(\w+)"/g)].map((match) => match[1]);
  expect(Object.keys(chinese).sort()).toEqual(keys.sort());
});
