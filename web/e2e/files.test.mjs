// Files beside messages, from end to end and in both languages: chosen, pasted and dropped; a cut in the middle; what
// is refused; pictures for the agent and a document back; the same again after a reload.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, person, staff, takenOver, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { drop, painted, paste, pdf, png } from './made_files.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'My cup came broken', takeOver: /^Take over/, reply: /^Reply to/, attach: 'Attach files', send: 'Send', look: 'Here it is', meanwhile: 'Are you there?',
    ready: 'Ready to send', cut: 'Connecting again', waits: 'Waits for the connection', large: /^Too large: a file has at most/, kind: /^Only pictures/, remove: 'Remove', picture: (name) => `Picture: ${name}`,
    one: '1 file', sorry: 'Sorry! Please sign this.', open: /^Open chat/, tray: 'Files to send', watch: /^Watch/, more: 'More', chats: 'Your chats', sentFiles: 'Sent files', accept: /^Accept/, available: /^Available|^Away/,
    angry: 'You are liars and thieves, give me my money back NOW, I am furious!!!',
  },
  zh: {
    hello: '收到的杯子碎了', takeOver: /^接管/, reply: /^回复/, attach: '添加文件', send: '发送', look: '就是这个', meanwhile: '在吗？',
    ready: '可以发送', cut: '正在重新连接', waits: '等待网络连接', large: /^文件过大：最大/, kind: /^只能发送图片/, remove: '移除', picture: (name) => `图片：${name}`,
    one: '1 个文件', sorry: '抱歉！请在这里签字。', open: /打开聊天/, tray: '待发送的文件', watch: /^旁观/, more: '更多', chats: '我的聊天', sentFiles: '发来的文件', accept: /^接受|^接入/, available: /接待/,
    angry: '骗子！垃圾客服，马上把钱退给我，气死我了！！！',
  },
};
const PICTURE = { mimeType: 'image/png' };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`files, in ${language}`, { timeout: 240_000 }, () => withServer((server) => files(server, language, WORDS[language])));
}

for (const language of ['en', 'zh']) {
  test(`a file alone calls a person, and the handoff names it, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => handedOver(server, language, WORDS[language])));
}

/** Chooses files in the browser's own dialogue, opened with the mouse or by the keyboard. */
async function choose(page, open, ...files) {
  const [dialogue] = await Promise.all([page.waitForEvent('filechooser'), open()]);
  await dialogue.setFiles(files);
}

async function files({ origin }, language, words) {
  const { agent, log, field, visitor, say } = await takenOver(browser, origin, language, words);
  const widget = widgetOf(visitor, language);
  const attach = () => visitor.locator('attune-chat label.quiet').click();
  const tray = visitor.getByRole('group', { name: words.tray });
  const press = (name) => visitor.getByRole('button', { name, exact: true }).click();
  const cup = { ...PICTURE, name: 'cup.png', buffer: png(1_200, 800) };

  // Chosen, and sent with words.
  await choose(visitor, attach, cup);
  await tray.getByText(words.ready).last().waitFor();
  await widget.composer.fill(words.look);
  await looks(visitor, `files-widget-tray-${language}`);
  await press(words.send);
  await painted(widget.log.getByRole('img', { name: words.picture('cup.png') }), 240);
  const seen = log.getByRole('img', { name: words.picture('cup.png') });
  await seen.waitFor();
  await seen.evaluate((image) => image.decode());
  assert.deepEqual(await seen.evaluate((image) => [image.naturalWidth, image.width, image.height]), [1_200, 320, 213]);
  const [tab] = await Promise.all([agent.context().waitForEvent('page'), seen.click()]);
  await tab.waitForURL(/\/v1\/files\//);
  await tab.close();

  // Pasted, with nothing beside it: the list says what it is.
  await paste(widget.composer, { ...PICTURE, name: 'pasted.png', buffer: png(60, 60, [20, 200]) });
  await tray.getByText(words.ready).last().waitFor();
  await press(words.send);
  await log.getByRole('img', { name: words.picture('pasted.png') }).waitFor();
  await agent.getByRole('listitem').getByText(words.one).first().waitFor();

  // Dropped while the network goes away: words do not wait for it, and it arrives by itself.
  await cutAndBack(visitor, widget, tray, words, language);
  await log.getByRole('img', { name: words.picture('dropped.png') }).waitFor();
  assert.equal(await log.getByText(words.meanwhile, { exact: true }).count(), 1);
  assert.equal(await log.getByRole('img', { name: words.picture('dropped.png') }).count(), 1);

  // What cannot be sent says why, and does not leave.
  const most = await visitor.evaluate(() => 11 * 1024 * 1024);
  await choose(visitor, attach, { ...PICTURE, name: 'large.png', buffer: Buffer.alloc(most) }, { name: 'a.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') });
  await tray.getByText(words.large).last().waitFor();
  await tray.getByText(words.kind).last().waitFor();
  await looks(visitor, `files-widget-refused-${language}`);
  for (const name of ['large.png', 'a.exe']) await visitor.getByRole('button', { name: `${words.remove} ${name}` }).click();
  // What only claims to be a picture is found out by the server.
  await choose(visitor, attach, { ...PICTURE, name: 'false.png', buffer: Buffer.from('not a picture at all') });
  await tray.getByText(words.kind).last().waitFor();
  await visitor.getByRole('button', { name: `${words.remove} false.png` }).click();

  await answered(agent, field, visitor, widget, words, language);

  // The same again after a reload, and on the chat's own page.
  await visitor.reload();
  await visitor.getByRole('button', { name: words.open }).click();
  await painted(widget.log.getByRole('img', { name: words.picture('cup.png') }), 240);
  await widget.log.getByRole('button', { name: /form\.pdf/ }).waitFor();
  await looks(visitor, `files-widget-${language}`);
  await visitor.goto(`${origin}/chat/demo?lang=${language}`);
  await painted(widget.log.getByRole('img', { name: words.picture('cup.png') }), 240);
  await say(words.angry);
  await watched(origin, language, words);
  // Among the visitor's chats a message of files alone says how many.
  await paste(widget.composer, { ...PICTURE, name: 'last.png', buffer: png(20, 20) });
  await tray.getByText(words.ready).last().waitFor();
  await press(words.send);
  await painted(widget.log.getByRole('img', { name: words.picture('last.png') }), 20);
  await press(words.more);
  await press(words.chats);
  await visitor.locator('attune-chat .over li').getByText(words.one).waitFor();
  await looks(visitor, `files-chats-${language}`);
  assert.deepEqual([...visitor.troubles, ...agent.troubles], []);
}

async function cutAndBack(visitor, widget, tray, words, language) {
  const isUpload = (url) => url.pathname === '/v1/files';
  let begins;
  const isBegun = new Promise((done) => (begins = done));
  // It is on its way, and stays there.
  await visitor.route(isUpload, () => begins());
  const forget = await drop(widget.log, { ...PICTURE, name: 'dropped.png', buffer: png(80, 120, [90, 90]) });
  await isBegun;
  await visitor.context().setOffline(true);
  await tray.getByText(words.cut).last().waitFor();
  await widget.composer.fill(words.meanwhile);
  await widget.composer.press('Enter');
  await widget.log.getByText(words.meanwhile, { exact: true }).waitFor();
  await looks(visitor, `files-widget-cut-${language}`);
  await visitor.unroute(isUpload);
  await visitor.context().setOffline(false);
  await painted(widget.log.getByRole('img', { name: words.picture('dropped.png') }), 80);
  forget();
}

/** The agent answers with words and a document; the visitor saves it, byte for byte. */
async function answered(agent, field, visitor, widget, words, language) {
  const form = { name: 'form.pdf', mimeType: 'application/pdf', buffer: pdf() };
  await choose(agent, () => agent.getByLabel(words.attach).press('Enter'), form);
  const tray = agent.getByRole('group', { name: words.tray });
  await tray.getByText(words.ready).last().waitFor();
  await paste(field, { ...PICTURE, name: 'hint.png', buffer: png(300, 100, [10, 255]) });
  const forget = await drop(agent.getByRole('log').first(), { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  await tray.getByText(words.kind).last().waitFor();
  await field.fill(words.sorry);
  await looks(agent, `files-inbox-tray-${language}`);
  await agent.getByRole('button', { name: `${words.remove} a.txt` }).click();
  forget();
  await tray.getByRole('listitem').filter({ hasText: words.ready }).nth(1).waitFor();
  await field.press('Enter');
  await widget.log.getByText(words.sorry).waitFor();
  const saved = widget.log.getByRole('button', { name: /form\.pdf/ });
  const [download] = await Promise.all([visitor.waitForEvent('download'), saved.click()]);
  assert.equal(download.suggestedFilename(), 'form.pdf');
  assert.deepEqual(readFileSync(await download.path()), form.buffer);
  await painted(widget.log.getByRole('img', { name: words.picture('hint.png') }), 240);
  await tray.waitFor({ state: 'detached' });
  await looks(agent, `files-inbox-${language}`);
}

/** A supervisor who watches sees them too. */
async function watched(origin, language, words) {
  const board = await staff(browser, origin, '/board', 'sam@demo.test', language);
  await board.getByRole('button', { name: words.watch }).first().click();
  const log = board.getByRole('log').first();
  await log.getByRole('img', { name: words.picture('cup.png') }).waitFor();
  await log.getByRole('link', { name: /form\.pdf/ }).waitFor();
  await looks(board, `files-board-${language}`);
  assert.deepEqual(board.troubles, []);
}

/** The assistant cannot look at a picture; whoever can reads first that there is one. */
async function handedOver({ origin }, language, words) {
  const agent = await staff(browser, origin, '/inbox', 'lin@demo.test', language);
  await agent.getByRole('switch', { name: words.available }).waitFor();
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const widget = widgetOf(visitor, language);
  await widget.open();
  await visitor.locator('attune-chat li.bot').first().waitFor();
  await paste(widget.composer, { ...PICTURE, name: 'crack.png', buffer: png(90, 60) });
  await visitor.getByRole('group', { name: words.tray }).getByText(words.ready).last().waitFor();
  await visitor.getByRole('button', { name: words.send, exact: true }).click();
  const offer = agent.locator('.offer');
  await offer.getByText(words.sentFiles).waitFor();
  await offer.getByText('crack.png').waitFor();
  await looks(agent, `files-offer-${language}`);
  await offer.getByRole('button', { name: words.accept }).click();
  await agent.locator('.handoff').getByRole('button', { name: 'crack.png' }).click();
  await agent.getByRole('log').first().getByRole('img', { name: words.picture('crack.png') }).waitFor();
  assert.deepEqual([...visitor.troubles, ...agent.troubles], []);
}
