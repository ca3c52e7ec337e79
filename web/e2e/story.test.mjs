// The story that the product is for, in both languages, in Chromium against the real binary: a visitor grows angry,
// the score moves on the agent's screen, the board rings, the bot hands over with the whole context, the agent
// answers, and a server killed in between loses nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    question: 'When will I get my refund?',
    answer: /within 24 hours/,
    angry: [
      'That is what you said yesterday. It still is not here.',
      'I have asked three times now. This is ridiculous, nobody reads what I write!',
      'You are useless liars. Give me my money back NOW, I am furious!!!',
    ],
    reply: 'I am sorry about this. I have sent the refund myself just now.',
    late: 'Are you still there?',
    joined: /now talking with Lin/,
    next: 'What to do next',
    steps: ['Listen', 'Empathise'],
  },
  zh: {
    question: '退款什么时候到账？',
    answer: /24 小时内退款/,
    angry: [
      '昨天你们也是这么说的，到现在都没有退。',
      '我已经问了三遍了，你们到底有没有人看？太过分了！',
      '骗子！垃圾客服，马上把钱退给我，气死我了！！！',
    ],
    reply: '非常抱歉，我刚才已经亲自为您办理了退款。',
    late: '你还在吗？',
    joined: /现在由 Lin 为您服务/,
    next: '接下来怎么做',
    steps: ['倾听', '体谅'],
  },
};
/** An offer must outlast being looked at. */
const LONG = { ATTUNE__ROUTING__OFFER_SECONDS: '120' };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`the whole story in ${language}`, { timeout: 300_000 }, () => withServer((server) => tell(server, language, WORDS[language]), LONG));
}

async function tell(server, language, words) {
  const agent = await staff(browser, server.origin, '/inbox', 'lin@demo.test', language);
  const board = await staff(browser, server.origin, '/board', 'sam@demo.test', language);
  await board.getByText(language === 'zh' ? /一切平静|自.*起/ : /All calm/).first().waitFor();
  await looks(board, `board-calm-${language}`);

  // The visitor asks, the bot answers from the knowledge base.
  const visitor = await person(browser, { language });
  await visitor.goto(`${server.origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  await say(words.question);
  await visitor.locator('attune-chat').getByText(words.answer).first().waitFor();
  await looks(visitor, `widget-${language}`);

  // Anger rises; the score moves on the agent's screen within a second after the message is there.
  await say(words.angry[0]);
  const log = await openNewest(agent, language);
  await log.getByText(words.angry[0]).first().waitFor();
  await say(words.angry[1]);
  await log.getByText(words.angry[1]).first().waitFor();
  const scored = agent.locator('[data-scored="scored"]').filter({ hasText: words.angry[1] });
  await scored.waitFor({ timeout: 1_000 });
  await say(words.angry[2]);

  // The board rings; the supervisor looks whether it can wait, and takes notice, by keys alone.
  const acknowledge = board.getByRole('button', { name: language === 'zh' ? /已知悉/ : /^Acknowledge/ }).first();
  await acknowledge.waitFor();
  await looks(board, `board-${language}`);
  await board.keyboard.press('j');
  await board.keyboard.press('s');
  await board.getByLabel(language === 'zh' ? '时长' : 'For', { exact: true }).waitFor();
  await looks(board, `board-snooze-${language}`);
  await board.keyboard.press('Escape');
  await board.keyboard.press('a');
  await settle(board, acknowledge, language);

  // The bot hands over with the whole context; the agent accepts.
  const accept = agent.getByRole('button', { name: language === 'zh' ? /接受/ : /Accept/ }).first();
  await accept.waitFor();
  await looks(agent, `offer-${language}`);
  await accept.click();
  await visitor.getByText(words.joined).first().waitFor();
  const next = agent.locator('.next');
  await next.getByRole('heading', { name: words.next }).waitFor();
  for (const step of words.steps) await next.getByText(step).waitFor();
  const reply = agent.getByRole('textbox', { name: language === 'zh' ? /回复/ : /Reply/ });
  await reply.fill(words.reply);
  await reply.press('Enter');
  await visitor.getByText(words.reply).first().waitFor();
  // What was done is not asked for again.
  await next.getByText(words.steps[0]).waitFor({ state: 'detached' });
  await looks(agent, `inbox-${language}`);

  // Killed without warning while the visitor writes; started again; nothing is lost, nothing doubled.
  await server.kill();
  await say(words.late);
  await looks(visitor, `widget-offline-${language}`);
  await server.start();
  await log.getByText(words.late).first().waitFor({ timeout: 60_000 });
  for (const page of [visitor, agent]) {
    const shown = page === agent ? log : page.getByRole('log').first();
    for (const text of [words.question, ...words.angry, words.reply, words.late]) {
      assert.equal(await shown.getByText(text, { exact: true }).count(), 1, `“${text}” stands once`);
    }
  }
  await ends(visitor, agent, board, language);
}

/** Takes notice of whatever the words still raise, then closes what is known: the board is calm. */
async function settle(board, acknowledge, language) {
  const known = board.getByText(language === 'zh' ? /^已知警报/ : /^Known alerts/);
  for (let tries = 0; tries < 100 && !(await known.isVisible()); tries += 1) {
    // The button goes away under the pointer when its alert is known already; then there is nothing to click.
    if (await acknowledge.isVisible()) await acknowledge.click({ timeout: 500 }).catch(() => undefined);
    await board.waitForTimeout(100);
  }
  await known.click();
  await looks(board, `board-known-${language}`);
  await board.getByRole('button', { name: language === 'zh' ? /^已处理/ : /^Done/ }).first().click();
  await known.waitFor({ state: 'detached' });
}

/** How it looks where the story ends. */
async function ends(visitor, agent, board, language) {
  for (const [name, page] of [['widget', visitor], ['inbox', agent], ['board', board]]) {
    await looks(page, `${name}-end-${language}`);
    assert.deepEqual(page.troubles, [], `${name} in ${language}: no script errors, no policy violations`);
  }
}
