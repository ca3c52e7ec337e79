// Leaving a page and going back: the browser keeps it whole, and what was said meanwhile is there once, in the widget and
// in the inbox.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, takenOver, widgetOf } from './browser.mjs';
import { withServer } from './server.mjs';

const WORDS = { hello: 'Hello, my parcel is late', takeOver: 'Take over', reply: /^Reply/ };

let browser;
before(async () => (browser = await launch({ bfcache: true })));
after(() => browser?.close());

test('the widget and the inbox go on where they were, out of the back-forward cache', { timeout: 120_000 }, () =>
  withServer(async (server) => {
    const { agent, log, field, visitor, say } = await takenOver(browser, server.origin, 'en', WORDS);
    const widget = widgetOf(visitor);
    for (const page of [agent, visitor]) await page.evaluate(watch);

    await widget.composer.fill('half a sen');
    await away(visitor, server, async () => {
      for (const text of ['One', 'Two', 'Three']) {
        await field.fill(text);
        await field.press('Enter');
        await log.getByText(text, { exact: true }).waitFor();
      }
    });
    await widget.log.getByText('Three', { exact: true }).waitFor();
    for (const text of ['One', 'Two', 'Three']) assert.equal(await widget.log.getByText(text, { exact: true }).count(), 1, text);
    assert.equal(await widget.composer.inputValue(), 'half a sen', 'what was being written');
    await say('I am back');
    await log.getByText('I am back', { exact: true }).waitFor();

    await field.fill('half an ans');
    await away(agent, server, async () => {
      for (const text of ['Four', 'Five']) await say(text);
      await widget.log.getByText('Five', { exact: true }).waitFor();
    });
    await log.getByText('Five', { exact: true }).waitFor();
    for (const text of ['Four', 'Five']) assert.equal(await log.getByText(text, { exact: true }).count(), 1, text);
    assert.equal(await field.inputValue(), 'half an ans', 'what was being written');
    await field.fill('So am I');
    await field.press('Enter');
    await widget.log.getByText('So am I', { exact: true }).waitFor();
    assert.equal(await widget.log.getByText('So am I', { exact: true }).count(), 1);
    assert.deepEqual([...agent.troubles, ...visitor.troubles], []);
  }));

/** Notes how the page is shown again. */
function watch() {
  globalThis.shown = [];
  addEventListener('pageshow', ({ persisted }) => globalThis.shown.push(persisted));
}

/** Leaves the page for another, lets something happen, and goes back to the very page that was left. */
async function away(page, { origin }, act) {
  await page.goto(`${origin}/healthz`);
  await act();
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.shown !== undefined);
  assert.deepEqual(await page.evaluate(() => globalThis.shown), [true], 'the page was kept, not loaded anew');
}
