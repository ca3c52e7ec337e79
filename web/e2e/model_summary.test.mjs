// What a language model wrote of a handoff, in the inbox: under the lines that were said, as the model's and not
// checked; never before the visitor, and with nothing personal in what the model was sent. Against a stand-in on this
// machine, in both languages.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launch, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'My parcel SH-20488 has not come. Write to kim@example.org.', line: 'My parcel SH-20488 has not come.',
    person: 'I want to speak to a person', accept: /^Accept/,
    wrote: (order) => `The customer's parcel ${order} has not come.`, reads: 'The customer\'s parcel SH-20488 has not come.',
    said: 'In short', written: 'Model’s summary', unchecked: 'Written by small, not checked. What was said counts.',
  },
  zh: {
    hello: '我的包裹 SH-20488 还没到。请写信到 kim@example.org。', line: '我的包裹 SH-20488 还没到。',
    person: '我要转人工', accept: /^接受/,
    wrote: (order) => `客户的包裹 ${order} 还没到。`, reads: '客户的包裹 SH-20488 还没到。',
    said: '概要', written: '模型概述', unchecked: '由 small 生成，未经核对，以会话原文为准。',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an agent reads the model's summary beside what was said, in ${language}`, { timeout: 120_000 }, async () => {
    const words = WORDS[language];
    const standIn = await StandIn.start(words.wrote);
    try {
      await withServer((server) => read(server, language, words), {
        ATTUNE__BOT__MODEL__URL: standIn.url, ATTUNE__BOT__MODEL__MODEL: 'small', ATTUNE__BOT__MODEL__SUMMARISE: 'true',
      });
      const asked = standIn.heard.filter((body) => body.includes('<conversation>'));
      assert.equal(asked.length, 1, 'once for one handoff');
      for (const secret of ['20488', 'kim@']) assert.ok(!asked[0].includes(secret), secret);
    } finally {
      standIn.end();
    }
  });
}

async function read(server, language, words) {
  const agent = await staff(browser, server.origin, '/inbox', 'lin@demo.test', language);
  const visitor = await person(browser, { language });
  await visitor.goto(`${server.origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  await say(words.hello);
  await say(words.person);
  await agent.locator('.offer').getByRole('button', { name: words.accept }).click();
  const card = agent.locator('.handoff');
  await card.getByText(words.reads, { exact: true }).waitFor();
  await card.getByText(words.unchecked, { exact: true }).waitFor();
  await card.locator('.quoted').getByRole('button', { name: words.line, exact: true }).waitFor();
  const parts = await card.locator('dt').allTextContents();
  assert.deepEqual(parts.slice(parts.indexOf(words.said), parts.indexOf(words.said) + 2), [words.said, words.written]);
  await looks(agent, `model-summary-${language}`);
  await visitor.locator('attune-chat').getByText(/Lin/).first().waitFor();
  assert.equal(await visitor.locator('attune-chat').getByText(words.reads, { exact: true }).count(), 0);
}

/** A model that knows one summary, and no answer. */
class StandIn {
  /** Bodies of requests, as they came. */
  heard = [];
  #server;

  static async start(wrote) {
    const standIn = new StandIn();
    standIn.#server = createServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      standIn.heard.push(body);
      const given = JSON.parse(body).messages[1].content;
      const content = given.startsWith('<conversation>') ? wrote(/\[ORDER_\d+\]/.exec(given)[0]) : 'UNKNOWN';
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\ndata: [DONE]\n\n`);
    });
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/v1`;
  }

  end() {
    this.#server.close();
  }
}
