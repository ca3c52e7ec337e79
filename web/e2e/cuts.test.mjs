// Exactly once over cuts: whatever happens to the network and to the server, each message stands once and in order
// on every screen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, shot, staff, widgetOf } from './browser.mjs';
import { withServer } from './server.mjs';

const MESSAGES = Array.from({ length: 30 }, (_, index) => `Line ${index + 1} of 30`);
const WAIT = { timeout: 60_000 };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A visitor in conversation with Lin, so that no bot answers in between. */
async function begin(server) {
  const visitor = await person(browser);
  await visitor.goto(`${server.origin}/demo`);
  const widget = widgetOf(visitor);
  await widget.open();
  await visitor.locator('attune-chat li.bot').first().waitFor();
  const lin = await staff(browser, server.origin, '/inbox', 'lin@demo.test');
  const log = await openNewest(lin);
  await lin.getByRole('button', { name: /^Take over/ }).first().click();
  await widget.log.getByText(/now talking with Lin/).waitFor();
  return { visitor, widget, lin, log };
}

const shownToVisitor = (page) => page.locator('attune-chat li.visitor .text').allTextContents();
const shownToStaff = (page) => page.locator('.log .message.visitor .words').allTextContents();

test('thirty messages over three kills and three cuts', { timeout: 240_000 }, () =>
  withServer(async (server) => {
    const { visitor, widget, lin, log } = await begin(server);
    let next = 0;
    const say = async (count) => {
      for (let said = 0; said < count; said++) await widget.say(MESSAGES[next++]);
    };
    const setOffline = (offline) => visitor.context().setOffline(offline);
    for (let round = 0; round < 3; round++) {
      // Killed with messages on the wire, and more written before it is back.
      await say(3);
      await server.kill();
      await say(3);
      await server.start();
      // The network goes: once in the middle of coming back, then from under a living connection.
      if (round > 0) await log.getByText(MESSAGES[next - 1], { exact: true }).waitFor(WAIT);
      await setOffline(true);
      // These words come only when the socket was given up.
      await widget.panel.getByText(/You are offline/).waitFor();
      await say(3);
      await setOffline(false);
      await say(1);
      await log.getByText(MESSAGES[next - 1], { exact: true }).waitFor(WAIT);
    }
    await visitor.locator('attune-chat li.visitor').last().getByText(/^(Sent|Seen)$/).waitFor(WAIT);
    assert.deepEqual(await shownToVisitor(visitor), MESSAGES);
    assert.deepEqual(await shownToStaff(lin), MESSAGES);
    await shot(visitor, 'widget-cuts');

    // Nor does a page that starts anew see it differently.
    await visitor.reload();
    await widget.open();
    await widget.log.getByText(MESSAGES.at(-1), { exact: true }).waitFor(WAIT);
    assert.deepEqual(await shownToVisitor(visitor), MESSAGES);
    assert.deepEqual([...visitor.troubles, ...lin.troubles], []);
  }));

test('what was not sent survives leaving the page', { timeout: 120_000 }, () =>
  withServer(async (server) => {
    const { visitor, widget, lin, log } = await begin(server);
    const texts = MESSAGES.slice(0, 4);
    await widget.say(texts[0]);
    await log.getByText(texts[0], { exact: true }).waitFor();
    await server.kill();
    for (const text of texts.slice(1)) await widget.say(text);
    await visitor.goto('about:blank');
    await server.start();
    await log.getByText(texts[0], { exact: true }).waitFor(WAIT);
    assert.deepEqual(await shownToStaff(lin), texts.slice(0, 1));

    // The page alone is enough: nobody has to open the chat.
    await visitor.goto(`${server.origin}/demo`);
    await log.getByText(texts[3], { exact: true }).waitFor(WAIT);
    assert.deepEqual(await shownToStaff(lin), texts);
    await widget.open();
    await widget.log.getByText(texts[3], { exact: true }).waitFor();
    assert.deepEqual(await shownToVisitor(visitor), texts);
  }));

test('an agent who was offline sees what a colleague answered meanwhile', { timeout: 120_000 }, () =>
  withServer(async (server) => {
    const { widget, lin } = await begin(server);
    const ana = await staff(browser, server.origin, '/inbox', 'ana@demo.test');
    const log = await openNewest(ana);
    await log.getByText(/Lin/).first().waitFor();
    await ana.context().setOffline(true);
    await ana.locator('.bars .bar').waitFor();

    await widget.say('Is anybody there?');
    const reply = lin.getByRole('textbox', { name: /^Reply to/ });
    const answers = ['Yes, I am here.', 'Your parcel left this morning.'];
    for (const answer of answers) {
      await reply.fill(answer);
      await reply.press('Enter');
      await widget.log.getByText(answer, { exact: true }).waitFor();
    }
    assert.equal(await log.getByText(answers[0], { exact: true }).count(), 0, 'Ana was cut off');

    await ana.context().setOffline(false);
    await log.getByText(answers[1], { exact: true }).waitFor(WAIT);
    for (const page of [ana, lin]) {
      const words = await page.locator('.log .message:not(.bot) .words').allTextContents();
      assert.deepEqual(words, ['Is anybody there?', ...answers]);
    }
  }));
