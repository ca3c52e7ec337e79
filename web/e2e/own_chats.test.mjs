// What a visitor finds under “More”: the chat as a text, and the chats that they had, in both languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, person, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    question: 'When will I get my refund?', answer: /within 24 hours/, later: 'And where is my parcel?', again: 'Hello?', more: 'More', save: 'Save this chat as text', saved: /^Saved/,
    unsaved: /^Not saved/, chats: 'Your chats', unlisted: /could not be fetched/, end: 'End chat', fresh: 'Start again', ended: /Ended/, current: 'To the open chat', elsewhere: /new messages? in another chat/,
    told: [/Times are those of /, /  You: When will I get my refund\?\n/, /  Assistant \(automatic\): .*within 24 hours/],
  },
  zh: {
    question: '退款什么时候到账？', answer: /24 小时内退款/, later: '我的包裹在哪里？', again: '在吗？', more: '更多', save: '将聊天记录保存为文本', saved: /^已保存/,
    unsaved: /^未保存/, chats: '我的聊天', unlisted: /获取失败/, end: '结束聊天', fresh: '重新开始', ended: /已结束/, current: '回到进行中的聊天', elsewhere: /另一个聊天中有/,
    told: [/时间均为 /, /  我：退款什么时候到账？\n/, /  智能助手（自动回复）：.*24 小时内退款/],
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`saving a chat and reading an ended one, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => visit(server, language, WORDS[language])));
}

async function visit({ origin }, language, words) {
  const page = await person(browser, { language });
  await page.goto(`${origin}/demo?lang=${language}`);
  const widget = widgetOf(page, language);
  const press = (name) => page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  await widget.open();
  await widget.say(words.question);
  await widget.log.getByText(words.answer).first().waitFor();
  await saves(page, press, words);
  await looks(page, `widget-more-${language}`);

  await press(words.end);
  await press(words.end);
  await press(words.fresh);
  await widget.say(words.later);
  await widget.log.getByText(words.later, { exact: true }).waitFor();

  // The list does not come, then it does; the one that ended is read, nothing else can be said there.
  const isList = (url) => url.pathname === '/v1/conversations';
  await page.route(isList, (route) => route.abort());
  await press(words.more);
  await press(words.chats);
  await page.getByRole('button', { name: words.unlisted }).waitFor();
  await page.unroute(isList);
  await press(words.unlisted);
  const ended = page.getByRole('button', { name: words.ended });
  await ended.waitFor();
  assert.equal(await page.locator('attune-chat .over li').count(), 2);
  await looks(page, `widget-chats-${language}`);
  await ended.click();
  await widget.log.getByText(words.question, { exact: true }).waitFor();
  assert.equal(await widget.log.getByText(words.later, { exact: true }).count(), 0);
  assert.equal(await widget.composer.count(), 0);
  await looks(page, `widget-past-${language}`);

  // What is said in the open one meanwhile is told, and found there.
  const tab = await page.context().newPage();
  await tab.goto(`${origin}/demo?lang=${language}`);
  const other = widgetOf(tab, language);
  await other.open();
  // A tab that nobody looks at reads nothing.
  await tab.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden' }));
  await other.say(words.again);
  await page.getByText(words.elsewhere).waitFor();
  await press(words.current);
  for (const text of [words.later, words.again]) await widget.log.getByText(text, { exact: true }).waitFor();
  await widget.composer.waitFor();

  await press(words.more);
  await press(words.chats);
  await ended.waitFor();
  assert.deepEqual(page.troubles, []);

  // The same on the chat's own page, which has these parts from a file of its own.
  await page.goto(`${origin}/chat/demo?lang=${language}`);
  await press(words.more);
  await press(words.chats);
  await ended.click();
  await widget.log.getByText(words.question, { exact: true }).waitFor();
  await looks(page, `chat-past-${language}`);
  assert.deepEqual(page.troubles, []);
}

/** By keyboard: the file does not come, then it does. */
async function saves(page, press, words) {
  const isText = (url) => url.pathname.endsWith('/transcript');
  await page.route(isText, (route) => route.abort());
  await press(words.more);
  const save = page.getByRole('button', { name: words.save });
  await save.focus();
  await page.keyboard.press('Enter');
  await page.getByText(words.unsaved).waitFor();
  await page.unroute(isText);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  await page.getByText(words.saved).waitFor();
  assert.match(download.suggestedFilename(), /^chat-\d{4}-\d\d-\d\d\.txt$/);
  const text = readFileSync(await download.path(), 'utf8');
  for (const part of words.told) assert.match(text, part);
}
