// A supervisor tries a policy on the board: everything wrong with it is listed, a replay shows what would have been, it
// is applied and put back. In both languages, light and dark, and at a phone's width.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    angry: ['I have asked three times now. This is ridiculous!', 'You are useless liars. Give me my money back NOW!!!'],
    open: 'Try a policy', advanced: 'Everything, as text (TOML)', run: 'Replay', result: 'What would have changed',
    apply: 'Apply this policy', yes: 'Yes', inForce: /Policy .* is in force\./, undo: /^Put policy .* back$/, lost: /\d+ lost/,
  },
  zh: {
    angry: ['我已经问了三遍了，太过分了！', '骗子！垃圾客服，马上把钱退给我，气死我了！！！'],
    open: '试用策略', advanced: '全部内容（TOML 文本）', run: '重演', result: '会有什么不同',
    apply: '应用此策略', yes: '是', inForce: /策略 .* 已生效。/, undo: /^恢复策略/, lost: /失去 \d+/,
  },
};
const DEAF = 'version = "deaf"\nlines = [20.0, 21.0, 22.0]\nabuse = 1.0\nthreat = 1.0\n';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`a policy is tried, applied and put back in ${language}`, { timeout: 180_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  const board = await staff(browser, origin, '/board', 'sam@demo.test', language);
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  for (const text of words.angry) await say(text);
  await board.locator('.alert').first().waitFor();

  await board.getByRole('link', { name: words.open }).click();
  const text = board.getByRole('textbox', { name: words.advanced });
  await board.getByText(words.advanced).click();
  await text.fill('lines = [3.0, 2.0, 4.0]\nabus = 1\n');
  await board.locator('.problems li').nth(1).waitFor();
  await looks(board, `policy-problems-${language}`);

  await text.fill(DEAF);
  await board.locator('.problems').waitFor({ state: 'detached' });
  await board.getByRole('button', { name: words.run, exact: true }).click();
  await board.getByRole('heading', { name: words.result }).waitFor();
  await board.getByText(words.lost).waitFor();
  await board.locator('.changes a[href^="/inbox#"]').first().waitFor();
  await looks(board, `policy-result-${language}`);

  await board.getByRole('button', { name: words.apply }).click();
  await board.getByRole('button', { name: words.yes, exact: true }).click();
  await board.getByText(words.inForce).waitFor();
  await board.getByRole('button', { name: words.undo }).click();
  await board.getByRole('button', { name: words.yes, exact: true }).click();
  await board.getByRole('button', { name: words.undo }).waitFor({ state: 'detached' });
  assert.deepEqual(board.troubles, []);
}
