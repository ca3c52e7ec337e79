// What is owed to the customer, in the inbox: a promise with its due time and an open question, settled in one tap, and
// undone. In both languages, light and dark.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, takenOver } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'Where is my parcel?', question: 'And what is the return address?', promise: 'I will call you back within two hours.',
    takeOver: /Take over|Claim/, reply: /Reply to/, promised: 'Promised', open: 'Not answered yet', due: /due \d\d:\d\d|due .+ \d\d:\d\d/,
    kept: /^Kept/, use: /^Use in reply/, answered: /^Answered/, undo: 'Undo',
  },
  zh: {
    hello: '我的快递到哪了？', question: '发票怎么开？', promise: '我会在两小时内给您回电。',
    takeOver: /接管|认领/, reply: /^回复/, promised: '已承诺', open: '尚未答复', due: /\d\d:\d\d 前/,
    kept: /^已兑现/, use: /^放入回复/, answered: /^已答复/, undo: '撤销',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`promises and open questions are seen and settled, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => owe(server, language, WORDS[language])));
}

async function owe(server, language, words) {
  const { agent, field, log, say } = await takenOver(browser, server.origin, language, words);
  await field.fill(words.promise);
  await field.press('Enter');
  await log.getByText(words.promise).first().waitFor();
  await say(words.question);

  const owed = agent.locator('.commitments');
  await owed.getByRole('heading', { name: words.promised }).waitFor();
  await owed.getByText(words.due).waitFor();
  await owed.getByText(words.question).first().waitFor();
  await looks(agent, `commitments-${language}`);

  await owed.getByRole('button', { name: words.kept }).click();
  await owed.getByRole('heading', { name: words.promised }).waitFor({ state: 'detached' });
  await agent.getByRole('button', { name: words.undo }).click();
  await owed.getByRole('heading', { name: words.promised }).waitFor();
  await owed.getByRole('button', { name: words.answered }).click();
  await owed.getByRole('heading', { name: words.open }).waitFor({ state: 'detached' });

  // An article that may answer the question goes into the reply, and nothing is sent by itself.
  await agent.locator('.suggested').getByRole('button', { name: words.use }).first().click();
  await becomes(() => field.inputValue().then((text) => text !== ''), true);
}
