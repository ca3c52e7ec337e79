// Passing a chat on, in two agents' inboxes: by key to a colleague who says no and then yes, taken back in between, and
// to a team through the queue. In both languages, light and dark, and on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAna, launch, openByKey, staff, takenOver, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const TOPICS = { ATTUNE__ROUTING__QUEUE__TOPICS: '[{name = "returns", words = ["return", "退货"]}]', ATTUNE__ROUTING__OFFER_SECONDS: '60' };
const WORDS = {
  en: {
    hello: 'Can I send these shoes back?', takeOver: /Take over|Claim/, reply: /Reply to/, form: /^Transfer the chat/, send: 'Transfer',
    why: 'Reason, for colleagues only', reason: 'You know the returns desk', reasonFirst: /Say why/, chooseFirst: /Choose a colleague/,
    asks: /Ana is asked · \d+ s/, takeBack: 'Take back', card: 'Lin passes it to you', whyNot: 'Reason, if you decline', no: 'On the phone until three',
    refused: /Ana does not take it over: “On the phone until three”/, decline: /^Decline/, accept: /^Accept/, passed: 'Transfer', taken: /Ana took over/,
    joined: /Ana/, teamReason: 'Wants a return label', away: /takes no new chats/, available: /Available/, queued: /In the queue for returns/,
  },
  zh: {
    hello: '这双鞋可以退货吗？', takeOver: /接管|认领/, reply: /^回复/, form: /^转接与/, send: '转接',
    why: '转接原因（仅同事可见）', reason: '您熟悉退货流程', reasonFirst: /请填写原因/, chooseFirst: /请选择同事/,
    asks: /正在询问 Ana · \d+ 秒/, takeBack: '撤回', card: 'Lin 转接给您', whyNot: '若拒绝，可填写原因', no: '三点前都在通话',
    refused: /Ana 没有接手：“三点前都在通话”/, decline: /^拒绝/, accept: /^接受/, passed: '转接', taken: /Ana 已接手/,
    joined: /Ana/, teamReason: '需要退货标签', away: /暂不接新会话/, available: /可接/, queued: /已转到returns技能组排队/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`a chat is passed on to a colleague and to a team, in ${language}`, { timeout: 180_000 }, () =>
    withServer((server) => passOn(server, language, WORDS[language]), TOPICS));
}

async function passOn(server, language, words) {
  const { agent: lin, visitor, field } = await takenOver(browser, server.origin, language, words);
  const ana = await staff(browser, server.origin, '/inbox', 'ana@demo.test', language);
  // Whoever has the list is connected, and can be asked.
  await ana.locator('.rows .row').first().waitFor();
  const form = lin.getByRole('dialog', { name: words.form });

  await ask(lin, form, words);
  await lin.getByText(words.asks).waitFor();
  const card = ana.locator('.offer');
  await card.getByText(words.card).waitFor();
  await card.getByText(words.reason).waitFor();
  await looks(ana, `transfer-offer-${language}`);
  await looks(lin, `transfer-pending-${language}`);
  await field.fill('…');
  await field.press('Enter');

  await card.getByLabel(words.whyNot).fill(words.no);
  await card.getByRole('button', { name: words.decline }).click();
  await lin.getByText(words.refused).first().waitFor();
  await card.waitFor({ state: 'detached' });

  await ask(lin, form, words);
  await lin.getByRole('button', { name: words.takeBack }).click();
  await card.waitFor({ state: 'detached' });

  await ask(lin, form, words);
  await card.getByRole('button', { name: words.accept }).click();
  await lin.getByText(words.taken).first().waitFor();
  await widgetOf(visitor, language).log.getByText(words.joined).first().waitFor();
  const handoff = ana.locator('.handoff');
  await handoff.getByText(words.passed, { exact: true }).waitFor();
  await handoff.getByText(words.reason).first().waitFor();
  await looks(ana, `transfer-handoff-${language}`);

  await toTeam(lin, ana, language, words);
  for (const page of [lin, ana, visitor]) assert.deepEqual(page.troubles, []);
}

/** Opens the form by key, leaves it, and sends it at the second time. */
async function ask(lin, form, words) {
  await openByKey(lin, form, 't');
  await form.getByText('Ana', { exact: true }).waitFor();
  await lin.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await openByKey(lin, form, 't');
  await askAna(lin, form, { ...words, textFirst: words.reasonFirst, field: words.why, text: words.reason });
}

/** Ana passes it to the team; Lin, who takes nothing new, is shown and cannot be chosen. */
async function toTeam(lin, ana, language, words) {
  await lin.getByRole('switch').click();
  const form = ana.getByRole('dialog', { name: words.form });
  await openByKey(ana, form, 't');
  await form.getByText(words.away).waitFor();
  assert.equal(await form.getByRole('radio').first().isDisabled(), true);
  await form.getByRole('radio', { name: 'returns' }).check();
  await form.getByLabel(words.why).fill(words.teamReason);
  await looks(ana, `transfer-form-${language}`);
  await lin.getByRole('switch').click();
  await form.getByRole('button', { name: words.send, exact: true }).click();
  await ana.getByText(words.queued).first().waitFor();
  const card = lin.locator('.offer');
  await card.getByText(words.teamReason).first().waitFor();
  await looks(lin, `transfer-team-${language}`);
}
