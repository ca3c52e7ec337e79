// A customer whom the shop's server vouches for: the same conversation on another device, and staff who see it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const SECRET = 'what shop and server alone share: 32 bytes or more';
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** As a shop's server makes it, with nothing but its language's own library. */
function signed(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ exp: Math.floor(Date.now() / 1000) + 300, ...claims })}`;
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}

/** The shop's page, on which somebody is signed in. */
async function shopPage(server, user, attributes, language = 'en') {
  const page = await person(browser, { language });
  await page.goto(`${server.origin}/demo${language === 'zh' ? '?lang=zh' : ''}`);
  await page.waitForFunction(() => document.querySelector('attune-chat'));
  await page.evaluate(([user, attributes]) => {
    Attune('identify', user);
    Attune('setAttributes', attributes);
  }, [user, attributes]);
  return page;
}

for (const language of ['en', 'zh']) {
  const zh = language === 'zh';
  test(`signed in, on two devices, in ${language}`, { timeout: 90_000 }, () =>
    withServer(async (server) => {
      const token = () => signed({ sub: 'u-2041', name: zh ? '梅丽' : 'Mei Larsen', attributes: { [zh ? '会员' : 'Plan']: zh ? '金卡' : 'Gold' } });
      const text = zh ? '退款什么时候到账？' : 'When will I get my refund?';
      const desk = await shopPage(server, { token: token(), email: 'mei@example.org' }, { [zh ? '购物车' : 'Cart']: zh ? '3 件' : '3 items' }, language);
      await desk.evaluate((words) => Attune('prefill', words), text);
      await desk.evaluate((did) => Attune('track', did), zh ? '打开了尺码表' : 'Opened the size chart');
      const atDesk = widgetOf(desk, language);
      await atDesk.open();
      assert.equal(await atDesk.composer.inputValue(), text);
      await atDesk.composer.press('Enter');
      await atDesk.log.getByText(text, { exact: true }).waitFor();

      const phone = await shopPage(server, { token: token() }, {}, language);
      const onPhone = widgetOf(phone, language);
      await onPhone.open();
      await onPhone.log.getByText(text, { exact: true }).waitFor();

      const inbox = await staff(browser, server.origin, '/inbox', 'lin@demo.test', language);
      await openNewest(inbox, language);
      const details = inbox.getByRole('complementary', { name: zh ? '详情' : 'Details' });
      await details.getByText('u-2041').waitFor();
      await details.getByText(zh ? '已登录' : 'signed in').waitFor();
      await details.getByText(zh ? '金卡' : 'Gold', { exact: true }).waitFor();
      await details.getByText(zh ? /未经核实：.*购物车/ : /Not verified.*Cart/).waitFor();
      await details.getByText(zh ? '最近操作' : 'Last did', { exact: true }).waitFor();
      await details.getByText(zh ? '打开了尺码表' : 'Opened the size chart', { exact: true }).waitFor();
      await looks(inbox, `inbox-identity-${language}`);

      // A new chat of the same customer, on the other device: the earlier one is a tap away, and whole.
      await inbox.getByRole('button', { name: zh ? '标为解决' : 'Resolve' }).first().click();
      await phone.getByRole('button', { name: zh ? '重新开始' : 'Start again' }).click();
      const later = zh ? '我又来了' : 'Me again';
      await onPhone.say(later);
      await onPhone.log.getByText(later, { exact: true }).waitFor();
      const log = await openNewest(inbox, language);
      await log.getByText(later, { exact: true }).waitFor();
      const others = details.getByRole('heading', { name: zh ? /其他会话（1）/ : 'Another chat of theirs' });
      await others.waitFor();
      await looks(inbox, `inbox-others-${language}`);
      await details.locator('.others button').click();
      await inbox.getByRole('log').first().getByText(text, { exact: true }).waitFor();
      for (const page of [desk, phone, inbox]) assert.deepEqual(page.troubles, []);
    }, { ATTUNE__SITE__IDENTITY_SECRET: SECRET }));
}

test('what the page tells wrongly is said on its console, and the chat goes on', { timeout: 60_000 }, () =>
  withServer(async (server) => {
    const page = await person(browser);
    const told = [];
    page.on('console', (message) => message.type() === 'error' && told.push(message.text()));
    await page.goto(`${server.origin}/demo`);
    await page.waitForFunction(() => document.querySelector('attune-chat'));
    await page.evaluate(() => {
      Attune('setAttributes', { plan: 'two\nlines' });
      Attune('identify', { name: 7 });
      Attune('identify', { token: 'not a token' });
    });
    const widget = widgetOf(page);
    await widget.open();
    await widget.say('hello');
    await widget.log.getByText('hello', { exact: true }).waitFor();
    assert.match(told.join('\n'), /plan is a text of 1 to 200/);
    assert.match(told.join('\n'), /name is a text of 1 to 200/);
    assert.match(told.join('\n'), /header\.claims\.signature/);
  }, { ATTUNE__SITE__IDENTITY_SECRET: SECRET }));
