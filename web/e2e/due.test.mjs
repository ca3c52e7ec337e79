// Every promise that falls due in one list: shown by a key and from the palette, past the end of the conversation too,
// opened, kept and taken back by the keyboard alone. In both languages, light and dark, and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, takenOver } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'Where is my parcel?', promise: 'I will call you back within two hours.', takeOver: /Take over|Claim/, reply: /Reply to/,
    resolve: /^Resolve/, title: 'Promises falling due', mine: 'Yours', due: /due \d\d:\d\d|due .+ \d\d:\d\d/, ended: /ended/,
    kept: /^Kept/, undo: 'Undo', none: /No promise falls due/,
  },
  zh: {
    hello: '我的快递到哪了？', promise: '我会在两小时内给您回电。', takeOver: /接管|认领/, reply: /^回复/,
    resolve: /^标为解决/, title: '到期的承诺', mine: '您的', due: /\d\d:\d\d 前/, ended: /已结束/,
    kept: /^已兑现/, undo: '撤销', none: /没有到期的承诺/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`what falls due stands in one list until it is kept, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => keep(server, language, WORDS[language])));
}

async function keep(server, language, words) {
  const { agent, field, log } = await takenOver(browser, server.origin, language, words);
  await field.fill(words.promise);
  await field.press('Enter');
  await log.getByText(words.promise).first().waitFor();
  await agent.getByRole('button', { name: words.resolve }).first().click();
  await agent.getByRole('button', { name: words.undo }).waitFor();
  // A fresh page has no line of it: the server tells what is owed past the end.
  await agent.goto(`${server.origin}/inbox`);
  await agent.getByRole('button', { name: words.title }).waitFor();
  await agent.keyboard.press('Control+k');
  const palette = agent.locator('dialog').getByRole('combobox');
  await palette.fill(words.title);
  await agent.getByRole('option', { selected: true }).filter({ hasText: words.title }).waitFor();
  await palette.press('Enter');

  const list = agent.locator('.due-list');
  await list.getByRole('region', { name: words.mine }).getByText(words.due).waitFor();
  await list.getByText(words.ended).waitFor();
  await looks(agent, `due-${language}`);

  await list.locator('.hit').press('Enter');
  await agent.getByRole('log').first().locator('[data-seq]:focus').getByText(words.promise).waitFor();
  await list.getByRole('button', { name: words.kept }).press('Enter');
  await list.getByText(words.none).waitFor();
  await agent.getByRole('button', { name: words.undo }).press('Enter');
  await list.getByText(words.due).waitFor();
  await list.press('Escape');
  await list.waitFor({ state: 'detached' });
  await agent.keyboard.press('p');
  await list.waitFor();
}
