// Asking an expert privately, in two agents' inboxes and a customer's widget: by key, a no with its reason, a yes, an
// answer in a note, leaving. The customer sees nothing of it. In both languages, light and dark, and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAna, launch, openByKey, staff, takenOver, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'Does the warranty cover water?', takeOver: /Take over|Claim/, reply: /Reply to/, form: /^Ask about the chat/, send: 'Ask',
    field: 'Question, for colleagues only', question: 'Is a drop in a pool covered?', questionFirst: /Write what you want to know/,
    chooseFirst: /Choose a colleague/, asked: 'You are asked', whyNot: 'Reason, if you decline', no: 'On the phone until three',
    decline: 'Decline', accept: 'Read along', isAsked: /Ana is asked/, declined: /Ana declined: “On the phone until three”/,
    reads: /Ana reads along/, reading: /You read along for Lin/, answer: 'Only splashes are covered.', note: /Note/, leave: 'Leave', left: /Ana has left/,
    experts: 'Experts', takeBack: /Take back, Ana/, over: /Ana is not asked any more/, palette: /Ask an expert/, told: /Lin asked Ana/,
  },
  zh: {
    hello: '保修包括进水吗？', takeOver: /接管|认领/, reply: /^回复/, form: /^就与 .* 的会话请教同事/, send: '请教',
    field: '问题（仅同事可见）', question: '掉进泳池算保修吗？', questionFirst: /请写下想请教的问题/,
    chooseFirst: /请选择同事/, asked: '有人请教您', whyNot: '若谢绝，可填写原因', no: '三点前都在通话',
    decline: '谢绝', accept: '旁阅', isAsked: /正在请教 Ana/, declined: /Ana 谢绝了：“三点前都在通话”/,
    reads: /Ana 正在旁阅/, reading: /您正在为 Lin 旁阅/, answer: '只保溅水。', note: /备注/, leave: '离开', left: /Ana 已离开/,
    experts: '专家', takeBack: /撤回对 Ana 的请教/, over: /已不再请教 Ana/, palette: /请教专家/, told: /Lin 请教 Ana/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`an expert is asked privately, in ${language}`, { timeout: 180_000 }, () =>
    withServer((server) => consult(server, language, WORDS[language])));
}

async function consult(server, language, words) {
  const { agent: lin, visitor } = await takenOver(browser, server.origin, language, words);
  const frames = heardBy(visitor);
  // The socket of the page as it was loaded is not heard.
  await visitor.reload();
  await widgetOf(visitor, language).open();
  await widgetOf(visitor, language).log.getByText(words.hello).first().waitFor();
  const ana = await staff(browser, server.origin, '/inbox', 'ana@demo.test', language);
  await ana.locator('.rows .row').first().waitFor();
  const asked = ana.getByRole('region', { name: words.asked });
  const experts = lin.getByRole('region', { name: words.experts });
  const form = lin.getByRole('dialog', { name: words.form });
  const asking = { ...words, textFirst: words.questionFirst, text: words.question };

  await openByKey(lin, form, 'i');
  await askAna(lin, form, asking);
  await experts.getByText(words.isAsked).waitFor();
  await asked.getByText(words.question).waitFor();
  await looks(ana, `expert-asked-${language}`);
  await looks(lin, `expert-asking-${language}`);
  await asked.getByLabel(words.whyNot).fill(words.no);
  await asked.getByRole('button', { name: words.decline }).click();
  await experts.getByText(words.declined).waitFor();
  await asked.waitFor({ state: 'detached' });

  await byPalette(lin, words);
  await askAna(lin, form, asking);
  await asked.getByText(words.question).waitFor();
  await lin.getByRole('button', { name: words.takeBack }).click();
  await asked.waitFor({ state: 'detached' });
  await experts.getByText(words.over).waitFor();

  await openByKey(lin, form, 'i');
  await askAna(lin, form, asking);
  await asked.getByRole('button', { name: words.accept }).focus();
  await ana.keyboard.press('Enter');
  await ana.getByText(words.reading).waitFor();
  await experts.getByText(words.reads).waitFor();
  await ana.locator('.handoff.open').waitFor();
  const note = ana.locator('.composer.note textarea');
  await note.fill(words.answer);
  await note.press('Enter');
  await lin.getByText(words.answer).first().waitFor();
  await looks(ana, `expert-reading-${language}`);
  await looks(lin, `expert-read-${language}`);
  await ana.getByRole('button', { name: words.leave, exact: true }).click();
  await ana.getByText(words.reading).waitFor({ state: 'detached' });
  await experts.getByText(words.left).waitFor();
  await lin.getByRole('log').first().getByText(words.told).first().waitFor();

  const reply = lin.getByRole('textbox', { name: words.reply });
  await lin.keyboard.press('Escape');
  await lin.locator('.pane-head h2').click();
  await lin.keyboard.press('r');
  await reply.fill('OK 1');
  await reply.press('Enter');
  await widgetOf(visitor, language).log.getByText('OK 1').waitFor();
  const all = frames.join('\n');
  assert.ok(all.includes('OK 1'), 'the customer’s frames are read');
  for (const secret of [words.question, words.answer, words.no, 'Ana', 'expert', 'invit']) assert.ok(!all.includes(secret), `${secret} reached the customer`);
  for (const page of [lin, ana, visitor]) assert.deepEqual(page.troubles, []);
}

/** Everything that the server sends to a customer from now on: their socket is opened anew. */
function heardBy(page) {
  const heard = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  return heard;
}

async function byPalette(page, words) {
  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: words.palette }).click();
}
