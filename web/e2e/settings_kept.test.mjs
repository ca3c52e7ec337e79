// An admin sets for how many days conversations are kept: the form says how many would go and when before it can be saved,
// and one press puts it back. In both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, staff } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    change: 'Change how long', days: /^Days after the end/, nothing: 'No conversation would be erased now.', would: /^312 conversations that ended before .* would be erased for good at /, save: 'Save', undo: 'Undo',
    forGood: 'Conversations are kept for good.', thirty: 'A conversation is erased 30 days after its end.', badge: 'changed here', configured: 'As configured', saved: 'How long conversations are kept is changed',
  },
  zh: {
    change: '修改保留时间', days: /^会话结束后的天数/, nothing: '现在没有会话会被清除。', would: /之前结束的 312 个会话将在 .* 清除/, save: '保存', undo: '撤销',
    forGood: '会话长期保留。', thirty: '会话结束 30 天后会被清除。', badge: '在此修改', configured: '恢复为配置内容', saved: '会话的保留时间已修改',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an admin sets how long conversations are kept, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  const admin = await staff(browser, origin, '/settings#kept', 'ada@demo.test', language);
  const form = admin.getByRole('dialog');
  await admin.getByText(words.forGood).waitFor();
  await admin.getByRole('button', { name: words.change }).press('Enter');
  await form.getByText(words.nothing).waitFor();
  // Conversations of a month ago are made up here: the server's own count is held by its tests.
  const [at, day] = [Date.now() + 3_600_000, 86_400_000];
  const told = { closed_days: 30, conversations: 312, before: at - 30 * day, at };
  await admin.route('**/v1/settings/retention?closed_days=30', (route) => route.fulfill({ json: told }));
  await form.getByLabel(words.days).fill('40000');
  await form.getByLabel(words.days).press('Enter');
  assert.ok(await form.isVisible(), 'too many: the browser says so');
  await form.getByLabel(words.days).fill('30');
  await form.getByLabel(words.days).press('Enter');
  assert.ok(await form.isVisible(), 'nothing is saved before it is seen what would go');
  await form.getByText(words.would).waitFor();
  await looks(admin, `settings-days-${language}`);

  // What is unsaved is asked about.
  admin.once('dialog', (dialog) => void dialog.dismiss());
  await admin.keyboard.press('Escape');
  await form.getByLabel(words.days).press('Enter');
  await form.waitFor({ state: 'detached' });
  await admin.getByText(words.saved).waitFor();
  await admin.getByText(words.thirty).waitFor();
  await admin.getByText(words.badge, { exact: true }).waitFor();
  await looks(admin, `settings-kept-changed-${language}`);

  await admin.getByRole('button', { name: words.configured }).click();
  await admin.getByText(words.forGood).waitFor();
  await admin.getByRole('button', { name: words.undo }).last().click();
  await admin.getByText(words.thirty).waitFor();
  assert.deepEqual(admin.troubles, []);
}
