// An admin says what somebody can do, by keyboard: skills that there are, languages, tier and team; it stands in the list,
// and one press takes it back. In both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, staff } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const TOPICS = { ATTUNE__ROUTING__QUEUE__TOPICS: '[{name="billing",words=["invoice"]},{name="returns",words=["refund"]}]' };
const WORDS = {
  en: {
    edit: /^Edit Ana/, english: 'English', tier: /^Tier/, team: 'Team', save: 'Save', undo: 'Undo', can: 'tier 2 · team Night · answers in English',
    configured: /^As configured/, none: 'not set', add: 'Add a person', name: 'Name', email: 'E-mail', invent: 'Make one up',
  },
  zh: {
    edit: /^编辑 Ana/, english: '英文', tier: /^级别/, team: '小组', save: '保存', undo: '撤销', can: '2 级 · Night 组 · 以英文答复',
    configured: /^恢复为配置内容/, none: '未设置', add: '添加成员', name: '姓名', email: '邮箱', invent: '随机生成',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an admin says what somebody can do, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language]), TOPICS));
}

async function tell({ origin }, language, words) {
  const admin = await staff(browser, origin, '/settings#people', 'ada@demo.test', language);
  const form = admin.getByRole('dialog');
  const ana = admin.getByRole('row', { name: /Ana/ });
  await ana.getByText(words.none).waitFor();
  await ana.getByRole('button', { name: words.edit }).press('Enter');
  await form.getByRole('checkbox', { name: 'returns' }).focus();
  await admin.keyboard.press('Space');
  await form.getByRole('checkbox', { name: words.english }).focus();
  await admin.keyboard.press('Space');
  await form.getByLabel(words.tier).fill('0');
  await form.getByLabel(words.team).fill('Night');
  await form.getByLabel(words.team).press('Enter');
  assert.ok(await form.isVisible(), 'no such tier: the browser says so');
  await form.getByLabel(words.tier).fill('2');
  await form.getByRole('button', { name: words.save }).scrollIntoViewIfNeeded();
  await looks(admin, `settings-can-${language}`);
  admin.once('dialog', (dialog) => void dialog.dismiss());
  await admin.keyboard.press('Escape');
  await form.getByLabel(words.team).press('Enter');
  await form.waitFor({ state: 'detached' });
  await ana.getByText(words.can).waitFor();
  assert.match(await ana.textContent(), /returns/);
  await looks(admin, `settings-people-can-${language}`);

  await ana.getByRole('button', { name: words.configured }).click();
  await ana.getByText(words.none).waitFor();
  await admin.getByRole('button', { name: words.undo }).last().click();
  await ana.getByText(words.can).waitFor();

  await admin.getByRole('button', { name: words.add }).click();
  await form.getByLabel(words.name, { exact: true }).fill('Bo');
  await form.getByLabel(words.email).fill('bo@demo.test');
  await form.getByRole('button', { name: words.invent }).click();
  await form.getByRole('checkbox', { name: 'billing' }).check();
  await form.getByRole('button', { name: words.save }).click();
  await form.waitFor({ state: 'detached' });
  await admin.getByRole('row', { name: /Bo/ }).getByText('billing').waitFor();
  assert.deepEqual(admin.troubles, []);
}
