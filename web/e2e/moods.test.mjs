// The mood of the floor over two hours, on the board: with a gap that is shown as one, for one site and for all, in words
// and as a table, in both languages, light and dark and on a phone. And, from the real server, before there is anything.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, staff } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: { tile: 'Mood over two hours', none: /No numbers yet/, current: /^25 % of 20 open conversations are not calm\. Most: 40 % at/, gap: /Nothing is known of [\d:]+ to [\d:]+\./, site: 'Site', one: /^50 % of 4/, rows: 'not known' },
  zh: { tile: '两小时情绪走势', none: /暂无数据/, current: /^进行中的 20 个会话里，25 % 不平静。最高 40 %/, gap: /[\d:]+ 至 [\d:]+ 没有数据。/, site: '站点', one: /^进行中的 4 个会话里，50 %/, rows: '没有数据' },
};
const MINUTE = 60_000;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`the mood over time, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => look(server, language, WORDS[language])));
}

/** What the server would tell after two hours with a rise, and twelve minutes in which it did not run. */
function told(now, site) {
  const samples = [];
  for (let ago = 119; ago >= 0; ago -= 1) {
    if (ago >= 50 && ago < 62) continue;
    const at = Math.floor(now / MINUTE) * MINUTE - ago * MINUTE;
    const rise = Math.max(0, 8 - Math.abs(ago - 30));
    const all = { calm: 15 - Math.ceil(rise / 3), watch: 3, concern: 1 + Math.floor(rise / 4), critical: 1 + (rise > 6 ? 1 : 0) };
    if (ago === 0) Object.assign(all, { calm: 15, watch: 3, concern: 1, critical: 1 });
    if (ago === 30) Object.assign(all, { calm: 12, watch: 4, concern: 3, critical: 1 });
    samples.push({ at, ...(site ? { calm: 2, watch: 1, concern: 1, critical: 0 } : all) });
  }
  return { now, every_ms: MINUTE, span_ms: 120 * MINUTE, sites: ['blog', 'demo'], samples };
}

async function look({ origin }, language, words) {
  const board = await staff(browser, origin, '/inbox', 'sam@demo.test', language);
  await board.getByRole('switch').waitFor();
  await board.goto(`${origin}/board`);
  const tile = board.getByRole('region', { name: words.tile });
  await tile.getByText(words.none).waitFor();

  await board.route('**/v1/moods*', (route) => {
    const { searchParams } = new URL(route.request().url());
    return route.fulfill({ json: told(Date.now(), searchParams.get('site')) });
  });
  await board.reload();
  await tile.getByText(words.current).waitFor();
  await tile.getByText(words.gap).waitFor();
  assert.equal(await tile.locator('svg .gap').count(), 1);
  assert.equal(await tile.locator('svg path.critical').count(), 2, 'nothing is drawn over the gap');
  assert.equal(await tile.getByRole('row').count(), 9);
  assert.ok((await tile.getByRole('cell', { name: words.rows }).count()) >= 4, 'the gap stands in the table');
  await looks(board, `moods-${language}`);
  await tile.getByRole('combobox', { name: words.site }).selectOption('blog');
  await tile.getByText(words.one).waitFor();
  await tile.getByRole('combobox', { name: words.site }).selectOption('');
  await tile.getByText(words.current).waitFor();
  assert.deepEqual(board.troubles, []);
}
