// Whoever waits long in anger comes to a supervisor who takes no conversations otherwise: on the board, with the time that
// is left, in both languages, light and dark and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    angry: ['You are useless liars. Give me my money back NOW, I am furious!!!', 'I have asked three times now. This is ridiculous!!!'],
    unanswered: /^Nobody answers one customer/, offered: /needs you: offered to you/, left: /^\d+ s left$/, accept: 'Accept',
  },
  zh: {
    angry: ['骗子！垃圾客服，马上把钱退给我，气死我了！！！', '我已经问了三遍了，太过分了！！！'],
    unanswered: /^1 位客户久等无人接待/, offered: /需要您，现转给您/, left: /^剩 \d+ 秒$/, accept: '接受',
  },
};
const SOON = { ATTUNE__ROUTING__QUEUE__SENIOR_SECONDS: '1', ATTUNE__ROUTING__QUEUE__SUPERVISOR_SECONDS: '1', ATTUNE__ROUTING__OFFER_SECONDS: '60' };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`a long wait in anger comes to the board, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => climb(server, language, WORDS[language]), SOON));
}

async function climb(server, language, words) {
  const board = await staff(browser, server.origin, '/board', 'sam@demo.test', language);
  const visitor = await person(browser, { language });
  await visitor.goto(`${server.origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  for (const text of words.angry) await say(text);

  const offered = board.getByRole('region', { name: words.offered });
  await offered.getByText(words.left).waitFor();
  await board.getByRole('region', { name: words.unanswered }).getByRole('button').first().waitFor();
  await looks(board, `ladder-${language}`);

  // By keyboard: the inbox opens at the conversation, which is held.
  await offered.getByRole('button', { name: words.accept }).press('Enter');
  await board.waitForURL(/\/inbox#/);
  await board.getByRole('textbox').last().waitFor();
  assert.deepEqual([...board.troubles, ...visitor.troubles], []);
}
