// An admin sets when people answer, by keyboard: what is wrong is named, the page says that it is open and until when, and
// one press puts it all back. In both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, staff } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    section: 'Business hours', always: 'Open at any hour.', change: 'Change the hours', zone: /^Time zone/, week: /^Week/, holidays: /^Days that are different/, save: 'Save', undo: 'Undo',
    bad: /days and hours, such as/, badZone: /a time zone such as/, open: /^Open now, until .*Wednesday/, closed: /^Closed now\. It opens on /, held: /is held until the opening/, badge: 'changed here', configured: 'As configured', saved: 'The hours are changed',
  },
  zh: {
    section: '营业时间', always: '全天候营业。', change: '修改营业时间', zone: /^时区/, week: /^每周/, holidays: /^特殊日期/, save: '保存', undo: '撤销',
    bad: /须为日期与时间/, badZone: /须为时区/, open: /^营业中，到 .*星期三/, closed: /^休息中，.* 开始营业。/, held: /到营业时再分配/, badge: '在此修改', configured: '恢复为配置内容', saved: '营业时间已修改',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an admin sets when people answer, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  const admin = await staff(browser, origin, '/settings#hours', 'ada@demo.test', language);
  const form = admin.getByRole('dialog');
  await admin.getByRole('heading', { level: 1, name: words.section }).waitFor();
  await admin.getByRole('status').getByText(words.always).waitFor();
  await admin.getByRole('button', { name: words.change }).press('Enter');
  await form.getByLabel(words.zone).fill('Mars/Base');
  await form.getByLabel(words.week).fill('mon-fri 9-18');
  await form.getByRole('button', { name: words.save }).press('Enter');
  await form.getByText(words.bad).last().waitFor();
  await form.getByText(words.badZone).last().waitFor();
  await form.getByText('“mon-fri 9-18”').waitFor();
  await form.getByRole('button', { name: words.save }).scrollIntoViewIfNeeded();
  await looks(admin, `settings-hours-form-${language}`);

  // What is unsaved is asked about.
  admin.once('dialog', (dialog) => void dialog.dismiss());
  await admin.keyboard.press('Escape');
  // Closed from the first minute of Wednesday on; whatever the day, it is open until then or closed until its end.
  await form.getByLabel(words.zone).fill('Asia/Shanghai');
  await form.getByLabel(words.week).fill('mon-sun 00:00-24:00');
  await form.getByLabel(words.holidays).fill(nextWednesday());
  await form.getByRole('checkbox').focus();
  await admin.keyboard.press('Space');
  await form.getByRole('button', { name: words.save }).press('Enter');
  await form.waitFor({ state: 'detached' });
  await admin.getByText(words.saved).waitFor();
  await admin.getByText(words.open).waitFor();
  await admin.getByText(words.held).waitFor();
  await admin.getByText(words.badge, { exact: true }).waitFor();
  await looks(admin, `settings-hours-${language}`);

  await admin.getByRole('button', { name: words.configured }).click();
  await admin.getByRole('status').getByText(words.always).waitFor();
  await admin.getByRole('button', { name: words.undo }).click();
  await admin.getByText(words.open).waitFor();
  assert.deepEqual(admin.troubles, []);
}

/** The Wednesday of the next week but none, as a day with a year: more than a day away, wherever the clock stands. */
function nextWednesday() {
  const day = new Date(Date.now() + 2 * 86_400_000);
  while (day.getUTCDay() !== 3) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
