// A part of the inbox that does not come: its place says so and offers to try again, and everything else works on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: { hello: 'When will I get my refund?', silent: /^The server does not answer\./, retry: 'Try again', mood: 'Mood' },
  zh: { hello: '退款什么时候到账？', silent: /^服务器没有响应。/, retry: '重试', mood: '情绪' },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`what stands beside a conversation does not come, then it does, in ${language}`, { timeout: 120_000 }, () =>
    withServer(async ({ origin }) => {
      const words = WORDS[language];
      const visitor = await person(browser, { language });
      await visitor.goto(`${origin}/demo?lang=${language}`);
      const { open, say } = widgetOf(visitor, language);
      await open();
      await say(words.hello);
      const agent = await staff(browser, origin, '/inbox', 'lin@demo.test', language);
      await agent.route('**/assets/beside-*.js*', (route) => route.abort('internetdisconnected'));
      const log = await openNewest(agent, language);
      const beside = agent.locator('.context');
      await beside.getByRole('alert').getByText(words.silent).waitFor();
      await log.getByText(words.hello).first().waitFor();
      await looks(agent, `inbox-absent-${language}`);
      await agent.unroute('**/assets/beside-*.js*');
      await beside.getByRole('button', { name: words.retry }).click();
      await beside.getByRole('heading', { name: words.mood }).waitFor();
      assert.equal(await beside.getByRole('alert').count(), 0);
    }));
}
