// Everything by typing: Ctrl+K in the inbox and on the board, in both languages, by the keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, staff, takenOver } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: { visitor: 'Visitor', all: /^All/, attention: /Needs attention/, hello: 'Hello, my parcel is late', takeOver: 'Take over', reply: /^Reply/, palette: 'Do anything', typed: 'rslv', option: /^Resolve/, undo: 'Undo', other: '备注', note: /note/, board: 'board' },
  zh: { visitor: '访客', all: /^全部/, attention: /需要关注/, hello: '您好，我的包裹迟到了', takeOver: '接管', reply: /^回复/, palette: '快速操作', typed: '标解', option: /标为解决/, undo: '撤销', other: 'note', note: /写备注/, board: '看板' },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`acts and conversations are found by typing in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  const { agent, field } = await takenOver(browser, origin, language, words);
  const palette = agent.getByRole('combobox', { name: words.palette });
  const chosen = agent.getByRole('option', { selected: true });

  // Also while something is written; Escape leaves everything as it was.
  await field.fill('half a sen');
  await field.press('Control+k');
  await palette.waitFor();
  await agent.keyboard.press('Escape');
  await palette.waitFor({ state: 'detached' });
  assert.equal(await field.inputValue(), 'half a sen');

  await agent.keyboard.press('Control+k');
  await palette.pressSequentially(words.other);
  await chosen.filter({ hasText: words.note }).waitFor();
  await looks(agent, `palette-${language}`);

  await palette.fill(words.typed);
  await chosen.filter({ hasText: words.option }).waitFor();
  assert.equal(await chosen.locator('kbd').textContent(), 'E', 'an act shows its key');
  await palette.press('Enter');
  await agent.getByRole('button', { name: words.undo }).waitFor();

  // A conversation by who it is with.
  await agent.keyboard.press('Control+k');
  await palette.fill(words.visitor);
  await chosen.filter({ hasText: words.visitor }).waitFor();
  await palette.press('Enter');
  await agent.getByRole('log').first().waitFor();

  const board = await staff(browser, origin, '/inbox', 'sam@demo.test', language);
  await board.getByRole('button', { name: words.all }).waitFor();
  await board.keyboard.press('Control+k');
  const supervisor = board.getByRole('combobox', { name: words.palette });
  await supervisor.fill(words.board);
  await supervisor.press('Enter');
  await board.waitForURL('**/board');
  await board.getByRole('heading', { name: words.attention }).waitFor();
  await board.keyboard.press('Control+k');
  await supervisor.waitFor();
  assert.deepEqual([...agent.troubles, ...board.troubles], []);
}
