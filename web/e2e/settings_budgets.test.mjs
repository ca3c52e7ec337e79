// An admin sets how many false alarms may be spent, by keyboard: what is wrong is named, and one press puts it all back. In
// both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, staff } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    section: 'False alarms', change: 'Change the budgets', page: 'Page a supervisor', handoff: 'Hand over to a person', save: 'Save', undo: 'Undo', wrong: /above 0 and at most 50/, before: '1 per 100', after: '0.5 per 100',
    off: /those of the policy hold/, badge: 'changed here', configured: 'As configured', saved: 'The budgets are changed',
  },
  zh: {
    section: '误报预算', change: '修改预算', page: '呼叫主管', handoff: '转接人工', save: '保存', undo: '撤销', wrong: /须大于 0/, before: '每 100 个 1 个', after: '每 100 个 0.5 个',
    off: /使用策略中的界线/, badge: '在此修改', configured: '恢复为配置内容', saved: '预算已修改',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an admin sets the budgets of false alarms, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  const admin = await staff(browser, origin, '/settings#budgets', 'ada@demo.test', language);
  const form = admin.getByRole('dialog');
  await admin.getByRole('heading', { level: 1, name: words.section }).waitFor();
  await admin.getByText(words.before, { exact: true }).waitFor();
  await admin.getByRole('button', { name: words.change }).press('Enter');
  await form.getByLabel(words.page).fill('20');
  await form.getByLabel(words.page).press('Enter');
  await form.getByText(words.wrong).waitFor();
  await looks(admin, `settings-budgets-form-${language}`);

  // What is unsaved is asked about.
  admin.once('dialog', (dialog) => void dialog.dismiss());
  await admin.keyboard.press('Escape');
  await form.getByLabel(words.page).fill('0.5');
  await form.getByRole('checkbox').focus();
  await admin.keyboard.press('Space');
  await form.getByLabel(words.page).press('Enter');
  await form.waitFor({ state: 'detached' });
  await admin.getByText(words.saved).waitFor();
  await admin.getByText(words.after, { exact: true }).waitFor();
  await admin.getByText(words.off).waitFor();
  await admin.getByText(words.badge, { exact: true }).waitFor();
  await looks(admin, `settings-budgets-${language}`);

  await admin.getByRole('button', { name: words.configured }).click();
  await admin.getByText(words.before, { exact: true }).waitFor();
  await admin.getByRole('button', { name: words.undo }).click();
  await admin.getByText(words.after, { exact: true }).waitFor();
  assert.deepEqual(admin.troubles, []);
}
