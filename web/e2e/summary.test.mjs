// What a handed-over conversation is about, in the inbox: lines that lead to the messages they stand in, and what the
// customer likely came for. In both languages, light and dark, and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, shot, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'Where is my refund for order 88231? I sent the shoes back on 3 December.', line: 'I sent the shoes back on 3 December.',
    answered: /had no answer|from “/, takeOver: /Take over|Claim/, about: 'About', sure: /\(likely\)|\(possibly\)/,
  },
  zh: {
    hello: '订单88231的退款什么时候到账？我12月3日就把鞋子寄回去了。', line: '我12月3日就把鞋子寄回去了。',
    answered: /没有答案|来自《/, takeOver: /接管|认领/, about: '关于', sure: /（很可能）|（可能）/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`the handoff says what it is about, line by line, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => read(server, language, WORDS[language])));
}

async function read(server, language, words) {
  const agent = await staff(browser, server.origin, '/inbox', 'lin@demo.test', language);
  const visitor = await person(browser, { language });
  await visitor.goto(`${server.origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  await say(words.hello);
  const log = await openNewest(agent, language);
  // The assistant's answer is part of the story.
  await log.getByText(words.answered).first().waitFor();
  await agent.getByRole('button', { name: words.takeOver }).first().click();
  const card = agent.locator('.handoff');
  await card.getByText(words.about, { exact: true }).waitFor();
  await card.getByText(words.sure).waitFor();
  const line = card.locator('.quoted').getByRole('button', { name: words.line });
  await line.waitFor();
  assert.equal(await agent.locator('.offer').count(), 0, 'what was claimed by hand is not offered too');
  await looks(agent, `summary-${language}`);

  // Enter on a line leads to its message.
  await line.press('Enter');
  await log.locator('[data-seq]:focus').getByText(words.hello).waitFor();
  await agent.setViewportSize({ width: 390, height: 844 });
  await shot(agent, `summary-${language}-phone`);
}
