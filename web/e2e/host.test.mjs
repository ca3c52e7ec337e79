// The widget on pages that are not ours: under the strictest policies, in another encoding, on a phone, with an
// input method. The pages stand at `localhost` and the server at `127.0.0.1`, so all of it goes across origins.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, person, shot, widgetOf } from './browser.mjs';
import { painted, png } from './made_files.mjs';
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

/** A visitor on a host page with the given headers. Keeps every policy violation and all that the page asked for. */
async function host({ headers = {}, body = '<p>Shop</p>', dir = 'ltr', data = '', ...options } = {}) {
  const page = await person(browser, options);
  // A page that a test makes up comes from no address; Chromium keeps those away from loopback.
  await page.context().grantPermissions(['local-network-access']);
  page.asked = [];
  page.on('request', (request) => page.asked.push(request.url()));
  page.on('websocket', (socket) => page.asked.push(socket.url()));
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  const head = `<!doctype html><html lang="${options.language ?? 'en'}" dir="${dir}"><meta name="viewport" content="width=device-width, initial-scale=1">
    <script async nonce="drawn" src="${server.origin}/widget.js" data-site="demo" ${data}></script>`;
  const address = `http://localhost:${server.port}/host`;
  await page.route(address, (route) =>
    route.fulfill({
      headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
      body: Buffer.concat([Buffer.from(head), Buffer.from(body)]),
    }));
  // A cache on the way that drops the script's charset: the page's own encoding then counts.
  for (const script of ['**/widget.js', '**/widget-more-*']) {
    await page.route(script, async (route) => {
      const found = await route.fetch();
      const headers = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' };
      await route.fulfill({ body: await found.body(), headers });
    });
  }
  await page.goto(address);
  return page;
}

/** A message goes out, and the bot, which greeted first, answers it. */
async function chats(page, widget, text) {
  await widget.open();
  await widget.say(text);
  await widget.log.getByText(text, { exact: true }).waitFor();
  await page.locator('attune-chat li.bot').nth(1).waitFor();
}

const isMore = (address) => new URL(address).pathname.startsWith('/assets/widget-more-');

const sources = (server) => `connect-src ${server} ${server.replace('http', 'ws')}`;
/** All that the README asks of a host page's policy, and nothing else. */
const strict = (server) => `default-src 'none'; script-src ${server}; ${sources(server)}; require-trusted-types-for 'script'`;
const POLICIES = {
  'of two sources and no exception': strict,
  'that forbids every Trusted Types policy': (server) => `${strict(server)}; trusted-types 'none'`,
  'of a nonce alone': (server) => `default-src 'none'; script-src 'nonce-drawn' 'strict-dynamic'; ${sources(server)}`,
  'without styles, images, fonts, frames and workers': (server) =>
    `script-src ${server}; ${sources(server)}; ${['style', 'img', 'font', 'frame', 'worker', 'media', 'object'].map((kind) => `${kind}-src 'none'`).join('; ')}`,
};
for (const [name, policy] of Object.entries(POLICIES)) {
  test(`a host page with a policy ${name}`, { timeout: 60_000 }, async () => {
    const { origin } = server;
    const page = await host({ headers: { 'content-security-policy': policy(origin) } });
    await chats(page, widgetOf(page), 'When will I get my refund?');
    assert.deepEqual(page.asked.filter(isMore), [], 'the second file is for later');
    await page.getByRole('button', { name: 'Talk to a person' }).click();
    await page.locator('attune-chat .waiting').waitFor();
    await shot(page, 'widget-strict');
    // The widget is dressed although the page admits no styles.
    assert.equal(await page.locator('attune-chat .corner').evaluate((element) => getComputedStyle(element).position), 'fixed');
    // A picture goes and is seen, although the page admits none.
    await page.locator('attune-chat input[type=file]').setInputFiles({ name: 'cup.png', mimeType: 'image/png', buffer: png(300, 200) });
    await page.getByText('Ready to send').last().waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await painted(widgetOf(page).log.getByRole('img', { name: 'Picture: cup.png' }), 240);
    await page.getByRole('button', { name: 'More' }).click();
    const save = page.getByRole('button', { name: 'Save this chat as text' });
    const [file] = await Promise.all([page.waitForEvent('download'), save.click()]);
    assert.equal(await file.failure(), null);
    await page.getByRole('button', { name: 'End chat' }).click();
    await page.getByRole('radio', { name: '5 of 5' }).check();
    await page.getByRole('textbox', { name: /Anything to add/ }).fill('Quick.');
    await shot(page, 'widget-strict-ending');
    assert.equal(page.asked.filter(isMore).length, 1);
    assert.equal(await page.locator('attune-chat .ending input').first().evaluate((star) => getComputedStyle(star).opacity), '0', 'dressed as well');
    await page.getByRole('button', { name: 'End chat' }).click();
    await page.getByRole('button', { name: 'Start again' }).waitFor();
    await page.getByText('Thank you for your rating.').waitFor();
    assert.deepEqual(await page.evaluate('violations'), []);
    assert.deepEqual(page.troubles, []);
    const asked = new Set(page.asked.map((address) => new URL(address).origin));
    assert.deepEqual([...asked], [new URL(page.url()).origin, origin, origin.replace('http', 'ws')]);
  });
}

test('a page in GBK', { timeout: 60_000 }, async () => {
  // “你好” in GBK.
  const body = Buffer.concat([Buffer.from('<h1>'), Buffer.from('c4e3bac3', 'hex'), Buffer.from('</h1>')]);
  const page = await host({ headers: { 'content-type': 'text/html; charset=gbk' }, body, language: 'zh' });
  assert.equal(await page.evaluate('document.characterSet'), 'GBK');
  assert.equal(await page.locator('h1').textContent(), '你好');
  const widget = widgetOf(page, 'zh');
  await chats(page, widget, '退款什么时候到账？');
  await widget.log.getByText(/24 小时内退款/).first().waitFor();
  await shot(page, 'widget-gbk');
  await page.reload();
  await widget.open();
  await widget.log.getByText('退款什么时候到账？', { exact: true }).waitFor();
  await page.getByRole('button', { name: '更多' }).click();
  await page.getByRole('button', { name: '结束聊天' }).click();
  await page.getByText('您对这次服务满意吗？').waitFor();
  assert.deepEqual(page.troubles, []);
});

test('the second file does not come, then another comes in its place, then it comes', { timeout: 60_000 }, async () => {
  const page = await host({ headers: { 'content-security-policy': strict(server.origin) } });
  const widget = widgetOf(page);
  await chats(page, widget, 'When will I get my refund?');
  await widget.composer.fill('half a word');
  const again = page.getByRole('button', { name: /could not be loaded/ });
  const end = page.getByRole('button', { name: 'End chat' });
  let go;
  const isOnItsWay = new Promise((done) => (go = done));
  const answers = [
    (route) => route.abort('internetdisconnected'),
    async (route) => {
      await isOnItsWay;
      const found = await route.fetch();
      await route.fulfill({ response: found, body: `${await found.text()}\nglobalThis.ran = true;` });
    },
  ];
  await page.route('**/widget-more-*', (route) => (answers.shift() ?? ((one) => one.continue()))(route));
  await page.getByRole('button', { name: 'More' }).click();
  await again.waitFor();
  await shot(page, 'widget-absent');
  assert.equal(await widget.composer.inputValue(), 'half a word');
  await again.click();
  await page.locator('attune-chat .bar').getByText('This may take a moment').waitFor();
  go();
  await again.waitFor();
  assert.equal(await page.evaluate('globalThis.ran'), undefined, 'what fails its digest is not run');
  await again.click();
  await end.waitFor();
  assert.equal(answers.length, 0);
  await page.getByRole('button', { name: 'Keep chatting' }).click();
  assert.equal(await widget.composer.inputValue(), 'half a word');
});

/** Which side of the page something is nearer to. */
const sideOf = async (place) => {
  const { x, width } = await place.boundingBox();
  return x + width / 2 < 1360 / 2 ? 'left' : 'right';
};

for (const [name, options] of Object.entries({
  'a page from right to left': { dir: 'rtl' },
  'a page from right to left, in Chinese': { dir: 'rtl', language: 'zh' },
  'a page that asks for it': { data: 'data-dir="rtl"' },
  'a locale that is written so': { data: 'data-locale="ar"' },
})) {
  test(`from right to left: ${name}`, { timeout: 60_000 }, async () => {
    const page = await host(options);
    const zh = options.language === 'zh';
    const widget = widgetOf(page, options.language);
    const text = zh ? '退款什么时候到账？' : 'When will I get my refund?';
    await chats(page, widget, text);
    await widget.say('متى يصل طلبي؟ (20488)');
    const arabic = widget.log.getByText('متى يصل طلبي؟ (20488)', { exact: true });
    await arabic.waitFor();
    assert.equal(await sideOf(widget.launcher), 'left');
    const [own, bot, log] = await Promise.all(
      [arabic, page.locator('attune-chat li.bot .text').first(), widget.log].map((place) => place.boundingBox()));
    assert.ok(own.x - log.x < 20, 'own words stand at the end of the line, on the left');
    assert.ok(log.x + log.width - bot.x - bot.width < 20, 'the others at its beginning');
    // Each text runs its own way, whatever the layout does.
    assert.equal(await arabic.evaluate((element) => getComputedStyle(element).direction), 'rtl');
    assert.equal(await widget.log.getByText(text, { exact: true }).evaluate((element) => getComputedStyle(element).direction), 'ltr');
    await shot(page, `widget-rtl-${name.replaceAll(/\W+/g, '-')}`);
    await page.getByRole('button', { name: zh ? '更多' : 'More' }).click();
    await page.getByRole('switch').waitFor();
    await shot(page, `widget-rtl-more-${name.replaceAll(/\W+/g, '-')}`);
    assert.deepEqual(page.troubles, []);
  });
}

test('a phone: the panel fills the screen, Escape closes it and the focus returns', { timeout: 60_000 }, async () => {
  const page = await host({ phone: true });
  const widget = widgetOf(page);
  await widget.open();
  await shot(page, 'widget-phone');
  assert.deepEqual(await widget.panel.boundingBox(), { x: 0, y: 0, width: 390, height: 844 });
  await becomes(() => focused(page), 'TEXTAREA');
  await page.keyboard.press('Escape');
  await widget.panel.waitFor({ state: 'detached' });
  await becomes(() => focused(page), 'BUTTON launcher');
  await page.keyboard.press('Enter');
  await widget.panel.waitFor();
});

/** What has the focus inside the widget. */
const focused = (page) =>
  page.evaluate(() => {
    const found = document.querySelector('attune-chat').shadowRoot.activeElement;
    return [found?.tagName, found?.classList.contains('launcher') && 'launcher'].filter(Boolean).join(' ');
  });

test('the Enter that ends a composition does not send', { timeout: 60_000 }, async () => {
  const page = await host({ language: 'zh' });
  const widget = widgetOf(page, 'zh');
  await widget.open();
  await page.locator('attune-chat li.bot').first().waitFor();
  await widget.composer.evaluate((field) => {
    globalThis.keys = [];
    field.addEventListener('keydown', (event) => globalThis.keys.push([event.key, event.isComposing, event.keyCode]));
  });
  const devtools = await page.context().newCDPSession(page);
  await widget.composer.focus();

  // Chromium's own composition, and Enter while it is open.
  await devtools.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
  await devtools.send('Input.insertText', { text: '你' });
  // Safari's way: the composition is over, the code tells.
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
  assert.deepEqual(await page.evaluate('keys'), [['Enter', true, 13], ['Enter', false, 229]]);
  assert.equal(await widget.composer.inputValue(), '你');
  assert.equal(await page.locator('attune-chat li.visitor').count(), 0);

  await widget.composer.press('Enter');
  await widget.log.getByText('你', { exact: true }).waitFor();
  assert.equal(await widget.composer.inputValue(), '');
  assert.deepEqual(page.troubles, []);
});
