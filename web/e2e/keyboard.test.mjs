// A working day without a mouse, in both languages: sign in, choose, claim, reply, resolve, take an offer. After every
// key the focus is somewhere, and can be seen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, shot, widgetOf } from './browser.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'Hello, my parcel is late', human: 'I want to speak to a person', answer: 'I am sorry, let me look.', conversations: 'Conversations',
    reply: /^Reply/, find: 'Find by name or words', ended: 'This conversation has ended.', keys: 'Keys',
  },
  zh: {
    hello: '您好，我的包裹迟到了', human: '我要转人工', answer: '非常抱歉，我马上查看。', conversations: '会话',
    reply: /^回复/, find: '按姓名或内容查找', ended: '此会话已结束。', keys: '按键',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`a day at the desk by keyboard alone, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => work(server, language, WORDS[language])));
}

async function work({ origin }, language, words) {
  const { visitor, log } = await comesWith(words.hello, origin, language);

  const agent = await person(browser, { language });
  await agent.goto(`${origin}/inbox`);
  const pressed = async (...keys) => {
    for (const key of keys) {
      await agent.keyboard.press(key);
      await isSeen(agent, key);
    }
  };
  await signIn(agent, pressed);
  const rows = agent.getByRole('list', { name: words.conversations }).getByRole('button');
  await rows.first().waitFor();
  await isSeen(agent, 'signed in');

  // Claim, reply, resolve; Escape leaves the field for its conversation.
  await pressed('j', 'Enter', 'c');
  const field = agent.getByRole('textbox', { name: words.reply });
  await field.and(agent.locator(':focus')).waitFor();
  await agent.keyboard.type(words.answer);
  await pressed('Enter');
  await log.getByText(words.answer, { exact: true }).waitFor();
  await field.and(agent.locator(':focus')).waitFor();
  await pressed('Escape');
  await shot(agent, `keyboard-pane-${language}-light`);
  await pressed('e');
  await agent.getByText(words.ended).waitFor();
  await isSeen(agent, 'resolved');

  // An offer, from wherever one is; the search, the help and the way out of both.
  await pressed('/');
  await agent.getByRole('searchbox', { name: words.find }).and(agent.locator(':focus')).waitFor();
  await pressed('Escape', '?');
  await agent.getByRole('dialog', { name: words.keys }).waitFor();
  await pressed('Escape');
  const { visitor: other } = await comesWith(words.human, origin, language);
  await agent.locator('.offer').waitFor();
  await pressed('a');
  await field.and(agent.locator(':focus')).waitFor();
  await pressed('Escape', 'k');
  await agent.emulateMedia({ colorScheme: 'dark' });
  await shot(agent, `keyboard-row-${language}-dark`);

  // The row under the focus goes away: the focus does not go with it.
  await pressed('e');
  await agent.getByText(words.ended).waitFor();
  await isSeen(agent, 'the row went away');
  await pressed('Control+k', 'Escape');
  assert.deepEqual([...agent.troubles, ...visitor.troubles, ...other.troubles], []);
}

/** A visitor who opens the chat and says this. */
async function comesWith(text, origin, language) {
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say, log } = widgetOf(visitor, language);
  await open();
  await say(text);
  return { visitor, log };
}

async function signIn(agent, pressed) {
  await agent.locator('input[type=email]:focus').waitFor();
  await isSeen(agent, 'the door');
  await agent.keyboard.type('lin@demo.test');
  await pressed('Tab');
  await agent.keyboard.type('demo');
  await agent.keyboard.press('Enter');
  await agent.getByRole('switch').waitFor();
}

/** The focus is on something that is drawn and has a ring. */
async function isSeen(agent, when) {
  const found = await agent.waitForFunction(() => {
    const at = document.activeElement;
    if (at === document.body) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const { width, height } = at.getBoundingClientRect();
    const hasRing = at.matches(':focus-visible') && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    return hasRing && width > 0 && height > 0 ? 'seen' : `${at.tagName} ${at.className}`;
  }, undefined, { timeout: 5_000 }).catch(() => undefined);
  assert.equal(await found?.jsonValue(), 'seen', `after ${when}`);
}
