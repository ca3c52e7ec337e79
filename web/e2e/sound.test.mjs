// One person, many tabs, one sound: for a customer who writes, for an offer and for an alert, whichever tab is closed, in
// both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, countingAudio, launch, person, shot, staff, widgetOf } from './browser.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'I want to speak to a person', accept: /^Accept/, reply: /^Reply/, again: 'Are you still there?', last: 'Hello?', muted: 'Please answer', seen: 'One moment',
    on: 'Sound is on', volume: 'Volume of sounds', missed: /could not be heard/, conversations: 'Conversations', menu: /Lin/, calm: /All calm/, angry: 'You are useless liars. Give me my money back NOW, I am furious!!!',
  },
  zh: {
    hello: '我要转人工', accept: /^接受/, reply: /^回复/, again: '您还在吗？', last: '有人吗？', muted: '请回复', seen: '请稍等',
    on: '声音已开', volume: '提示音音量', missed: /提示音未能播放/, conversations: '会话', menu: /Lin/, calm: /一切平静/, angry: '骗子！垃圾客服，马上把钱退给我，气死我了！！！',
  },
};
const TABS = 5;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`five tabs are one sound, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => listen(server, language, WORDS[language])));
  test(`an alert is one sound over board and inbox, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => oversee(server, language, WORDS[language])));
}

async function listen({ origin }, language, words) {
  const first = await staff(browser, origin, '/inbox', 'lin@demo.test', language);
  await first.getByRole('switch').waitFor();
  const context = first.context();
  await context.addInitScript(countingAudio);
  await first.reload();
  const tabs = [first];
  while (tabs.length < TABS) tabs.push(await another(context, origin));
  for (const tab of tabs) await tab.getByRole('switch').waitFor();

  const { visitor, say } = await comes(origin, language);

  // Before any gesture nothing sounds, which is said where it was missed.
  await say(words.hello);
  for (const tab of tabs) await tab.getByText(words.missed).waitFor();
  await shot(first, `sound-missed-${language}`);
  assert.deepEqual(await accessibilityFaults(first), [], `missed, ${language}`);
  for (const tab of tabs) await tab.keyboard.press('Shift');
  for (const tab of tabs) await tab.getByText(words.missed).waitFor({ state: 'detached' });
  assert.equal(await heard(tabs), 0);

  // The tab that shows the conversation makes a sound needless in all of them.
  await first.getByRole('button', { name: words.accept }).first().click();
  await first.getByRole('textbox', { name: words.reply }).waitFor();
  await say(words.seen);
  await shown(tabs, words, words.seen);

  // Nobody sees it: one tab sounds, whichever; once that is closed, another does.
  await first.goto(`${origin}/inbox`);
  await first.getByRole('switch').waitFor();
  await first.keyboard.press('Shift');
  const ringing = await theOne(tabs, () => say(words.again));
  await ringing.close();
  const left = tabs.filter((tab) => tab !== ringing);
  await theOne(left, () => say(words.last));

  // A second conversation is offered: one sound again.
  const second = await comes(origin, language);
  await theOne(left, () => second.say(words.hello));

  await mutedInAll(left, language, words, say);
  for (const page of [...left, visitor]) assert.deepEqual(page.troubles, []);
}

/** What one tab is told holds for all of them. */
async function mutedInAll([first, ...others], language, words, say) {
  await first.getByRole('button', { name: words.menu }).click();
  const volume = first.getByRole('slider', { name: words.volume });
  await volume.press('End');
  await shot(first, `sound-menu-${language}-light`);
  assert.deepEqual(await accessibilityFaults(first), [], `the menu, ${language}`);
  await first.emulateMedia({ colorScheme: 'dark' });
  await shot(first, `sound-menu-${language}-dark`);
  await first.keyboard.press('Escape');
  await first.getByRole('button', { name: words.on }).click();
  for (const tab of others) await tab.getByRole('button', { name: words.on, pressed: false }).waitFor();
  assert.equal(await others[0].evaluate(() => localStorage.getItem('attune.volume')), '100');
  const before = await heard([first, ...others]);
  await say(words.muted);
  await shown([first, ...others], words, words.muted);
  await quiet(first);
  assert.equal(await heard([first, ...others]), before, 'muted');
}

async function oversee({ origin }, language, words) {
  const first = await staff(browser, origin, '/inbox', 'sam@demo.test', language);
  await first.getByRole('switch').waitFor();
  const context = first.context();
  await context.addInitScript(countingAudio);
  await first.reload();
  const tabs = [first, await another(context, origin, '/board'), await another(context, origin, '/board')];
  await first.getByRole('switch').waitFor();
  for (const board of tabs.slice(1)) await board.getByText(words.calm).waitFor();
  for (const tab of tabs) await tab.keyboard.press('Shift');
  const { say } = await comes(origin, language);
  await theOne(tabs, async () => {
    await say(words.angry);
    for (const board of tabs.slice(1)) await board.locator('[data-alert]').first().waitFor();
  });
}

/** A visitor who has opened the chat. */
async function comes(origin, language) {
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  return { visitor, say };
}

async function another(context, origin, path = '/inbox') {
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  await page.goto(`${origin}${path}`);
  return page;
}

async function shown(tabs, words, text) {
  for (const tab of tabs) await tab.getByRole('list', { name: words.conversations }).getByText(text).first().waitFor();
}

const heardIn = (tab) => tab.evaluate(() => globalThis.sounds);

async function heard(tabs) {
  return (await Promise.all(tabs.map(heardIn))).reduce((sum, one) => sum + one, 0);
}

/** Waits for the sound of a call, and until no other tab can still be about to make it: the tab that did. */
async function theOne(tabs, act) {
  for (const tab of tabs) await tab.evaluate(() => (globalThis.sounds = 0));
  await act();
  await Promise.any(tabs.map((tab) => tab.waitForFunction(() => globalThis.sounds > 0)));
  await quiet(tabs[0]);
  const counts = await Promise.all(tabs.map(heardIn));
  assert.equal(counts.reduce((sum, one) => sum + one, 0), 1, `sounds of ${tabs.length} tabs: ${counts}`);
  return tabs[counts.indexOf(1)];
}

/** By the clock: longer than the slowest tab takes for a call, and than a sound keeps others of its kind silent. */
async function quiet(tab) {
  const since = Date.now();
  await tab.waitForFunction((then) => Date.now() > then + 2_000, since);
}
