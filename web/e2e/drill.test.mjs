// The drill: a visitor and an agent write while their connections are cut 300 times, at any byte and in either
// direction, so that cuts fall between a message and its storing, and between the storing and its acknowledgement.
// Each message then stands once and in one order: on both screens, and in the log.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { Proxy } from './proxy.mjs';
import { withServer } from './server.mjs';

const CUTS = Number(process.env.ATTUNE_CUTS ?? 300);
const SEED = Number(process.env.ATTUNE_SEED ?? Date.now() % 1_000_000);
/** When nothing has run into the cut by then, one more message is said. */
const PATIENCE_MS = 120;
/** Most bytes that pass before the cut: some messages with their answers. */
const REACH = 500;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Mulberry32: the drill runs again as it ran, given its seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Whether something happens in this time. */
const within = (ms, happens) => Promise.race([happens.then(() => true), new Promise((late) => setTimeout(late, ms, false))]);

/** What visitor and agents said, by the log itself, page by page; runs in an agent's page. */
const spoken = async () => {
  const said = [];
  for (let after = 0, more = true; more; ) {
    const answer = await fetch(`/v1/conversations/${location.hash.slice(1)}/events?after=${after}&limit=200`);
    const page = await answer.json();
    for (const { seq, by, event } of page.items) {
      after = seq;
      if (event.kind === 'said' && by.who !== 'bot') said.push(event.text);
    }
    more = page.more;
  }
  return said;
};

/** One side of the conversation, behind a wire of its own. */
class Side {
  said = [];

  constructor(name, page, proxy, write) {
    Object.assign(this, { name, page, proxy, write });
  }

  async say() {
    const text = `${this.name} ${this.said.length + 1}`;
    this.said.push(text);
    await this.write(text);
  }

  /** Writes into a connection that breaks. */
  async sayIntoCut(random) {
    const broken = this.proxy.cutAfter(random() < 0.5 ? 'up' : 'down', Math.floor(random() ** 2 * REACH));
    await this.say();
    while (!(await within(PATIENCE_MS, broken))) await this.say();
    await this.back();
  }

  /** Has the page dial again: it may not have noticed the cut yet when it first hears that the network is back. */
  async back() {
    while (!this.proxy.isLive) {
      await this.page.evaluate(() => dispatchEvent(new Event('online')));
      await this.page.waitForTimeout(20);
    }
  }
}

test(`${CUTS} cuts in both roles, seed ${SEED}`, { timeout: 240_000 }, (context) =>
  withServer(async (server) => {
    const [shop, office] = [await new Proxy(server.port).start(), await new Proxy(server.port).start()];
    // Also where the drill fails: a wire that listens keeps the process alive.
    context.after(() => [shop, office].forEach((wire) => wire.end()));
    const visitorPage = await person(browser);
    await visitorPage.goto(`${shop.origin}/demo`);
    const widget = widgetOf(visitorPage);
    await widget.open();
    await visitorPage.locator('attune-chat li.bot').first().waitFor();
    const lin = await staff(browser, office.origin, '/inbox', 'lin@demo.test');
    await openNewest(lin);
    await lin.getByRole('button', { name: /^Take over/ }).first().click();
    await widget.log.getByText(/now talking with Lin/).waitFor();

    const reply = lin.getByRole('textbox', { name: /^Reply to/ });
    const visitor = new Side('visitor', visitorPage, shop, (text) => widget.say(text));
    const agent = new Side('agent', lin, office, async (text) => {
      await reply.fill(text);
      await reply.press('Enter');
    });
    const random = randomFrom(SEED);
    while (shop.cuts + office.cuts < CUTS) await (random() < 0.5 ? visitor : agent).sayIntoCut(random);

    const all = visitor.said.length + agent.said.length;
    const shown = {
      visitor: () => visitorPage.locator('attune-chat :is(li.visitor, li.agent) .text').allTextContents(),
      agent: () => lin.locator('.log .message:not(.bot) .words').allTextContents(),
    };
    const complete = (page, selector) =>
      page.waitForFunction(
        ([selector, all]) => (document.querySelector('attune-chat')?.shadowRoot ?? document).querySelectorAll(selector).length >= all,
        [selector, all],
        { timeout: 60_000 },
      );
    await complete(visitorPage, ':is(li.visitor, li.agent) .text');
    await complete(lin, '.log .message:not(.bot) .words');
    const [atShop, atOffice] = [await shown.visitor(), await shown.agent()];
    const from = (name, texts) => texts.filter((text) => text.startsWith(`${name} `));
    for (const side of [visitor, agent]) assert.deepEqual(from(side.name, atOffice), side.said, 'each once, in its order');
    assert.deepEqual(atShop, atOffice, 'one order for both');
    assert.equal(atShop.length, all);
    assert.deepEqual(await lin.evaluate(spoken), atOffice, 'and in the log');
    assert.deepEqual([...visitorPage.troubles, ...lin.troubles], []);
    console.log(`${shop.cuts} cuts of the visitor's wire, ${office.cuts} of the agent's, ${all} messages: each once`);
  }));
