// Chromium for the tests: one browser, a context per person, a page that fails the test on any script error or
// policy violation.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic',
];
/** Where pictures go; none are taken where it is not set. */
const SHOTS = process.env.ATTUNE_SHOTS;

/** Chromium keeps pages for the way back, as it does for people, when `bfcache` is asked for. */
export function launch({ bfcache = false } = {}) {
  const wanted = process.env.CHROMIUM ?? 'chromium';
  const executablePath = wanted.includes('/') ? wanted : execFileSync('which', [wanted], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath, args: FLAGS, ignoreDefaultArgs: bfcache ? ['--disable-back-forward-cache'] : [] });
}

/** A person with a browser of their own. */
export async function person(browser, { language = 'en', dark = false, phone = false } = {}) {
  const context = await browser.newContext({
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: dark ? 'dark' : 'light',
    viewport: phone ? { width: 390, height: 844 } : { width: 1360, height: 860 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|Uncaught/.test(message.text())) page.troubles.push(message.text());
  });
  return page;
}

/** Signs a member of the staff in, with a browser of their own. */
export async function staff(browser, origin, path, email, language = 'en') {
  const page = await person(browser, { language });
  await page.goto(`${origin}${path}`);
  await page.getByLabel(language === 'zh' ? '邮箱' : 'E-mail').fill(email);
  await page.getByLabel(language === 'zh' ? '密码' : 'Password').fill('demo');
  await page.getByRole('button', { name: language === 'zh' ? '登录' : 'Sign in' }).click();
  return page;
}

/** Opens the newest conversation in the inbox, whoever holds it; returns its log. */
export async function openNewest(inbox, language = 'en') {
  await inbox.getByRole('button', { name: language === 'zh' ? /^全部/ : /^All/ }).click();
  await inbox.getByRole('list', { name: language === 'zh' ? '会话' : 'Conversations' }).getByRole('button').first().click();
  return inbox.getByRole('log').first();
}

/** The widget on a page, as a visitor uses it. */
export function widgetOf(page, language = 'en') {
  const zh = language === 'zh';
  const composer = page.getByRole('textbox', { name: zh ? '请输入消息' : 'Write a message' });
  return {
    composer,
    launcher: page.locator('attune-chat .launcher'),
    panel: page.getByRole('dialog', { name: zh ? '在线客服' : 'Chat with us' }),
    log: page.getByRole('log', { name: zh ? '聊天记录' : 'Messages' }),
    open: () => page.getByRole('button', { name: zh ? /打开聊天/ : /Open chat/ }).click(),
    async say(text) {
      await composer.fill(text);
      await composer.press('Enter');
    },
  };
}

/** Waits until what is read is what is expected; a page may show it a moment after the act it follows from. */
export async function becomes(read, expected, message) {
  const until = Date.now() + 10_000;
  let is = await read();
  while (!isDeepStrictEqual(is, expected) && Date.now() < until) {
    await pause(50);
    is = await read();
  }
  assert.deepEqual(is, expected, message);
}

/** A visitor says hello, and Lin takes over from the assistant: the inbox, its log and field, the visitor's page and words. */
export async function takenOver(browser, origin, language, { hello, takeOver, reply }) {
  const agent = await staff(browser, origin, '/inbox', 'lin@demo.test', language);
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  await say(hello);
  const log = await openNewest(agent, language);
  await log.getByText(hello).first().waitFor();
  await agent.getByRole('button', { name: takeOver }).first().click();
  return { agent, log, field: agent.getByRole('textbox', { name: reply }), visitor, say };
}

/** Opens a form by its key, once the page has done with giving the focus to the reply. */
export async function openByKey(page, form, key) {
  const opened = () => form.waitFor({ timeout: 1_000 }).then(() => true, () => false);
  do {
    await page.locator('.pane-head h2').click();
    await page.keyboard.press(key);
  } while (!(await opened()));
}

/** Sends the form that asks a colleague too early, and then to Ana with the text; all by keyboard. */
export async function askAna(page, form, { send, chooseFirst, textFirst, field, text }) {
  await form.getByText('Ana', { exact: true }).waitFor();
  await form.getByRole('button', { name: send, exact: true }).click();
  await form.getByRole('alert').getByText(chooseFirst).waitFor();
  await form.getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  await form.getByRole('button', { name: send, exact: true }).click();
  await form.getByRole('alert').getByText(textFirst).waitFor();
  await form.getByLabel(field).fill(text);
  await page.keyboard.press('Enter');
  await form.waitFor({ state: 'detached' });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What an accessibility checker finds wrong, as short lines. */
export async function accessibilityFaults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), RULES);
  return found.violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(' ')} ${node.failureSummary}`));
}

/** Keeps a picture where pictures are wanted; in any case what changed is drawn after it. */
export async function shot(page, name) {
  if (!SHOTS) return page.evaluate(drawn);
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** Two frames have been drawn, or half a second is over where a hidden page draws none; runs in the page. */
function drawn() {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  return Promise.race([frame().then(frame), new Promise((done) => setTimeout(done, 500))]).then(() => undefined);
}

/** Stands in for the browser's audio: allowed by a real gesture alone, and counts the sounds that begin. */
export function countingAudio() {
  globalThis.sounds = 0;
  const ends = { connect: (to) => to, stop() {} };
  const gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  globalThis.AudioContext = class extends EventTarget {
    state = 'suspended';
    currentTime = 0;
    destination = {};
    async resume() {
      this.state = navigator.userActivation.hasBeenActive ? 'running' : 'suspended';
      this.dispatchEvent(new Event('statechange'));
    }
    // Only the first note of a sound begins now.
    createOscillator = () => ({ ...ends, frequency: {}, start: (at) => (globalThis.sounds += Number(at === 0)) });
    createGain = () => ({ ...ends, gain });
  };
}
