// From an empty folder to the first answered chat, as somebody new would go: the link that the server prints, the first
// account, the first steps of the settings, a chat as a customer, an answer. In both languages, within five minutes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { Server } from './server.mjs';

const SHOP = 'https://shop.example';
const WORDS = {
  en: {
    name: 'Name', email: 'E-mail', password: 'Password', create: 'Create account', settings: 'Settings', add: 'Add a website', origins: /^Websites that carry/, save: 'Save', chat: 'Open the chat page',
    hello: 'Hello, is anybody there?', inbox: 'Inbox', takeOver: /^(Take over|Claim)/, reply: /^Reply/, answer: 'Hello! Yes, how can I help?', guide: 'First steps',
  },
  zh: {
    name: '姓名', email: '邮箱', password: '密码', create: '创建账号', settings: '设置', add: '添加网站', origins: /^可放挂件的网站/, save: '保存', chat: '打开聊天页',
    hello: '您好，有人在吗？', inbox: '收件箱', takeOver: /^(接管|认领)/, reply: /^回复/, answer: '您好！在的，请问有什么可以帮您？', guide: '入门步骤',
  },
};
const FIVE_MINUTES = 300_000;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`from an empty folder to the first chat, in ${language}`, { timeout: FIVE_MINUTES }, async () => {
    const server = await new Server({}, true).start();
    try {
      await begin(server, language, WORDS[language]);
    } finally {
      await server.end();
    }
  });
}

async function begin({ setup }, language, words) {
  const admin = await person(browser, { language });
  await admin.goto(setup);
  await admin.getByLabel(words.name, { exact: true }).waitFor();
  await looks(admin, `first-account-${language}`);
  await admin.getByLabel(words.name, { exact: true }).fill('Mei');
  await admin.getByLabel(words.email).fill('mei@shop.example');
  await admin.getByLabel(words.password).fill('a long password');
  await admin.getByRole('button', { name: words.create }).click();
  // What there is to do first; what is done is ticked by what is stored.
  await admin.getByRole('heading', { name: words.guide }).waitFor();
  assert.ok(!admin.url().includes('setup='), 'the link is gone from the address');
  const done = admin.locator('.steps .done');
  await done.first().waitFor();
  assert.equal(await done.count(), 1, 'only the admin is there');
  await looks(admin, `first-steps-${language}`);
  await admin.getByRole('button', { name: words.add }).click();
  const form = admin.getByRole('dialog');
  await form.getByLabel(words.origins).fill(SHOP);
  await form.getByRole('button', { name: words.save }).click();
  await form.waitFor({ state: 'detached' });
  await done.nth(1).waitFor();

  // A first chat, as the guide asks: on the page that it opens, answered in the inbox.
  const [visitor] = await Promise.all([admin.context().waitForEvent('page'), admin.getByRole('link', { name: words.chat }).click()]);
  const widget = widgetOf(visitor, language);
  await widget.say(words.hello);
  await widget.log.getByText(words.hello, { exact: true }).waitFor();
  await admin.getByRole('link', { name: words.inbox, exact: true }).click();
  const log = await openNewest(admin, language);
  await log.getByText(words.hello).first().waitFor();
  await admin.getByRole('button', { name: words.takeOver }).first().click();
  const reply = admin.getByRole('textbox', { name: words.reply });
  await reply.fill(words.answer);
  await reply.press('Enter');
  await widget.log.getByText(words.answer, { exact: true }).waitFor();
  await looks(visitor, `first-chat-${language}`);
  await admin.getByRole('link', { name: words.settings }).click();
  await done.nth(2).waitFor();
  assert.equal(await done.count(), 3, 'admin, website and first chat');
  assert.deepEqual(admin.troubles, []);
}
