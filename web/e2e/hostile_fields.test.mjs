// Text is text in every other field too: what admins set, what the form asks, what visitors say at the end, what staff
// tell one another, tags, searches, policies. Each of the sixty texts goes through each field and is shown; nothing runs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openByKey, person, staff, takenOver, widgetOf } from './browser.mjs';
import { HOSTILE, countHits, provoked } from './hostile.mjs';
import { withServer } from './server.mjs';

const WORDS = { hello: 'Hello, my parcel is late', takeOver: /Take over|Claim/, reply: /Reply to/ };
const FORM = { ATTUNE__SITE__FORM__NAME: 'optional', ATTUNE__SITE__FORM__EMAIL: 'optional', ATTUNE__ROUTING__OFFER_SECONDS: '120' };
const FORM_OFF = { ATTUNE__ROUTING__OFFER_SECONDS: '120' };
/** A dozen at a time, where that is the most of a field. */
const DOZENS = Array.from({ length: Math.ceil(HOSTILE.length / 12) }, (_, at) => HOSTILE.slice(at * 12, at * 12 + 12));

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

async function member(server, path, email) {
  const page = await staff(browser, server.origin, path, email);
  await page.getByRole('link').first().waitFor();
  await page.evaluate(countHits);
  return page;
}

/** As many of them in one text as fit. */
function together(most) {
  const texts = [''];
  for (const one of HOSTILE) {
    const next = `${texts.at(-1)} ${one}`.trim();
    if (next.length <= most) texts[texts.length - 1] = next;
    else texts.push(one);
  }
  return texts;
}

/** Touches everything as a mouse and a keyboard would: nothing ran, and no link leads elsewhere than to the web. */
async function isQuiet(page, where) {
  assert.deepEqual(await provoked(page), { hits: 0, links: [] }, where);
  assert.deepEqual(page.troubles, [], where);
}

/** Asks the server, as the page would; the texts that it took. */
const sent = (page, method, requests) =>
  page.evaluate(async ([method, requests]) => {
    const taken = [];
    for (const { path, body, text } of requests) {
      const answer = await fetch(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      if (answer.ok) taken.push(text);
      else if (answer.status !== 400 && answer.status !== 422) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
    return taken;
  }, [method, requests]);

const shown = (page, text) => page.getByText(text.trim().replaceAll(/\s+/g, ' '), { exact: true }).first().waitFor({ state: 'attached' });

test('what admins set', { timeout: 300_000 }, () =>
  withServer(async (server) => {
    const admin = await member(server, '/settings', 'ada@demo.test');
    // A place in braces that there is not, or a word that is none, is refused: then there is nothing to show.
    const replies = await sent(admin, 'PUT', HOSTILE.map((text, at) => ({ path: `/v1/replies/hostile-${at}`, text, body: { en: { title: text.slice(0, 80), text } } })));
    const rules = await sent(admin, 'PUT', HOSTILE.map((text, at) => ({
      path: `/v1/wording/rules/hostile-${at}`, text, body: { kind: 'tone', level: 'warn', phrases: [`xqz number ${at} xqz`], unless: [], instead: [text], why: { en: text, zh: text } },
    })));
    const articles = await sent(admin, 'PUT', HOSTILE.map((text, at) => ({
      path: `/v1/knowledge/articles/00000000-0000-7000-8000-${String(at).padStart(12, '0')}`, text,
      body: { withdrawn: false, language: 'en', title: `${text} ${at}`.trim(), variants: [`how ${at} ${text}`], answer: text, category: text.slice(0, 40), reviewed: '', source: '' },
    })));
    for (const [kind, taken] of Object.entries({ replies, rules, articles })) assert.ok(taken.length >= 40, `${kind}: ${taken.length} were taken`);
    for (const [section, taken] of [['replies', replies], ['words', rules], ['knowledge', articles]]) {
      await admin.goto(`${server.origin}/settings#${section}`);
      await admin.reload();
      await admin.evaluate(countHits);
      await admin.locator('.cards li, .shelf').first().waitFor();
      await admin.locator('.shelf').evaluateAll((all) => all.forEach((one) => (one.open = true)));
      await shown(admin, taken.at(-1));
      await isQuiet(admin, section);
    }

    // The name of the site, and what it can be about, a dozen at a time.
    const site = (await admin.evaluate(async () => (await (await fetch('/v1/settings')).json()).site));
    const { staff: people } = await admin.evaluate(async () => (await fetch('/v1/staff')).json());
    await admin.goto(`${server.origin}/settings#site`);
    await admin.reload();
    await admin.evaluate(countHits);
    for (const dozen of DOZENS) {
      const topics = dozen.map((text, at) => ({ en: `${at} ${text}`.slice(0, 60), zh: `${at} ${text}`.slice(0, 60) }));
      const bodies = dozen.map((text) => ({ path: '/v1/settings/site', text, body: { name: text.trim(), language: site.language, origins: site.origins, form: { name: 'off', email: 'off', topic: 'optional', topics } } }));
      assert.deepEqual(await sent(admin, 'PUT', bodies), dozen);
      await admin.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await shown(admin, dozen.at(-1));
      await isQuiet(admin, 'site');
    }
    // And each of the people's names, as many at a time as there are people.
    await admin.goto(`${server.origin}/settings#people`);
    for (let at = 0; at < HOSTILE.length; at += people.length) {
      const some = HOSTILE.slice(at, at + people.length);
      assert.deepEqual(await sent(admin, 'POST', some.map((text, who) => ({ path: `/v1/staff/${people[who].staff}`, text, body: { name: text.trim() } }))), some);
      await admin.reload();
      await admin.evaluate(countHits);
      for (const text of some) await admin.locator('.people th').getByText(text.trim().replaceAll(/\s+/g, ' ')).first().waitFor();
      await isQuiet(admin, 'people');
    }

    // What is only tried.
    await admin.goto(`${server.origin}/settings#words`);
    const tried = admin.getByRole('textbox', { name: /Try a text/ });
    for (const text of [...together(1_000), 'xqz number 1 xqz']) await Promise.all([admin.waitForResponse(/\/v1\/wording\/check/), tried.fill(text)]);
    await admin.locator('.findings mark').first().waitFor();
    await isQuiet(admin, 'tried words');
    await admin.goto(`${server.origin}/settings#knowledge`);
    const question = admin.getByRole('textbox', { name: /Try a question/ });
    for (const text of together(400)) {
      await question.fill(text);
      await Promise.all([admin.waitForResponse(/\/v1\/knowledge\/preview/), question.press('Enter')]);
    }
    await isQuiet(admin, 'tried questions');
  }));

test('what the form asks, what is said at the end, and what staff see of it', { timeout: 240_000 }, () =>
  withServer(async (server) => {
    const visitor = await person(browser);
    await visitor.addInitScript(countHits);
    await visitor.goto(`${server.origin}/demo`);
    const widget = widgetOf(visitor);
    const press = (name) => visitor.locator('attune-chat').getByRole('button', { name, exact: true }).click();
    const lin = await member(server, '/inbox', 'lin@demo.test');
    await widget.open();
    const name = visitor.getByLabel(/^Your name/);
    const email = visitor.getByLabel('Your e-mail address');
    for (const text of HOSTILE) {
      await name.fill(text);
      await email.fill(text.replaceAll(/\s/g, ''));
    }
    // All of them as one name, as far as it goes.
    await name.fill(together(200)[0]);
    await email.fill('"><script>hit()</script>@example.org');
    await email.press('Enter');
    await widget.say('hello');
    for (const comment of together(1_000)) {
      await widget.log.getByText('hello', { exact: true }).waitFor();
      await press('More');
      await press('End chat');
      await visitor.getByRole('radio', { name: '1 of 5' }).check();
      await visitor.getByRole('textbox', { name: /Anything to add/ }).fill(comment);
      await press('End chat');
      await visitor.getByText('Thank you for your rating.').waitFor();
      await press('Start again');
      await widget.say('hello');
    }
    await lin.getByRole('button', { name: /^Closed/ }).click();
    const rows = lin.getByRole('list', { name: 'Conversations' }).getByRole('button');
    for (let at = 0; at < together(1_000).length; at += 1) {
      await rows.nth(at).click();
      await lin.getByText(/The customer rated 1 of 5/).first().waitFor();
      await isQuiet(lin, 'ratings');
    }
    await isQuiet(visitor, 'the form and the end');
  }, FORM));

test('what staff tell one another, tags, searches and policies', { timeout: 300_000 }, () =>
  withServer(async (server) => {
    const { agent: lin, log, visitor, say } = await takenOver(browser, server.origin, 'en', WORDS);
    await lin.evaluate(countHits);
    const ana = await member(server, '/inbox', 'ana@demo.test');
    await ana.locator('.rows .row').first().waitFor();
    const sam = await member(server, '/board', 'sam@demo.test');

    // Tags, a dozen at a time.
    const adding = lin.locator('#add-tag');
    for (const dozen of DOZENS) {
      for (const text of dozen) {
        await lin.keyboard.press('Escape');
        await lin.locator('.pane-head h2').click();
        await lin.keyboard.press('l');
        await lin.keyboard.insertText(text.trim().slice(0, 40));
        await lin.keyboard.press('Enter');
      }
      const off = lin.getByRole('button', { name: /^Take “.*” off$/ });
      await off.nth(Math.min(dozen.length, 2) - 1).waitFor();
      await isQuiet(lin, 'tags');
      while ((await off.count()) > 0) await off.first().click({ timeout: 1_000 }).catch(() => undefined);
    }
    assert.ok((await adding.count()) <= 1);

    // Reasons and questions among colleagues.
    const transfer = lin.getByRole('dialog', { name: /^Transfer the chat/ });
    const ask = lin.getByRole('dialog', { name: /^Ask about the chat/ });
    for (const [place, text] of together(500).entries()) {
      await openByKey(lin, transfer, 't');
      await transfer.getByText('Ana', { exact: true }).waitFor();
      await transfer.getByRole('radio').first().check();
      await transfer.getByLabel('Reason, for colleagues only').fill(text);
      await transfer.getByRole('button', { name: 'Transfer', exact: true }).click();
      await transfer.waitFor({ state: 'detached' });
      const card = ana.locator('.offer');
      await card.waitFor();
      await isQuiet(ana, 'why it is passed on');
      await card.getByLabel('Reason, if you decline').fill(text);
      await card.getByRole('button', { name: /^Decline/ }).click();
      await card.waitFor({ state: 'detached' });
      if (place >= 5) continue;
      await openByKey(lin, ask, 'i');
      await ask.getByText('Ana', { exact: true }).waitFor();
      await ask.getByRole('radio').first().check();
      await ask.getByLabel('Question, for colleagues only').fill(text);
      await ask.getByRole('button', { name: 'Ask', exact: true }).click();
      await ask.waitFor({ state: 'detached' });
      await ana.getByRole('region', { name: 'You are asked' }).waitFor();
      await isQuiet(ana, 'a question');
      await lin.getByRole('button', { name: /Take back, Ana/ }).click();
    }
    await isQuiet(lin, 'why it was not taken');

    // Advice of a supervisor, and what they try as a policy.
    for (const text of ['You are liars and thieves!!!', 'I am furious, give me my money back NOW, you useless crooks!!!']) await say(text);
    await sam.getByRole('button', { name: /^Watch/ }).first().click();
    const advice = sam.getByRole('textbox', { name: /^Advise Lin/ });
    for (const text of together(1_000)) {
      await advice.fill(text);
      await advice.press('Enter');
      await log.getByText(text.trim(), { exact: true }).first().waitFor();
    }
    await isQuiet(sam, 'advice');
    await isQuiet(lin, 'advice');
    await sam.getByRole('link', { name: 'Try a policy' }).click();
    await sam.getByText('Everything, as text (TOML)').click();
    const policy = sam.getByRole('textbox', { name: 'Everything, as text (TOML)' });
    for (const text of HOSTILE) {
      await Promise.all([sam.waitForResponse(/\/v1\/policy\/check/), policy.fill(text)]);
    }
    await isQuiet(sam, 'policies');

    // Searches, and filters under a name.
    const search = lin.getByRole('searchbox');
    for (const text of HOSTILE) await search.fill(text);
    await lin.locator('.found').waitFor();
    await isQuiet(lin, 'searches');
    assert.deepEqual(visitor.troubles, []);
  }, FORM_OFF));
