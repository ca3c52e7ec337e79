// States that no other test looks at: the visitor's from the greeting to the rating, the door, pages that are not for
// everybody, an empty inbox, its keys and what a search finds, and the screen on the wall. In both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    person: 'Talk to a person', more: 'More', end: 'End chat', star: '4 of 5', comment: /Anything to add/, again: 'Start again', thanks: 'Thank you for your rating.', joined: /now talking with Lin/,
    accept: /^Accept/, resolve: 'Resolve', email: 'E-mail', password: 'Password', signIn: 'Sign in', wrong: /do not fit/, noBoard: 'The board is for supervisors.', noSettings: 'Settings are for admins',
    empty: /No conversation is open|Nobody is waiting|You hold no conversation/, keys: 'Keys', find: 'Find by name or words', hello: 'My parcel is lost', word: 'parcel', nothing: /No message holds/, takeOver: /^(Take over|Claim)/,
    over: 'This conversation has ended.', calm: /All calm/, angry: ['I have asked three times now. This is ridiculous, nobody reads what I write!', 'You are useless liars. Give me my money back NOW, I am furious!!!'], reply: /^Reply/,
  },
  zh: {
    person: '转人工', more: '更多', end: '结束聊天', star: '4 分（满分 5 分）', comment: /想说的/, again: '重新开始', thanks: '感谢您的评价。', joined: /现在由 Lin 为您服务/,
    accept: /^接受/, resolve: '标为解决', email: '邮箱', password: '密码', signIn: '登录', wrong: /不正确/, noBoard: '看板仅供主管使用。', noSettings: '设置仅限管理员使用',
    empty: /没有进行中的会话|没有人在等待|您没有接待中的会话/, keys: '按键', find: '按姓名或内容查找', hello: '我的包裹丢了', word: '包裹', nothing: /没有消息包含/, takeOver: /^(接管|认领)/,
    over: '此会话已结束。', calm: /一切平静/, angry: ['我已经问了三遍了，你们到底有没有人看？太过分了！', '骗子！垃圾客服，马上把钱退给我，气死我了！！！'], reply: /^回复/,
  },
};
/** An offer must outlast being looked at. */
const LONG = { ATTUNE__ROUTING__OFFER_SECONDS: '120' };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`what a visitor sees from the greeting to the rating, in ${language}`, { timeout: 180_000 }, () =>
    withServer((server) => visit(server, language, WORDS[language]), LONG));
  test(`what staff see before and beside their work, in ${language}`, { timeout: 240_000 }, () =>
    withServer((server) => work(server, language, WORDS[language]), LONG));
}

async function visit({ origin }, language, words) {
  const page = await person(browser, { language });
  await page.goto(`${origin}/demo?lang=${language}`);
  const widget = widgetOf(page, language);
  const press = (name) => page.locator('attune-chat').getByRole('button', { name, exact: true }).click();
  await looks(page, `widget-closed-${language}`);
  await widget.open();
  await page.locator('attune-chat li.bot').first().waitFor();
  await looks(page, `widget-greeting-${language}`);
  await press(words.person);
  await page.locator('attune-chat .waiting').waitFor();
  await looks(page, `widget-waiting-${language}`);
  const lin = await staff(browser, origin, '/inbox', 'lin@demo.test', language);
  await lin.getByRole('button', { name: words.accept }).first().click();
  await page.getByText(words.joined).first().waitFor();
  await looks(page, `widget-joined-${language}`);

  await press(words.more);
  await press(words.end);
  await page.getByRole('radio', { name: words.star }).check();
  await page.getByRole('textbox', { name: words.comment }).fill('OK');
  await looks(page, `widget-rating-${language}`);
  await press(words.end);
  await page.getByText(words.thanks).waitFor();
  await page.getByRole('button', { name: words.again }).waitFor();
  await looks(page, `widget-ended-${language}`);
  await lin.getByText(words.over).waitFor();
  await looks(lin, `inbox-ended-${language}`);

  await page.goto(`${origin}/chat/demo?lang=${language}`);
  await page.getByRole('button', { name: words.again }).click();
  await page.locator('attune-chat li.bot').first().waitFor();
  await looks(page, `chat-page-${language}`);
  assert.deepEqual([...page.troubles, ...lin.troubles], []);
}

async function work({ origin }, language, words) {
  const agent = await person(browser, { language });
  await agent.goto(`${origin}/inbox`);
  await agent.getByLabel(words.email).fill('lin@demo.test');
  await looks(agent, `door-${language}`);
  await agent.getByLabel(words.password).fill('not it at all');
  await agent.getByRole('button', { name: words.signIn }).click();
  await agent.getByText(words.wrong).waitFor();
  await looks(agent, `door-wrong-${language}`);
  await agent.getByLabel(words.password).fill('demo');
  await agent.getByRole('button', { name: words.signIn }).click();
  await agent.getByText(words.empty).first().waitFor();
  await looks(agent, `inbox-empty-${language}`);
  await agent.keyboard.press('?');
  await agent.getByRole('dialog', { name: words.keys }).waitFor();
  await looks(agent, `inbox-keys-${language}`);
  await agent.keyboard.press('Escape');
  for (const [path, heading] of [['/board', words.noBoard], ['/settings', words.noSettings]]) {
    await agent.goto(origin + path);
    await agent.getByRole('heading', { name: heading }).waitFor();
    await looks(agent, `not-allowed${path.replace('/', '-')}-${language}`);
  }

  const wall = await staff(browser, origin, '/board?wall=1', 'sam@demo.test', language);
  await wall.getByText(words.calm).waitFor();
  await looks(wall, `wall-calm-${language}`);
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  await say(words.hello);
  await agent.goto(`${origin}/inbox`);
  const log = await openNewest(agent, language);
  await log.getByText(words.hello).first().waitFor();
  const search = agent.getByRole('searchbox', { name: words.find });
  await search.fill(words.word);
  await agent.locator('.found mark').first().waitFor();
  await looks(agent, `inbox-found-${language}`);
  await search.fill('zzzz');
  await agent.getByText(words.nothing).waitFor();
  await looks(agent, `inbox-found-nothing-${language}`);
  for (const text of words.angry) await say(text);
  await wall.locator('.wall .critical').waitFor();
  await looks(wall, `wall-${language}`);
  assert.deepEqual([...agent.troubles, ...wall.troubles, ...visitor.troubles], []);
}
