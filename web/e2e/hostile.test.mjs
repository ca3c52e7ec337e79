// Text is text: whatever a visitor or a member of the staff writes, nothing of it runs, on any screen. The widget stands
// on a page without any policy, where a script would run; the faces of staff must not even make their policy speak.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { HOSTILE, countHits, provoked } from './hostile.mjs';
import { withServer } from './server.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A shop's page of our own making: no policy, and a title that is hostile itself. */
async function shopPage(server) {
  const page = await person(browser);
  await page.context().grantPermissions(['local-network-access']);
  await page.addInitScript(countHits);
  const address = `http://localhost:${server.port}/host`;
  const body = `<!doctype html><title>&lt;img src=x onerror=hit()&gt;</title><script async src="${server.origin}/widget.js" data-site="demo"></script><p>Shop</p>`;
  await page.route(address, (route) => route.fulfill({ headers: { 'content-type': 'text/html; charset=utf-8' }, body }));
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector('attune-chat'));
  return page;
}

async function member(server, path, email) {
  const page = await staff(browser, server.origin, path, email);
  await page.evaluate(countHits);
  return page;
}

test(`${HOSTILE.length} hostile texts through every field`, { timeout: 240_000 }, () =>
  withServer(async (server) => {
    const shop = await shopPage(server);
    const widget = widgetOf(shop);
    await widget.open();
    await shop.locator('attune-chat li.bot').first().waitFor();
    const lin = await member(server, '/inbox', 'lin@demo.test');
    const log = await openNewest(lin);
    await lin.getByRole('button', { name: /^Take over/ }).first().click();
    await widget.log.getByText(/now talking with Lin/).waitFor();
    const board = await member(server, '/board', 'sam@demo.test');

    // What visitors say, and what the page says of them, each text in each field.
    for (const [place, text] of HOSTILE.entries()) {
      await shop.evaluate((text) => {
        Attune('identify', { name: text, email: text });
        Attune('setAttributes', { Told: text, [text.slice(0, 40)]: 'x' });
      }, text);
      await widget.say(text);
      // At a person's pace: a visitor who runs into the limit of frames sixty times is shown the door.
      await shop.locator('attune-chat li.visitor').nth(place).getByText(/^(Sent|Seen)$/).waitFor();
    }
    await shop.evaluate(() => Attune('setLocale', 'en'));
    const said = () => lin.locator('.log .message.visitor .words').allTextContents();
    await lin.waitForFunction((all) => document.querySelectorAll('.log .message.visitor .words').length >= all, HOSTILE.length, { timeout: 90_000 });
    assert.deepEqual(await said(), HOSTILE.map((text) => text.trim()), 'shown as they were written');

    // What staff write: notes take anything, replies refuse places that were not filled.
    await lin.getByRole('button', { name: 'Note', exact: true }).click();
    const note = lin.getByRole('textbox', { name: /note for colleagues/ });
    for (const text of HOSTILE) {
      await note.fill(text);
      await note.press('Enter');
    }
    await lin.getByRole('button', { name: 'Reply', exact: true }).click();
    const reply = lin.getByRole('textbox', { name: /^Reply to/ });
    const sendable = HOSTILE.filter((text) => !text.includes('{'));
    for (const text of sendable) {
      await reply.fill(text);
      await reply.press('Enter');
      if ((await reply.inputValue()) !== '') await reply.press('Enter');
    }
    await log.getByText(sendable.at(-1), { exact: true }).last().waitFor({ timeout: 90_000 });
    await shop.waitForFunction(
      (all) => document.querySelector('attune-chat').shadowRoot.querySelectorAll('li.agent .text').length >= all,
      sendable.length,
      { timeout: 90_000 },
    );

    // Found again by search, with its marks.
    const search = lin.getByRole('searchbox');
    await search.fill('script hit');
    await lin.locator('.found mark').first().waitFor();

    // The board shows whoever is angry: it quotes their words and their name.
    for (const words of ['You are liars and thieves!!!', 'I am furious, give me my money back NOW, you useless crooks!!!']) await widget.say(words);
    await board.locator('.alert').first().waitFor({ timeout: 60_000 });
    await board.getByRole('button', { name: /^Watch/ }).first().click();
    await board.getByText(HOSTILE.at(-1), { exact: true }).first().waitFor();

    for (const page of [shop, lin, board]) {
      assert.deepEqual(await provoked(page), { hits: 0, links: [] });
      assert.deepEqual(page.troubles, []);
    }
    // The instrument works: taken for HTML, a text of the list does run on the shop's page.
    await shop.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), '<img src=x onerror=hit()>');
    await shop.waitForFunction(() => globalThis.hits === 1);
  }));
