// A customer who comes back: the handoff card says what they came for before, how that ended and how it was rated, and
// leads there. In both languages, light and dark, and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, shot, takenOver } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'Where is my refund for order 88231?', again: 'My refund is still not here.', takeOver: /Take over|Claim/, reply: /Reply to/,
    resolve: /^Resolve/, fresh: 'Start again', before: 'Before', count: '1 conversation', ended: /resolved by Lin, not rated/,
  },
  zh: {
    hello: '订单88231的退款什么时候到账？', again: '退款还没有收到。', takeOver: /接管|认领/, reply: /^回复/,
    resolve: /^标为解决/, fresh: '重新开始', before: '以往', count: '1 次会话', ended: /Lin 已解决、未评分/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`who comes back is known by what they came for before, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => comeBack(server, language, WORDS[language])));
}

async function comeBack(server, language, words) {
  const { agent, log, visitor, say } = await takenOver(browser, server.origin, language, words);
  await agent.getByRole('button', { name: words.resolve }).first().click();
  await visitor.getByRole('button', { name: words.fresh }).click();
  await say(words.again);
  const anew = await openNewest(agent, language);
  await anew.getByText(words.again).first().waitFor();
  await agent.getByRole('button', { name: words.takeOver }).first().click();

  const card = agent.locator('.handoff');
  await card.getByText(words.before, { exact: true }).waitFor();
  await card.getByText(words.count, { exact: true }).waitFor();
  const line = card.getByRole('button', { name: words.ended });
  await line.waitFor();
  assert.match(await line.innerText(), new RegExp(words.hello.replace('?', '\\?')));
  await looks(agent, `earlier-${language}`);

  await line.press('Enter');
  await log.getByText(words.hello).first().waitFor();
  await agent.setViewportSize({ width: 390, height: 844 });
  await agent.goBack();
  await card.getByText(words.before, { exact: true }).waitFor();
  await shot(agent, `earlier-${language}-phone`);
}
