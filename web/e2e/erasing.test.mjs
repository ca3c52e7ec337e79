// A customer asks to be forgotten: an admin looks their conversation up by its address and erases everything of theirs,
// after the page has asked once more. By keyboard, in both languages, light, dark, on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, staff, takenOver, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: { hello: 'Hello, my parcel is late', again: 'thank you', reachable: /welcome/i, takeOver: 'Take over', reply: /^Reply/, section: 'Retention', forGood: /Conversations are kept for good/, address: 'Address of the conversation',
    bad: /ends with its number/, goesOn: /Resolve it first/, others: /no other conversations/, all: 'Erase everything of this visitor', erased: 'One conversation was erased.', gone: /no such conversation/ },
  zh: { hello: '您好，我的包裹迟到了', again: '谢谢', reachable: /不客气/, takeOver: '接管', reply: /^回复/, section: '保留与清除', forGood: /长期保留/, address: '会话的地址',
    bad: /以会话编号结尾/, goesOn: /请先标为解决/, others: /没有其他会话/, all: '清除该访客的全部会话', erased: '已清除 1 个会话。', gone: /没有这个会话/ },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`a customer is forgotten, in ${language}`, { timeout: 120_000 }, () => withServer((server) => tell(server, language, WORDS[language])));
}

async function tell({ origin }, language, words) {
  const { agent, visitor } = await takenOver(browser, origin, language, words);
  const conversation = agent.url();
  const admin = await staff(browser, origin, '/settings#kept', 'ada@demo.test', language);
  await admin.getByRole('heading', { level: 1, name: words.section }).waitFor();
  await admin.getByText(words.forGood).waitFor();
  const field = admin.getByLabel(words.address);
  const look = async (address) => {
    await field.fill(address);
    await field.press('Enter');
  };

  await look('SH-20488');
  await admin.getByText(words.bad).waitFor();
  await looks(admin, `settings-erase-fault-${language}`);
  await look(conversation);
  await admin.getByText(words.goesOn).waitFor();
  await agent.locator('.pane-head h2').click();
  await agent.keyboard.press('e');
  do await look(conversation);
  while (!(await admin.getByText(words.goesOn).waitFor({ state: 'detached', timeout: 1_000 }).then(() => true, () => false)));
  await admin.getByText(words.others).waitFor();
  await looks(admin, `settings-kept-${language}`);

  const erase = admin.getByRole('button', { name: words.all });
  const answer = (act) => new Promise((done) => admin.once('dialog', (dialog) => void dialog[act]().then(done)));
  const refused = answer('dismiss');
  await erase.press('Enter');
  await refused;
  const accepted = answer('accept');
  await erase.press('Enter');
  await accepted;
  await admin.getByText(words.erased).waitFor();
  await look(conversation);
  await admin.getByText(words.gone).waitFor();
  assert.deepEqual(admin.troubles, []);

  // The browser begins as somebody new.
  await visitor.reload();
  const { open, say, log } = widgetOf(visitor, language);
  await open();
  await say(words.again);
  await log.getByText(words.again).waitFor();
  await log.getByText(words.reachable).waitFor();
  assert.equal(await log.getByText(words.hello).count(), 0);
}
