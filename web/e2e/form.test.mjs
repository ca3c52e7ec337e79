// What a site asks before the chat: by keyboard, kept over a reload, and what staff see of it, in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const FORM = {
  ATTUNE__SITE__FORM__NAME: 'optional',
  ATTUNE__SITE__FORM__EMAIL: 'required',
  ATTUNE__SITE__FORM__TOPIC: 'required',
  ATTUNE__SITE__FORM__TOPICS: '[{en="Orders",zh="订单"},{en="Returns",zh="退货"}]',
};
const WORDS = {
  en: {
    name: /^Your name/, email: 'Your e-mail address', topic: 'What is it about?', begin: 'Start chat', missing: 'Please fill this in.', noAddress: /looks like/, returns: 'Returns', orders: 'Orders', about: 'Topic',
    second: 'Which size fits me?', fresh: 'New chat', keep: 'Keep chatting',
    hello: 'Where is my parcel?', more: 'More', end: 'End chat', again: 'Start again', details: 'Details', unverified: /not verified/i,
  },
  zh: {
    name: /^您的称呼/, email: '您的邮箱', topic: '您想咨询什么？', begin: '开始聊天', missing: '请填写这一项。', noAddress: /邮箱格式/, returns: '退货', orders: '订单', about: '咨询主题',
    second: '我适合什么尺码？', fresh: '新的聊天', keep: '继续聊天',
    hello: '我的包裹在哪里？', more: '更多', end: '结束聊天', again: '重新开始', details: '详情', unverified: /未经核实/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`a form before the chat, in ${language}`, { timeout: 180_000 }, () => withServer((server) => fillIn(server, language, WORDS[language]), FORM));
}

async function fillIn({ origin }, language, words) {
  const page = await person(browser, { language });
  const widget = widgetOf(page, language);
  const field = (name) => page.getByLabel(name);
  const come = async () => {
    await page.goto(`${origin}/demo?lang=${language}`);
    await widget.open();
    await field(words.name).waitFor();
  };
  await come();
  assert.equal(await widget.composer.count(), 0);
  assert.equal(await widget.log.locator('.bubble').count(), 0);

  // By keyboard: what is missing is said beside it, and the first such field is gone to.
  await field(words.name).press('Enter');
  assert.equal(await page.getByText(words.missing).count(), 2);
  await becomes(() => field(words.email).evaluate((input) => input.getRootNode().activeElement === input), true);
  await page.keyboard.type('mei@');
  await page.getByText(words.noAddress).waitFor();
  assert.equal(await field(words.email).getAttribute('aria-invalid'), 'true');
  await looks(page, `widget-form-${language}`);
  await field(words.topic).selectOption(words.returns);

  assert.equal(await page.getByText(words.missing).count(), 0);

  // Nothing typed is lost: over closing the panel, and over a reload.
  await page.keyboard.press('Escape');
  await widget.launcher.waitFor();
  assert.equal(await widget.panel.count(), 0);
  await come();
  await becomes(() => field(words.email).inputValue(), 'mei@');
  assert.equal(await field(words.topic).inputValue(), 'Returns');
  await field(words.email).fill('mei@example.org');
  await field(words.email).press('Enter');
  await widget.say(words.hello);
  await widget.log.getByText(words.hello, { exact: true }).waitFor();

  // Staff see what was said, and that nobody has verified it.
  const inbox = await staff(browser, origin, '/inbox', 'lin@demo.test', language);
  await openNewest(inbox, language);
  const details = inbox.getByRole('complementary', { name: words.details });
  await details.getByText('mei@example.org').first().waitFor();
  // In the reader's language, whatever the site's own is.
  await details.getByText(words.about, { exact: true }).waitFor();
  await details.getByText(words.returns, { exact: true }).waitFor();
  await details.getByText(words.unverified).first().waitFor();
  await looks(inbox, `inbox-form-${language}`);

  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  await second(page, widget, inbox, language, words);

  // Once the second has ended, the one that is still open is gone back to, and asks nothing.
  const endAndBegin = async () => {
    await press(words.more);
    await press(words.end);
    await press(words.end);
    await press(words.again);
  };
  await endAndBegin();
  await widget.log.getByText(words.hello, { exact: true }).waitFor();
  assert.equal(await field(words.topic).count(), 0);

  // The next chat is about something of its own; who they are was said.
  await endAndBegin();
  await field(words.topic).waitFor();
  assert.equal(await field(words.topic).evaluate((select) => select.selectedIndex), 0);
  assert.equal(await field(words.email).count(), 0);
  assert.deepEqual(page.troubles, []);
}

/** Another chat beside the open one asks for its own topic alone; who turns back is where they were. */
async function second(page, widget, inbox, language, words) {
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const topic = page.getByLabel(words.topic);
  await press(words.more);
  await press(words.fresh);
  await topic.waitFor();
  assert.equal(await page.getByLabel(words.email).count(), 0);
  await press(words.begin);
  await page.getByText(words.missing).waitFor();
  await looks(page, `widget-form-second-${language}`);
  await press(words.keep);
  await widget.log.getByText(words.hello, { exact: true }).waitFor();
  await widget.composer.waitFor();
  await press(words.more);
  await press(words.fresh);
  await topic.selectOption(words.orders);
  await press(words.begin);
  await widget.say(words.second);
  await widget.log.getByText(words.second, { exact: true }).waitFor();
  assert.equal(await widget.log.getByText(words.hello, { exact: true }).count(), 0);

  // Each chat has its own topic, for staff too.
  const details = inbox.getByRole('complementary', { name: words.details });
  const search = inbox.getByRole('searchbox');
  for (const [text, about] of [[words.second, words.orders], [words.hello, words.returns]]) {
    await search.fill(text);
    await inbox.locator('.found li button').first().click();
    await inbox.getByRole('log').first().getByText(text, { exact: true }).first().waitFor();
    await details.getByText(about, { exact: true }).waitFor();
  }
  await search.fill('');
}

test('where the file of the form does not come, it is said and asked for again, and a first message waits', { timeout: 90_000 }, () =>
  withServer(async ({ origin }) => {
    const words = WORDS.en;
    const page = await person(browser);
    const widget = widgetOf(page);
    const isFile = (url) => url.pathname.includes('/widget-more-');
    await page.route(isFile, (route) => route.abort());
    await page.goto(`${origin}/demo`);
    await widget.open();
    const again = page.locator('attune-chat .bar button');
    await again.waitFor();
    await widget.say(words.hello);
    await page.unroute(isFile);
    await again.click();
    await page.getByLabel(words.email).fill('mei@example.org');
    await page.getByLabel(words.topic).selectOption(words.returns);
    await page.getByRole('button', { name: words.begin }).click();
    await widget.log.getByText(words.hello, { exact: true }).waitFor();
    await widget.composer.waitFor();
  }, FORM));
