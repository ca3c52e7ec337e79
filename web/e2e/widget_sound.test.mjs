// A sound for the visitor: for words that nobody has seen, in one of five tabs, once the page has been used, and not
// where it was silenced. In both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, becomes, countingAudio, launch, shot, takenOver, widgetOf } from './browser.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: { hello: 'Where is my parcel?', takeOver: /Take over|Claim/, reply: /Reply to/, more: 'More', sound: /Sound for new messages/, close: 'Close chat', back: 'Keep chatting' },
  zh: { hello: '我的包裹在哪里？', takeOver: /接管|认领/, reply: /^回复/, more: '更多', sound: /新消息提示音/, close: '收起聊天', back: '继续聊天' },
};
const TABS = 5;
/** Longer than words that follow stay silent, and than any tab takes to make up its mind. */
const QUIET_MS = 3_500;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`five tabs of a visitor are one sound, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => listen(server, language, WORDS[language])));
}

async function listen({ origin }, language, words) {
  const { field, visitor } = await takenOver(browser, origin, language, words);
  await visitor.context().addInitScript(countingAudio);
  let tabs = [];
  while (tabs.length < TABS) {
    const tab = await visitor.context().newPage();
    await tab.goto(`${origin}/demo?lang=${language}`);
    tabs.push(tab);
  }
  // A page that has been used may sound.
  await visitor.close();
  const says = async (text) => {
    await field.fill(text);
    await field.press('Enter');
  };
  let unread = 0;
  /** The agent writes, every tab shows that it is unread; how many sounded. */
  const heard = async () => {
    for (const tab of tabs) await tab.evaluate(() => (globalThis.sounds = 0));
    unread += 1;
    await says(`number ${unread}`);
    for (const tab of tabs) await tab.waitForFunction((count) => document.title.startsWith(`(${count}) `), unread);
    await quiet(tabs[0]);
    return Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.sounds)));
  };
  const once = (counts) => assert.equal(counts.reduce((sum, one) => sum + one, 0), 1, `sounds of ${tabs.length} tabs: ${counts}`);

  // Asking a page anything counts as using it: first everything is waited for.
  unread = 1;
  await says('number 1');
  for (const tab of tabs) await tab.locator('attune-chat .badge').waitFor();
  await quiet(tabs[0]);
  for (const tab of tabs) assert.equal(await tab.evaluate(() => globalThis.sounds), 0, 'nobody had used these pages');
  for (const tab of tabs) await tab.keyboard.press('Shift');
  const counts = await heard();
  once(counts);
  await tabs[counts.indexOf(1)].close();
  tabs = tabs.filter((_, index) => counts[index] === 0);
  once(await heard());

  // Silenced in one, silent in all; nothing sounds while somebody reads.
  const [first, second] = tabs;
  await widgetOf(first, language).open();
  unread = 0;
  await first.getByRole('button', { name: words.more }).click();
  const sound = first.getByRole('switch', { name: words.sound });
  await sound.click();
  await becomes(() => sound.getAttribute('aria-checked'), 'false');
  await shot(first, `widget-muted-${language}`);
  assert.deepEqual(await accessibilityFaults(first), [], `muted, ${language}`);
  await first.getByRole('button', { name: words.close }).first().click();
  assert.deepEqual(await heard(), [0, 0, 0, 0].slice(0, tabs.length), 'silenced');
  await widgetOf(second, language).open();
  await second.getByRole('button', { name: words.more }).click();
  await second.getByRole('switch', { name: words.sound }).click();
  await second.getByRole('button', { name: words.back }).click();
  for (const tab of tabs) await tab.evaluate(() => (globalThis.sounds = 0));
  await says('seen');
  await widgetOf(second, language).log.getByText('seen', { exact: true }).waitFor();
  await quiet(second);
  assert.deepEqual(await Promise.all(tabs.map((tab) => tab.evaluate(() => globalThis.sounds))), [0, 0, 0, 0].slice(0, tabs.length), 'seen');
  for (const tab of tabs) assert.equal(await tab.title().then((title) => title.startsWith('(')), false);
}

/** By the clock. */
async function quiet(tab) {
  const until = Date.now() + QUIET_MS;
  await tab.waitForFunction((end) => Date.now() > end, until);
}
