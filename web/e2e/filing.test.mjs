// Tags and putting aside, by keyboard, in both languages: seen in the list and by others, undone, and taken back by the
// customer's words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, openNewest, staff, takenOver } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: { hello: 'Hello, my parcel is late', takeOver: 'Take over', reply: /^Reply/, addTag: 'Add a tag', off: 'Take “late parcel” off', undo: 'Undo', conversations: 'Conversations', shelf: 'Which conversations', tagged: 'Tag: late parcel', aside: /^Put aside \(/, usual: 'All but put aside', takeBack: 'Take back', again: 'Are you there?', tag: 'late parcel' },
  zh: { hello: '您好，我的包裹迟到了', takeOver: '接管', reply: /^回复/, addTag: '添加标签', off: '去掉“包裹迟到”', undo: '撤销', conversations: '会话', shelf: '显示哪些会话', tagged: '标签：包裹迟到', aside: /^已搁置的/, usual: '未搁置的', takeBack: '恢复', again: '您还在吗？', tag: '包裹迟到' },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`a chat is tagged and put aside in ${language}`, { timeout: 120_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  const { agent, log, field, say } = await takenOver(browser, origin, language, words);
  const rows = agent.getByRole('list', { name: words.conversations }).getByRole('button');
  await field.blur();
  await agent.keyboard.press('l');
  const adding = agent.getByRole('combobox', { name: words.addTag });
  await adding.fill(words.tag);
  await adding.press('Enter');
  await rows.first().getByText(words.tag, { exact: true }).waitFor();
  await agent.getByRole('button', { name: words.off }).click();
  await rows.first().getByText(words.tag, { exact: true }).waitFor({ state: 'detached' });
  await agent.getByRole('button', { name: words.undo }).click();
  await rows.first().getByText(words.tag, { exact: true }).waitFor();
  const shelf = agent.getByRole('combobox', { name: words.shelf });
  await shelf.selectOption({ label: words.tagged });
  await becomes(() => rows.count(), 1);
  await shelf.selectOption({ label: words.usual });

  // Snoozed by keyboard: out of the list, undone, out again.
  await adding.blur();
  await agent.locator('body').press('s');
  await agent.locator('.snooze-menu').waitFor();
  await looks(agent, `snooze-${language}`);
  await agent.keyboard.press('ArrowDown');
  await agent.keyboard.press('Enter');
  await rows.first().waitFor({ state: 'detached' });
  await agent.getByRole('button', { name: words.undo }).last().click();
  await rows.first().waitFor();
  await agent.locator('body').press('s');
  await agent.keyboard.press('Enter');
  await rows.first().waitFor({ state: 'detached' });

  // Whoever oversees still sees it, and anybody can look at what is aside; the customer's words bring it back.
  const supervisor = await staff(browser, origin, '/inbox', 'sam@demo.test', language);
  await openNewest(supervisor, language);
  await supervisor.locator('.row-tags').getByText(words.tag).waitFor();
  await shelf.selectOption({ index: 1 });
  await rows.first().getByText(words.tag, { exact: true }).waitFor();
  await looks(agent, `aside-${language}`);
  await shelf.selectOption({ index: 0 });
  await rows.first().waitFor({ state: 'detached' });
  await say(words.again);
  await rows.first().waitFor();
  await log.getByText(words.again).first().waitFor();
  assert.deepEqual([...agent.troubles, ...supervisor.troubles], []);
}
