// Writing a reply in the inbox, by keys alone: what the check before sending finds, holds, mends and lets through, and
// canned replies.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, takenOver } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'Where is my parcel?',
    draft: 'As I said, the parcel left. I guarantee it arrives within 5 minutes!!!',
    reason: /did not listen/,
    mended: 'To sum up, the parcel left',
    held: /Not sent yet/,
    gravest: 'Oh, s.h.u.t up',
    noted: /it is noted/,
    tag: /sent despite a warning of “s\.h\.u\.t up”/,
    gap: 'Hello {name}, it left.',
    stopped: /Not sent: fill in/,
    anyway: 'Send anyway',
    canned: 'Canned replies',
    greeting: 'Hello there, this is Lin. I have read your conversation so far; let me look into it.',
    reply: /Reply to/,
    takeOver: /Take over|Claim/,
  },
  zh: {
    hello: '我的包裹在哪里？',
    draft: '我已经說過了，这不是我们的问题！！！我保证10分钟内到。',
    reason: /指责客户没有听/,
    mended: '我再为您说明一下，这不是我们的问题',
    held: /尚未发送/,
    gravest: '你闭 嘴',
    noted: /并会记录/,
    tag: /提醒后仍发送：“闭 嘴”/,
    gap: '您好 {客户姓名}，已经发出。',
    stopped: /未发送/,
    anyway: '仍然发送',
    canned: '快捷回复',
    greeting: '您好，我是Lin。前面的对话我已看过，我来为您查看。',
    reply: /^回复/,
    takeOver: /接管|认领/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`a reply is checked before it is sent, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => write(server, language, WORDS[language])));
}

async function write(server, language, words) {
  const { agent, field, log, visitor } = await takenOver(browser, server.origin, language, words);
  const checks = agent.locator('.checks');

  // Found while it is written, held at Enter, mended by one key and undone by another.
  await field.fill(words.draft);
  await checks.getByText(words.reason).waitFor();
  await looks(agent, `check-writing-${language}`);
  await field.press('Enter');
  await checks.getByText(words.held).waitFor();
  await looks(agent, `check-held-${language}`);
  await field.press('Alt+Enter');
  await becomes(() => field.inputValue().then((text) => text.startsWith(words.mended)), true);
  await field.press('Control+z');
  await becomes(() => field.inputValue(), words.draft);

  // The gravest words: a second Enter sends them, and staff see that it was done knowingly.
  await field.fill(words.gravest);
  await field.press('Enter');
  await checks.getByText(words.noted).waitFor();
  await agent.getByRole('button', { name: words.anyway }).waitFor();
  await field.press('Enter');
  await log.getByText(words.tag).waitFor();
  await visitor.getByText(words.gravest).first().waitFor();
  await becomes(() => field.inputValue(), '');

  // What was not filled in is never sent.
  await field.fill(words.gap);
  for (const _ of [1, 2, 3]) await field.press('Enter');
  await checks.getByText(words.stopped).waitFor();
  await looks(agent, `check-stopped-${language}`);
  assert.equal(await field.inputValue(), words.gap);
  assert.equal(await log.getByText(words.gap).count(), 0);

  // A canned reply: found by typing on, chosen by keys, filled with what is known.
  const list = agent.getByRole('listbox', { name: words.canned });
  await field.fill('/');
  await list.getByRole('option').first().waitFor();
  await looks(agent, `canned-${language}`);
  await field.press('Escape');
  await list.waitFor({ state: 'detached' });
  await field.fill('/hel');
  await field.press('ArrowDown');
  await field.press('ArrowUp');
  await field.press('Enter');
  await becomes(() => field.inputValue(), words.greeting);
  await field.press('Enter');
  await visitor.getByText(words.greeting).first().waitFor();
  await field.fill('/order');
  await field.press('Enter');
  await becomes(() => field.inputValue().then((text) => text.includes('{order}')), true);
  await field.press('Enter');
  await checks.getByText(words.stopped).waitFor();
  assert.deepEqual(agent.troubles, [], 'no script errors, no policy violations');
}
