// An admin sets the workspace up: first steps, people, canned replies, banned words, knowledge. By keyboard where it
// matters, with undo, with what is unsaved asked about, without a network. In both languages, light and dark, on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    sections: { site: 'Site and widget', people: 'People', replies: 'Canned replies', words: 'Banned words', knowledge: 'Knowledge' },
    notAllowed: 'Settings are for admins', save: 'Save', cancel: 'Cancel', undo: 'Undo', remove: 'Delete', offline: /No network/, retry: 'Try again',
    settings: 'Settings', snippetDone: 'done', hello: 'Hello, is anybody there?',
    addPerson: 'Add a person', name: 'Name', email: 'E-mail', invent: 'Make one up', inUse: /in use already/, deactivate: 'Deactivate', inactive: /Show deactivated/,
    addReply: 'Add a reply', shortcut: 'Shortcut', title: 'Title', text: 'Text', unknown: 'There is no place {nmae}.',
    addRule: 'Add a rule', ruleId: 'Name of the rule', phrases: /^Phrases/, whyEn: 'Why, in English', whyZh: 'Why, in Chinese', block: 'Refused, unless sent knowingly', level: 'What happens',
    tryText: /Try a text/, clean: 'Nothing is found.', tried: 'Just buy BrandX instead', question: 'where is my order?', tryQuestion: /Try a question/, ask: 'Ask', answered: 'It would answer',
  },
  zh: {
    sections: { site: '站点与挂件', people: '成员', replies: '快捷回复', words: '禁用词', knowledge: '知识库' },
    notAllowed: '设置仅限管理员使用', save: '保存', cancel: '取消', undo: '撤销', remove: '删除', offline: /没有网络/, retry: '重试',
    settings: '设置', snippetDone: '已完成', hello: '您好，有人在吗？',
    addPerson: '添加成员', name: '姓名', email: '邮箱', invent: '随机生成', inUse: /已被使用/, deactivate: '停用', inactive: /显示已停用/,
    addReply: '添加回复', shortcut: '快捷词', title: '标题', text: '内容', unknown: '没有 {nmae} 这个位置。',
    addRule: '添加规则', ruleId: '规则名称', phrases: /^词语/, whyEn: '原因（英文）', whyZh: '原因（中文）', block: '拒绝，除非明知而发', level: '如何处理',
    tryText: /试一段文字/, clean: '没有发现问题。', tried: '不如去买某某牌吧', question: '我的订单到哪了？', tryQuestion: /试一个问题/, ask: '提问', answered: '它会这样回答',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an admin sets the workspace up in ${language}`, { timeout: 180_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  const agent = await staff(browser, origin, '/settings', 'lin@demo.test', language);
  await agent.getByRole('heading', { name: words.notAllowed }).waitFor();
  assert.equal(await agent.getByRole('link', { name: words.settings }).count(), 0, 'no link for those who may not');

  const admin = await staff(browser, origin, '/inbox', 'ada@demo.test', language);
  await admin.getByRole('link', { name: words.settings }).click();
  await site(admin, origin, language, words);
  await people(admin, language, words);
  await replies(admin, language, words);
  await bannedWords(admin, language, words);
  await knowledge(admin, language, words);
  // Notices of what was done would stand before what is looked at.
  const notices = admin.locator('.toast .plain-icon');
  while ((await notices.count()) > 0) await notices.first().click({ timeout: 1_000 }).catch(() => {});
  for (const name of Object.keys(words.sections)) await section(admin, language, words, name);
  await withoutNetwork(admin, words);
  assert.deepEqual(admin.troubles, []);
}

async function go(admin, words, name) {
  await admin.getByRole('link', { name: words.sections[name], exact: true }).click();
  await admin.getByRole('heading', { level: 1, name: words.sections[name] }).waitFor();
}

/** A step ticks itself off once it has happened. */
async function site(admin, origin, language, words) {
  const done = admin.locator('.steps .done');
  await done.nth(2).waitFor();
  assert.equal(await done.count(), 3, 'nobody has chatted yet');
  const snippet = await admin.locator('.code pre').first().textContent();
  assert.equal(snippet, `<script async src="${origin}/widget.js" data-site="demo"></script>`);
  assert.match(await admin.locator('.code pre').nth(1).textContent(), /integrity="sha384-[A-Za-z0-9+/]{64}"/);
  await looks(admin, `settings-guide-${language}`);
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say, log } = widgetOf(visitor, language);
  await open();
  await say(words.hello);
  await log.getByText(words.hello).waitFor();
  // The visitor sees their words before the server has them.
  do await admin.reload();
  while (!(await done.nth(4).waitFor({ timeout: 2_000 }).then(() => true, () => false)));
}

async function people(admin, language, words) {
  await go(admin, words, 'people');
  const form = admin.getByRole('dialog');
  const fill = async (name, email) => {
    await admin.getByRole('button', { name: words.addPerson }).click();
    await form.getByLabel(words.name, { exact: true }).fill(name);
    await form.getByLabel(words.email).fill(email);
    await form.getByRole('button', { name: words.invent }).click();
    await form.getByRole('button', { name: words.save }).click();
  };
  await fill('Bo', 'lin@demo.test');
  await form.getByText(words.inUse).waitFor();
  await looks(admin, `settings-person-${language}`);
  await form.getByLabel(words.email).fill('bo@demo.test');
  await form.getByLabel(words.email).press('Enter');
  await form.waitFor({ state: 'detached' });
  const bo = admin.getByRole('row', { name: /Bo/ });
  await bo.waitFor();
  await bo.getByRole('button', { name: words.deactivate }).click();
  await bo.waitFor({ state: 'detached' });
  await admin.getByLabel(words.inactive).waitFor();
  await admin.getByRole('button', { name: words.undo }).click();
  await bo.waitFor();
}

async function replies(admin, language, words) {
  await go(admin, words, 'replies');
  await admin.getByRole('button', { name: words.addReply }).click();
  const form = admin.getByRole('dialog');
  await form.getByLabel(words.shortcut).fill('parcel');
  const own = form.getByRole('group').nth(language === 'zh' ? 1 : 0);
  await own.getByLabel(words.title).fill('Parcel');
  await own.getByLabel(words.text).fill('{nmae}: {order} / {customer|x}');
  await own.getByText(words.unknown).waitFor();
  await looks(admin, `settings-reply-${language}`);

  // What is unsaved is asked about: Escape and "no" leave it as it is.
  admin.once('dialog', (dialog) => void dialog.dismiss());
  await admin.keyboard.press('Escape');
  await own.getByLabel(words.text).fill('{agent}: {order}');
  assert.match(await own.locator('.preview').textContent(), /^Lin: 88231$/);
  await form.getByRole('button', { name: words.save }).click();
  await form.waitFor({ state: 'detached' });
  const card = admin.getByRole('listitem').filter({ hasText: '/parcel' });
  await card.getByRole('button', { name: new RegExp(words.remove) }).click();
  await card.waitFor({ state: 'detached' });
  await admin.getByRole('button', { name: words.undo }).click();
  await card.waitFor();
}

async function bannedWords(admin, language, words) {
  await go(admin, words, 'words');
  const tried = admin.getByRole('textbox', { name: words.tryText });
  await tried.fill(words.tried);
  await admin.getByText(words.clean).waitFor();
  await admin.getByRole('button', { name: words.addRule }).click();
  const form = admin.getByRole('dialog');
  await form.getByLabel(words.ruleId).fill('Rivals!');
  await form.getByLabel(words.phrases).fill('BrandX\n某某牌\nyes, but');
  await form.getByRole('button', { name: words.save }).click();
  await form.locator('.faults li').nth(3).waitFor();
  await looks(admin, `settings-rule-${language}`);
  await form.getByLabel(words.ruleId).fill('rivals');
  await form.getByLabel(words.phrases).fill('BrandX\n某某牌');
  await form.getByLabel(words.level).selectOption({ label: words.block });
  await form.getByLabel(words.whyEn).fill('We do not name rivals.');
  await form.getByLabel(words.whyZh).fill('不点名同行。');
  await form.getByRole('button', { name: words.save }).click();
  await form.waitFor({ state: 'detached' });
  await admin.locator('.findings mark').waitFor();
  const card = admin.getByRole('listitem').filter({ hasText: 'BrandX · 某某牌' });
  await card.getByRole('button', { name: new RegExp(words.remove) }).click();
  await admin.getByText(words.clean).waitFor();
  await admin.getByRole('button', { name: words.undo }).click();
  await card.waitFor();
}

async function knowledge(admin, language, words) {
  await go(admin, words, 'knowledge');
  const question = admin.getByRole('textbox', { name: words.tryQuestion });
  await question.fill(words.question);
  await question.press('Enter');
  await admin.getByText(words.answered).waitFor();
  await admin.locator('.shelf summary').first().click();
}

/** A section once what stands in it has come. */
async function section(admin, language, words, name) {
  await go(admin, words, name);
  await admin.locator('.steps li, .people tbody tr, .cards li, .shelf').first().waitFor();
  await looks(admin, `settings-${name}-${language}`);
}

/** Cut off: told so, what cannot be fetched can be asked for again, and mends itself. */
async function withoutNetwork(admin, words) {
  await admin.context().setOffline(true);
  await admin.getByText(words.offline).waitFor();
  await go(admin, words, 'people');
  await admin.getByRole('button', { name: words.retry }).waitFor();
  await admin.context().setOffline(false);
  await admin.getByRole('row', { name: /Sam/ }).waitFor();
}
