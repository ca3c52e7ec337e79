// Filters under a name: made, shown by number and by typing, ordered, renamed, deleted and put back, kept over a
// reload; in both languages, light and dark, and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    visitors: [['en', 'Hello, my parcel is late'], ['zh', '您好，我的包裹迟到了']], toggle: 'Filter, and saved filters',
    language: 'Language', other: 'Chinese', name: 'Name for what is shown now', save: 'Save', saved: 'Saved filters', first: 'In Chinese', second: 'Parcels', find: 'Find by name or words',
    nameOf: 'Name of filter 2', renamed: 'All parcels', up: 'Move “All parcels” up', remove: 'Delete “All parcels”', undo: 'Undo', all: /^All/, none: 'Nothing matches.', palette: 'Do anything', mood: 'Mood', critical: 'Critical',
  },
  zh: {
    visitors: [['zh', '您好，我的包裹迟到了'], ['en', 'Hello, my parcel is late']], toggle: '筛选，以及已存筛选',
    language: '语言', other: '英语', name: '为当前显示的内容命名', save: '保存', saved: '已存筛选', first: '英语客户', second: '包裹', find: '按姓名或内容查找',
    nameOf: '第 2 个筛选的名称', renamed: '全部包裹', up: '上移“全部包裹”', remove: '删除“全部包裹”', undo: '撤销', all: /^全部/, none: '没有符合的会话。', palette: '快速操作', mood: '情绪', critical: '紧急',
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`filters are saved and found again, in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => keep(server, language, WORDS[language])));
}

async function keep({ origin }, language, words) {
  for (const [spoken, text] of words.visitors) {
    const visitor = await person(browser, { language: spoken });
    await visitor.goto(`${origin}/demo?lang=${spoken}`);
    const { open, say } = widgetOf(visitor, spoken);
    await open();
    await say(text);
  }
  const agent = await staff(browser, origin, '/inbox', 'lin@demo.test', language);
  await agent.getByRole('button', { name: words.all }).click();
  const count = (wanted) => agent.waitForFunction((n) => document.querySelectorAll('.rows .row').length === n, wanted);
  await count(2);

  // One by language, one by a word.
  await agent.getByRole('button', { name: words.toggle }).click();
  const panel = agent.getByRole('region', { name: words.saved });
  await panel.getByLabel(words.language, { exact: true }).selectOption({ label: words.other });
  await count(1);
  const name = panel.getByLabel(words.name);
  await name.fill(words.first);
  await name.press('Enter');
  const saved = agent.getByRole('group', { name: words.saved }).getByRole('button');
  await saved.getByText(words.first).waitFor();
  await panel.getByLabel(words.language, { exact: true }).selectOption({ index: 0 });
  await count(2);
  await agent.getByRole('searchbox', { name: words.find }).fill('zzz');
  await agent.getByText(words.none).waitFor();
  await name.fill(words.second);
  await panel.getByRole('button', { name: words.save }).click();
  await looks(agent, `filters-${language}`);

  // Renamed, moved up, deleted, and back.
  await panel.getByLabel(words.nameOf).fill(words.renamed);
  await panel.getByLabel(words.nameOf).press('Enter');
  await saved.getByText(words.renamed).waitFor();
  await panel.getByRole('button', { name: words.up }).press('Enter');
  await becomes(() => names(saved), [words.renamed, words.first]);
  await panel.getByRole('button', { name: words.up }).and(agent.locator(':focus')).waitFor();
  await panel.getByRole('button', { name: words.remove }).click();
  await saved.getByText(words.renamed).waitFor({ state: 'detached' });
  await agent.getByRole('button', { name: words.undo }).click();
  await saved.getByText(words.renamed).waitFor();
  await becomes(() => names(saved), [words.renamed, words.first]);

  // After a reload, by number, by typing, and by a tap.
  await agent.reload();
  await count(2);
  await saved.first().waitFor();
  await agent.keyboard.press('2');
  await count(1);
  await saved.nth(1).and(agent.locator('[aria-pressed=true]')).waitFor();
  await agent.keyboard.press('Control+k');
  await agent.getByRole('combobox', { name: words.palette }).fill(words.renamed);
  await agent.keyboard.press('Enter');
  await agent.getByText(words.none).waitFor();
  await saved.nth(1).click();
  await count(1);
  await saved.nth(1).click();
  await count(2);
  await saved.nth(1).click();
  await count(1);
  await agent.getByRole('button', { name: words.toggle }).click();
  await panel.getByLabel(words.mood).selectOption({ label: words.critical });
  await agent.getByText(words.none).waitFor();
  await looks(agent, `filters-none-${language}`);
  assert.equal(await agent.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('attune.filters.')).length), 1);
  assert.deepEqual(agent.troubles, []);
}

async function names(saved) {
  return saved.locator('span').allTextContents();
}
