// An admin writes an article for a question that nobody could answer, sees what the assistant would say before it is
// saved, and the next customer hears it; articles of files are changed, withdrawn and put back. In both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    knowledge: 'Knowledge', people: 'People', asked: 'Do you rent bicycles out?', missed: /not sure/, more: 'More', end: 'End chat', again: 'Start again',
    write: 'Write an article', answer: 'Answer', tryIt: 'Try a question', compare: 'Compare', now: 'Now', then: 'Once saved', source: 'Where more is written', answered: 'It would answer', noAnswer: /would have no answer/,
    bad: 'Yes, {nmae}, from 9 euros a day.', text: 'Yes, {customer name|friend}, from 9 euros a day.', says: 'Yes, friend, from 9 euros a day.', wrong: /no variable/, inForce: /answers from “/, save: 'Save', edit: 'Edit', undo: 'Undo',
    withdraw: 'Withdraw', putBack: 'Put back', withdrawn: 'withdrawn', asInFile: 'As in the file', changed: 'changed here', written: 'written here', file: 'I forgot my password', find: 'Search', today: 'Today', answeredNow: /^answered now/,
  },
  zh: {
    knowledge: '知识库', people: '成员', asked: '你们出租自行车吗？', missed: /没太明白/, more: '更多', end: '结束聊天', again: '重新开始',
    write: '写一篇文章', answer: '答案', tryIt: '试一个问题', compare: '对比', now: '现在', then: '保存之后', source: '更多内容的网址', answered: '它会这样回答', noAnswer: /没有答案/,
    bad: '可以，{名字}，每天 60 元起。', text: '可以，{客户姓名|朋友}，每天 60 元起。', says: '可以，朋友，每天 60 元起。', wrong: /no variable/, inForce: /现在会用“/, save: '保存', edit: '编辑', undo: '撤销',
    withdraw: '撤下', putBack: '恢复使用', withdrawn: '已撤下', asInFile: '恢复为文件内容', changed: '在此修改', written: '在此撰写', file: '忘记密码', find: '搜索', today: '今天', answeredNow: /^现在由“/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an admin writes what the assistant lacks in ${language}`, { timeout: 180_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  await asksInVain(origin, language, words);
  const admin = await staff(browser, origin, '/settings#knowledge', 'ada@demo.test', language);
  await writes(admin, language, words);
  await hears(origin, language, words);
  await turns(admin, words);
  await changesAFile(admin, language, words);
  await withoutNetwork(admin, words);
  assert.deepEqual(admin.troubles, []);
}

/** A customer asks what nobody has written, and leaves. */
async function asksInVain(origin, language, words) {
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say, log } = widgetOf(visitor, language);
  await open();
  await say(words.asked);
  await log.getByText(words.missed).first().waitFor();
  await visitor.getByRole('button', { name: words.more }).click();
  await visitor.getByRole('button', { name: words.end }).click();
  // It asks how it was before it ends.
  await visitor.getByRole('radio').first().waitFor();
  await visitor.getByRole('button', { name: words.end }).click();
  await visitor.getByRole('button', { name: words.again }).waitFor();
  await visitor.context().close();
}

async function writes(admin, language, words) {
  const form = admin.getByRole('dialog');
  const gap = admin.locator('.gaps li').filter({ hasText: words.asked });
  await gap.getByRole('button').click();
  assert.equal(await form.getByRole('textbox').first().inputValue(), words.asked, 'the question is filled in');
  await form.getByLabel(words.answer, { exact: false }).first().fill(words.bad);
  await form.getByRole('button', { name: words.compare }).click();
  await form.getByText(words.wrong).waitFor();
  await form.getByLabel(words.answer, { exact: false }).first().fill(words.text);
  // Enter in the question compares, and sends nothing.
  await form.getByRole('textbox', { name: words.tryIt }).press('Enter');
  await form.getByRole('region', { name: words.now }).getByText(words.noAnswer).waitFor();
  await form.getByRole('region', { name: words.then }).getByText(words.says).waitFor();
  await form.getByRole('region', { name: words.then }).scrollIntoViewIfNeeded();
  await looks(admin, `settings-article-${language}`);
  // What is unsaved is asked about.
  let asked = 0;
  admin.once('dialog', (dialog) => {
    asked += 1;
    void dialog.dismiss();
  });
  await admin.keyboard.press('Escape');
  assert.equal(asked, 1);
  await form.getByLabel(words.source).fill('help');
  await form.getByRole('button', { name: words.save }).click();
  assert.ok(await form.isVisible(), 'no address: the browser says so');
  await form.getByLabel(words.source).fill('https://shop.example/bicycles');
  await form.getByRole('button', { name: words.save }).click();
  await form.waitFor({ state: 'detached' });
  await admin.getByText(words.inForce).waitFor();
  await gap.getByText(words.answeredNow).waitFor();
}

/** No restart: whoever asks next is answered. */
async function hears(origin, language, words) {
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say, log } = widgetOf(visitor, language);
  await open();
  await say(words.asked);
  await log.getByText(words.says).waitFor();
  await visitor.context().close();
}

async function opened(admin, words, title) {
  await admin.getByRole('searchbox', { name: words.find }).fill(title);
  const article = admin.locator('.shelf li').filter({ hasText: title }).first();
  await article.waitFor();
  if (!(await article.locator('details').evaluate((it) => it.open))) await article.locator('summary').click();
  return article;
}

async function turns(admin, words) {
  const article = await opened(admin, words, words.asked);
  await article.getByText(words.written, { exact: true }).waitFor();
  await article.getByRole('button', { name: words.withdraw }).click();
  await article.getByText(words.withdrawn, { exact: true }).waitFor();
  await article.getByRole('button', { name: words.putBack }).click();
  await article.getByText(words.withdrawn, { exact: true }).waitFor({ state: 'detached' });
}

async function changesAFile(admin, language, words) {
  const article = await opened(admin, words, words.file);
  await article.getByRole('button', { name: words.edit }).click();
  const form = admin.getByRole('dialog');
  await form.getByLabel(words.answer, { exact: false }).first().fill(words.text);
  await form.getByRole('button', { name: words.today, exact: true }).click();
  await form.getByRole('button', { name: words.save }).click();
  await form.waitFor({ state: 'detached' });
  await article.getByText(words.changed, { exact: true }).waitFor();
  await article.getByRole('button', { name: words.asInFile }).scrollIntoViewIfNeeded();
  await looks(admin, `settings-articles-${language}`);
  await article.getByRole('button', { name: words.asInFile }).click();
  await article.getByText(words.changed, { exact: true }).waitFor({ state: 'detached' });
  await admin.getByRole('button', { name: words.undo }).last().click();
  await article.getByText(words.changed, { exact: true }).waitFor();
}

/** A section that was not fetched before the cut says so, and comes once it is asked for again. */
async function withoutNetwork(admin, words) {
  await admin.context().setOffline(true);
  await admin.getByRole('link', { name: words.people, exact: true }).click();
  await admin.locator('main .failure').first().waitFor();
  await admin.context().setOffline(false);
  await admin.locator('main .failure button').first().click();
  await admin.getByRole('row', { name: /Sam/ }).waitFor();
}
