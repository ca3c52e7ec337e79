// Files that are chosen and cannot leave come through a reload, and arrive once. The page and its scripts come from the
// test, so that they load while the network is cut.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { png } from './made_files.mjs';
import { Server } from './server.mjs';

const server = new Server();
let browser;
before(async () => {
  await server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server.end();
});

const WORDS = {
  en: { hello: 'My cup came broken', look: 'Here is how it looks', cut: 'Connecting again …', open: 'Not sent yet: keep this page open.', ready: 'Ready to send', send: 'Send', remove: (name) => `Remove ${name}`, picture: (name) => `Picture: ${name}`, tray: 'Files to send' },
  zh: { hello: '杯子收到时碎了', look: '就是这样', cut: '正在重新连接…', open: '尚未发送，请不要关闭或刷新页面。', ready: '可以发送', send: '发送', remove: (name) => `移除 ${name}`, picture: (name) => `图片：${name}`, tray: '待发送的文件' },
};

async function host(language) {
  const page = await person(browser, { language });
  const context = page.context();
  await context.grantPermissions(['local-network-access']);
  const scripts = new Map();
  const fromServer = async (route) => {
    const { pathname } = new URL(route.request().url());
    if (!scripts.has(pathname)) scripts.set(pathname, await (await fetch(server.origin + pathname)).text());
    await route.fulfill({ contentType: 'text/javascript', headers: { 'access-control-allow-origin': '*' }, body: scripts.get(pathname) });
  };
  for (const script of ['**/widget.js', '**/widget-more-*']) await context.route(script, fromServer);
  const address = `http://localhost:${server.port}/host`;
  const body = `<!doctype html><html lang="${language}"><title>Shop</title><script async src="${server.origin}/widget.js" data-site="demo"></script><p>Shop`;
  await context.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await page.goto(address);
  return page;
}

const choose = (page, ...names) => page.locator('attune-chat input[type=file]').setInputFiles(
  names.map((name, index) => ({ name, mimeType: 'image/png', buffer: png(60 + 20 * index, 40) })));
const trayOf = (page, words) => page.getByRole('group', { name: words.tray });

async function begun(language, words) {
  const page = await host(language);
  const widget = widgetOf(page, language);
  await widget.open();
  await widget.say(words.hello);
  await page.locator('attune-chat li.bot').nth(1).waitFor();
  return { page, widget };
}

/** The names of the pictures in a log, in order. */
const pictures = (log) => log.getByRole('img').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.getAttribute('alt') ?? ''));

for (const [language, words] of Object.entries(WORDS)) {
  test(`sent without a network, loaded anew, sent once (${language})`, { timeout: 90_000 }, async () => {
    const { page, widget } = await begun(language, words);
    await page.context().setOffline(true);
    await choose(page, 'cup.png', 'side.png');
    await trayOf(page, words).getByText(words.cut).nth(2).waitFor();
    await widget.say(words.look);
    await looks(page, `kept-cut-${language}`);
    await page.reload();
    await widget.open();
    await trayOf(page, words).getByText('side.png', { exact: true }).waitFor();
    await page.context().setOffline(false);
    const last = widget.log.getByRole('img', { name: words.picture('side.png') });
    await last.waitFor();
    await trayOf(page, words).getByRole('listitem').waitFor({ state: 'detached' });
    const both = [words.picture('cup.png'), words.picture('side.png')];
    await becomes(() => pictures(widget.log), both);
    // Nothing is left to be sent by the next page.
    await page.reload();
    await widget.open();
    await last.waitFor();
    await becomes(() => page.evaluate(() => localStorage.getItem('attune.demo.files')), null);
    await widget.say('1');
    await widget.log.getByText('1', { exact: true }).waitFor();
    await becomes(() => pictures(widget.log), both);
    const agent = await staff(browser, server.origin, '/inbox', 'lin@demo.test', language);
    const log = await openNewest(agent, language);
    await log.getByText('1', { exact: true }).waitFor();
    for (const name of ['cup.png', 'side.png']) await becomes(() => log.getByRole('img', { name }).count(), 1, name);
    assert.deepEqual(page.troubles, []);
    await agent.context().close();
    await page.context().close();
  });
}

test('what was chosen and not sent is there again, and what was taken out is not', { timeout: 60_000 }, async () => {
  const words = WORDS.en;
  const { page, widget } = await begun('en', words);
  const tray = trayOf(page, words);
  await choose(page, 'cup.png', 'side.png');
  await tray.getByText(words.ready).nth(1).waitFor();
  await page.getByRole('button', { name: words.remove('cup.png') }).click();
  await tray.getByText('cup.png', { exact: true }).waitFor({ state: 'detached' });
  await page.reload();
  await widget.open();
  await tray.getByText('side.png', { exact: true }).waitFor();
  assert.equal(await tray.getByText('cup.png', { exact: true }).count(), 0);
  assert.equal(await widget.log.getByRole('img').count(), 0, 'it waits for its words');
  await page.getByRole('button', { name: words.send, exact: true }).click();
  await widget.log.getByRole('img', { name: words.picture('side.png') }).waitFor();
  await page.context().close();
});

test('another tab leaves them to the one that has them, and takes them over when it goes', { timeout: 60_000 }, async () => {
  const words = WORDS.en;
  const { page } = await begun('en', words);
  const context = page.context();
  await context.setOffline(true);
  await choose(page, 'cup.png');
  await trayOf(page, words).getByText(words.cut).nth(1).waitFor();
  const other = await context.newPage();
  await other.goto(page.url());
  const widget = widgetOf(other);
  await widget.open();
  await widget.composer.waitFor();
  assert.equal(await trayOf(other, words).getByText('cup.png', { exact: true }).count(), 0);
  await page.close();
  await trayOf(other, words).getByText('cup.png', { exact: true }).waitFor();
  await context.close();
});

test('where the browser keeps nothing, the visitor is told, and the file leaves from the open page', { timeout: 60_000 }, async () => {
  const words = WORDS.en;
  const page = await host('en');
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  });
  await page.reload();
  const widget = widgetOf(page);
  await widget.open();
  await widget.say(words.hello);
  await page.locator('attune-chat li.bot').nth(1).waitFor();
  await page.context().setOffline(true);
  await choose(page, 'cup.png');
  await trayOf(page, words).getByText(words.open).nth(1).waitFor();
  await widget.say(words.look);
  await page.context().setOffline(false);
  await widget.log.getByRole('img', { name: words.picture('cup.png') }).waitFor();
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});
