// An admin changes the site while the server runs: what is wrong is said field by field, a page of a new origin may carry
// the widget at once, the next customer is asked what the form asks, and one press puts it all back. In both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const NEW = 'https://new.example';
const WORDS = {
  en: {
    change: 'Change the site', name: 'Name', origins: /^Websites that carry/, email: /^E-mail address/, topic: /^Topic(?!s)/, topics: /^Topics/, needed: 'needed', save: 'Save', undo: 'Undo',
    noOrigin: /without a path/, noTopic: /at least one/, saved: 'The site is changed', badge: 'changed here', configured: 'As configured', asked: 'Your e-mail address', nothing: 'nothing', theme: 'Light or dark', dark: 'always dark', locale: 'Language of the widget', colour: 'Colour',
  },
  zh: {
    change: '修改站点', name: '名称', origins: /^可放挂件的网站/, email: /^邮箱/, topic: /^主题(?!，)/, topics: /^主题，/, needed: '必填', save: '保存', undo: '撤销',
    noOrigin: /不带路径；/, noTopic: /至少一个/, saved: '站点已修改', badge: '在此修改', configured: '恢复为配置内容', asked: '您的邮箱', nothing: '不询问', theme: '浅色或深色', dark: '始终深色', locale: '挂件语言', colour: '颜色',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an admin changes the site in ${language}`, { timeout: 180_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

/** Whether a page of an origin may have a token. */
async function admitted(origin, page) {
  const answer = await fetch(`${origin}/v1/sites/demo/session`, {
    method: 'POST', headers: { origin: page, 'content-type': 'application/json' }, body: '{}',
  });
  return answer.ok;
}

/** What is chosen of the look stands in the line; a colour too light to be read is made darker for the light look. */
async function look(admin, words) {
  await admin.getByLabel(words.theme).selectOption({ label: words.dark });
  await admin.getByLabel(words.locale).selectOption({ index: 2 });
  await admin.getByLabel(words.colour, { exact: true }).fill('#ffd400');
  assert.match(await admin.locator('.code pre').first().textContent(), / data-site="demo" data-theme="dark" data-locale="zh"><\/script>$/);
  assert.match(await admin.locator('.code pre').nth(1).textContent(), /--attune-accent: light-dark\(#[0-7][0-9a-f]{5}, #ffd400\);/);
}

async function tell({ origin }, language, words) {
  const admin = await staff(browser, origin, '/settings', 'ada@demo.test', language);
  const form = admin.getByRole('dialog');
  await admin.getByRole('button', { name: words.change }).click();
  const before = await form.getByLabel(words.origins).inputValue();
  await form.getByLabel(words.name, { exact: true }).first().fill('Harbour Two');
  await form.getByLabel(words.origins).fill(`${before}\n${NEW}/shop`);
  await form.getByLabel(words.email).selectOption({ label: words.needed });
  await form.getByLabel(words.topic).selectOption({ label: words.needed });
  await form.getByLabel(words.topics).press('Tab');
  await form.getByRole('button', { name: words.save }).click();
  await form.getByText(words.noOrigin).last().waitFor();
  await form.getByText(words.noTopic).last().waitFor();
  await form.getByRole('button', { name: words.save }).scrollIntoViewIfNeeded();
  await looks(admin, `settings-site-form-${language}`);
  assert.equal(await admitted(origin, NEW), false);

  // What is unsaved is asked about.
  admin.once('dialog', (dialog) => void dialog.dismiss());
  await admin.keyboard.press('Escape');
  await form.getByLabel(words.origins).fill(`${before}\n${NEW}`);
  await form.getByLabel(words.topics).fill('Orders | 订单\nReturns | 退货');
  await form.getByRole('button', { name: words.save }).click();
  await form.waitFor({ state: 'detached' });
  await admin.getByText(words.saved).waitFor();
  await admin.getByText(words.badge, { exact: true }).waitFor();
  await admin.getByText('Harbour Two').waitFor();
  assert.equal(await admitted(origin, NEW), true, 'at once');

  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  await widgetOf(visitor, language).open();
  await visitor.getByLabel(words.asked).waitFor();
  await visitor.context().close();
  await look(admin, words);
  await admin.getByText('Harbour Two').scrollIntoViewIfNeeded();
  await looks(admin, `settings-site-changed-${language}`);

  await admin.getByRole('button', { name: words.configured }).click();
  await admin.getByText(words.badge, { exact: true }).waitFor({ state: 'detached' });
  await admin.getByText('Harbour Goods').waitFor();
  assert.equal(await admitted(origin, NEW), false, 'as configured');
  await admin.getByRole('button', { name: words.undo }).click();
  await admin.getByText('Harbour Two').waitFor();
  assert.deepEqual(admin.troubles, []);
}
