// Without a model the chat still works, and nobody is left to believe that calm was measured: the inbox says that
// messages are not scored, each one is marked, and /readyz says why.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const NO_MODEL = { ATTUNE__TRIAGE__MODELS: '/nonexistent' };
const WORDS = {
  en: {
    text: 'You are useless liars. Give me my money back NOW!',
    banner: /Messages are not being scored at the moment/,
    mark: 'not scored',
    why: 'Not scored: no model is loaded.',
  },
  zh: {
    text: '骗子！垃圾客服，马上把钱退给我！',
    banner: /目前消息未评分/,
    mark: '未评分',
    why: '未评分：没有载入模型。',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test('/readyz is ready and says why nothing is scored', { timeout: 60_000 }, () =>
  withServer(async ({ origin }) => {
    const answer = await fetch(`${origin}/readyz`);
    const { ready, scoring } = await answer.json();
    assert.equal(answer.status, 200);
    assert.equal(ready, true);
    assert.equal(scoring.status, 'off');
    assert.match(scoring.why, /\/nonexistent/);
  }, NO_MODEL));

for (const language of ['en', 'zh']) {
  test(`a chat that is not scored, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => chat(server, language, WORDS[language]), NO_MODEL));
}

async function chat({ origin }, language, { text, banner, mark, why }) {
  const agent = await staff(browser, origin, '/inbox', 'lin@demo.test', language);
  await agent.getByText(banner).waitFor();
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const widget = widgetOf(visitor, language);
  await widget.open();
  await widget.say(text);
  await visitor.locator('attune-chat li.bot').first().waitFor();

  await openNewest(agent, language);
  const message = agent.locator('[data-scored]').filter({ hasText: text });
  const reading = message.getByText(mark, { exact: true });
  await reading.waitFor();
  await looks(agent, `inbox-unscored-${language}`);
  assert.equal(await message.getAttribute('data-scored'), 'not_scored');
  assert.equal(await reading.getAttribute('title'), why);
  assert.equal(await agent.locator('[data-scored="scored"]').count(), 0);
  assert.deepEqual([...agent.troubles, ...visitor.troubles], []);
}
