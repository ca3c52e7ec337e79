// Several open chats of one visitor: begun under "More", what is said in the one that is not shown is counted and leads
// there, each keeps its own words over switching, a reload and a server that was killed, and two tabs agree on what is
// read. In both languages, light and dark, and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    first: 'Where is my parcel?', second: 'Which size fits me?', answer: 'Your parcel is in Leeds.', again: 'It comes today.', third: 'And the colours?',
    more: 'More', fresh: 'New chat', chats: 'Your chats', elsewhere: 'A new message in another chat', full: /as many open chats/, keep: 'Keep chatting',
    unsent: ['to the parcel', 'to the sizes'], half: 'half a word on', all: /^All/, list: 'Conversations', take: /^(Take over|Claim)/, open: 'Open',
  },
  zh: {
    first: '我的包裹在哪里？', second: '我适合什么尺码？', answer: '包裹已到上海。', again: '今天送到。', third: '有什么颜色？',
    more: '更多', fresh: '新的聊天', chats: '我的聊天', elsewhere: '另一个聊天中有 1 条新消息', full: /已达上限/, keep: '继续聊天',
    unsent: ['关于包裹', '关于尺码'], half: '写到一半', all: /^全部/, list: '会话', take: /^(接管|认领)/, open: '进行中',
  },
};
const WAIT = { timeout: 60_000 };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`two open chats beside one another, in ${language}`, { timeout: 240_000 }, () =>
    withServer((server) => visit(server, language, WORDS[language])));
}

/** A visitor's page with the few things that are pressed again and again; `change` shows the other one of two chats. */
function handle(page, language, words) {
  const widget = widgetOf(page, language);
  const press = (name) => page.locator('attune-chat').getByRole('button', { name, exact: typeof name === 'string' }).click();
  const line = (text) => page.locator('attune-chat .over li').filter({ hasText: text });
  const change = async () => {
    await press(words.more);
    await press(words.chats);
    await page.locator('attune-chat .over [aria-current=false]').click();
    await widget.composer.waitFor();
  };
  return { page, widget, press, line, change, has: (text) => widget.log.getByText(text, { exact: true }).waitFor(WAIT) };
}

async function visit(server, language, words) {
  const page = await person(browser, { language });
  await page.goto(`${server.origin}/demo?lang=${language}`);
  const visitor = handle(page, language, words);
  const { widget, press, has } = visitor;
  await widget.open();
  await widget.say(words.first);
  await has(words.first);
  const lin = await staff(browser, server.origin, '/inbox', 'lin@demo.test', language);
  const office = await takes(lin, words, words.first);

  await press(words.more);
  await looks(page, `widget-several-menu-${language}`);
  await press(words.fresh);
  await widget.log.getByText(words.first, { exact: true }).waitFor({ state: 'detached' });
  await widget.say(words.second);
  await has(words.second);

  // Said where the visitor is not: counted, told, and a press leads there.
  await office.say(words.answer);
  await page.getByRole('button', { name: words.elsewhere }).waitFor();
  await page.waitForFunction(() => document.title.startsWith('(1) '));
  await looks(page, `widget-several-elsewhere-${language}`);
  await press(words.more);
  await press(words.chats);
  await visitor.line(words.answer).waitFor();
  assert.equal(await visitor.line(words.open).count(), 2);
  await looks(page, `widget-several-chats-${language}`);
  await press(words.keep);
  await press(words.elsewhere);
  await has(words.answer);
  await page.waitForFunction(() => !document.title.startsWith('('));
  assert.equal(await widget.log.getByText(words.second, { exact: true }).count(), 0);

  await keepsWords(server, visitor, words);
  await agrees(server, visitor, office, language, words);

  // As many as there may be, then one too many.
  await press(words.more);
  await press(words.fresh);
  await widget.say(words.third);
  await has(words.third);
  await press(words.more);
  await press(words.fresh);
  await page.getByText(words.full).waitFor();
  await looks(page, `widget-several-full-${language}`);
  assert.deepEqual([...page.troubles, ...lin.troubles], []);
}

/** The agent holds the conversation in which this was said. */
async function takes(lin, words, text) {
  await lin.getByRole('button', { name: words.all }).click();
  await lin.getByRole('list', { name: words.list }).getByRole('button').first().click();
  const log = lin.getByRole('log').first();
  await log.getByText(text).first().waitFor();
  await lin.getByRole('button', { name: words.take }).first().click();
  const field = lin.locator('.composer textarea, .reply textarea').first();
  return {
    log,
    async say(said) {
      await field.fill(said);
      await field.press('Enter');
      await log.getByText(said, { exact: true }).waitFor();
    },
  };
}

/** What is half written, and what was not sent as the server was killed and the page left, goes where it belongs. */
async function keepsWords(server, visitor, words) {
  const { page, widget, has, change } = visitor;
  await widget.composer.fill(words.half);
  await change();
  await becomes(() => widget.composer.inputValue(), '');
  await change();
  await becomes(() => widget.composer.inputValue(), words.half);
  await widget.composer.fill('');

  await server.kill();
  const [ofFirst, ofSecond] = words.unsent;
  await widget.say(ofFirst);
  await has(ofFirst);
  await change();
  await widget.say(ofSecond);
  await has(ofSecond);
  assert.equal(await widget.log.getByText(ofFirst, { exact: true }).count(), 0);
  await page.goto('about:blank');
  await server.start();
  await page.goto(`${server.origin}/demo?lang=${words === WORDS.zh ? 'zh' : 'en'}`);
  await widget.open();
  // What was shown is shown again, and each stands once in its own chat.
  for (const [shown, other, said] of [[ofSecond, ofFirst, words.second], [ofFirst, ofSecond, words.first]]) {
    await has(said);
    await has(shown);
    await page.waitForFunction(() => Object.keys(localStorage).every((key) => !key.includes('.out.')));
    assert.equal(await widget.log.getByText(shown, { exact: true }).count(), 1);
    assert.equal(await widget.log.getByText(other, { exact: true }).count(), 0);
    if (shown === ofSecond) await change();
  }
}

/** Two tabs show two chats: reading in the one clears the badge of the other, and neither takes the other along. */
async function agrees(server, visitor, office, language, words) {
  const { page, widget, has, change } = visitor;
  const tab = handle(await page.context().newPage(), language, words);
  await tab.page.goto(`${server.origin}/demo?lang=${language}`);
  await tab.widget.open();
  await tab.has(words.first);
  await page.bringToFront();
  await change();
  await has(words.second);
  await office.say(words.again);
  await tab.has(words.again);
  await tab.page.waitForFunction(() => !document.title.startsWith('('));
  await page.getByRole('button', { name: words.elsewhere }).waitFor({ state: 'detached' });
  assert.equal(await widget.log.getByText(words.again, { exact: true }).count(), 0);
  await tab.page.close();
}
