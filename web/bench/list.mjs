// What a full list costs the inbox: the real server, a page of the inbox with 10,000 open conversations, and 200 messages
// a second in them. Prints how much of a core the page's main thread and its whole process take, at rest and under this
// load, and ends with an error where the main thread takes a tenth or more. Times are of the processor, not of the clock: a busy machine makes them
// little longer.
//
//     node list.mjs [--conversations N] [--rate N] [--seconds N]      needs the built program (ATTUNE) and Chromium (CHROMIUM)
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launch, staff } from '../e2e/browser.mjs';
import { withServer } from '../e2e/server.mjs';
import { conditions } from './machine.mjs';
import { Watcher, crowd } from './people.mjs';

/** The share of a core that the page's main thread may take: all of its script, style, layout and painting. */
const MOST = 0.1;
const LIMITS = { conversations: [100, 10_000], rate: [1, 1_000], seconds: [5, 600] };
const DEFAULTS = { conversations: 10_000, rate: 200, seconds: 60 };
// The model is off, as in the workloads of benches/load: a message that is not scored is one event of the list.
const SERVER = { ATTUNE__LOG__FILTER: 'warn', ATTUNE__SERVER__HANDSHAKES_PER_SECOND: '20000', ATTUNE__TRIAGE__MODELS: '/nonexistent' };

function settings() {
  const options = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, { type: 'string', default: String(DEFAULTS[name]) }]));
  const { values } = parseArgs({ options });
  return Object.fromEntries(Object.entries(LIMITS).map(([name, [least, most]]) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new Error(`--${name} is ${values[name]}; it takes a whole number from ${least} to ${most}`);
    }
    return [name, value];
  }));
}

/** Reads the processor time that the page has used, in seconds. */
async function meter(browser, page) {
  const whole = await browser.newBrowserCDPSession();
  const main = await page.context().newCDPSession(page);
  await main.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
    const { metrics } = await main.send('Performance.getMetrics');
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    const renderers = processInfo.filter((process) => process.type === 'renderer');
    return {
      'main thread': of('TaskDuration'),
      'of it script': of('ScriptDuration'),
      'of it layout and style': of('LayoutDuration') + of('RecalcStyleDuration'),
      'the page, all threads': renderers.reduce((sum, process) => sum + process.cpuTime, 0),
    };
  };
}

/** Shares of a core during `act`, and the messages a second that reached a screen meanwhile. */
async function during(read, watcher, act) {
  const [before, heard, began] = [await read(), watcher.lines, performance.now()];
  await act();
  const seconds = (performance.now() - began) / 1000;
  const after = await read();
  const shares = Object.fromEntries(Object.keys(after).map((name) => [name, (after[name] - before[name]) / seconds]));
  return { shares, rate: (watcher.lines - heard) / seconds };
}

async function inboxOf(browser, origin, conversations) {
  const page = await staff(browser, origin, '/inbox', 'sam@demo.test');
  const all = page.getByRole('button', { name: /^All/ });
  await all.click();
  await page.waitForFunction(
    (count) => Number(/\d[\d,]*/.exec([...document.querySelectorAll('.tabs button')].find((tab) => /^All/.test(tab.textContent)).textContent)?.[0].replace(',', '')) >= count,
    conversations, { timeout: 120_000 });
  return page;
}

async function measure(server, { conversations, rate, seconds }) {
  const visitors = await crowd(server.origin, conversations);
  const watcher = await new Watcher().open(server.origin);
  const browser = await launch();
  try {
    const page = await inboxOf(browser, server.origin, conversations);
    const read = await meter(browser, page);
    await sleep(5_000);
    const rest = await during(read, watcher, () => sleep(10_000));
    const busy = await during(read, watcher, () => visitors.write(rate, seconds));
    if (page.troubles.length > 0) throw new Error(`the page: ${page.troubles.join('; ')}`);
    return { rest, busy };
  } finally {
    await browser.close();
    watcher.close();
    visitors.close();
  }
}

const asked = settings();
const before = loadavg();
await withServer(async (server) => {
  const { rest, busy } = await measure(server, asked);
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  console.log(`| share of a core | at rest | ${busy.rate.toFixed(0)} changes of the list a second |`);
  console.log('|---|---|---|');
  for (const name of Object.keys(busy.shares)) console.log(`| ${name} | ${percent(rest.shares[name])} | ${percent(busy.shares[name])} |`);
  console.log(`\n${asked.conversations} open conversations, ${asked.rate} messages a second for ${asked.seconds} s. ${conditions(before)}`);
  if (busy.rate < asked.rate * 0.95) throw new Error(`only ${busy.rate.toFixed(0)} a second arrived: this run says nothing`);
  if (busy.shares['main thread'] >= MOST) process.exitCode = 1;
}, SERVER);
