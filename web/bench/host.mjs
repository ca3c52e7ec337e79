// What the widget costs the page that carries it, as Lighthouse sees it: the demo's shop with and without the widget's
// line, light and with scripts of its own that keep it busy, in turn; medians; ends with an error when the score falls by
// more than a point. The shop stands at `localhost`, the server at `127.0.0.1`: all of the widget comes across origins.
//
//     node host.mjs [--runs N]      needs the built program (ATTUNE names another) and Chromium (CHROMIUM)
import { once } from 'node:events';
import { createServer } from 'node:http';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import * as launcher from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { withServer } from '../e2e/server.mjs';
import { chromiumPath, conditions, FLAGS, median } from './machine.mjs';

/** Points of the performance score that the widget may cost, between medians. */
const MOST = 1;
const MEASURES = {
  'First Contentful Paint, ms': 'first-contentful-paint',
  'Largest Contentful Paint, ms': 'largest-contentful-paint',
  'Total Blocking Time, ms': 'total-blocking-time',
  'Speed Index, ms': 'speed-index',
  'Cumulative Layout Shift': 'cumulative-layout-shift',
  'bytes over the wire': 'total-byte-weight',
};

// A page whose score is not at the top, so that a cost would show: five tasks of its own while it loads.
const BUSY = `<script>
const work = (left) => {
  const end = performance.now() + 40;
  while (performance.now() < end);
  if (left > 0) setTimeout(work, 0, left - 1);
};
addEventListener('DOMContentLoaded', () => work(5));
</script>`;

/** The shop's pages by name; each widget's line leads to the server. */
async function pages(origin) {
  const built = await (await fetch(`${origin}/demo`)).text();
  const style = await (await fetch(origin + /href="(\/assets\/[^"]+\.css)"/.exec(built)[1])).text();
  const bare = built
    .replaceAll(/<script[^>]*><\/script>|<link[^>]*(?:modulepreload|stylesheet)[^>]*>/g, '')
    .replace('</head>', `<style>${style}</style></head>`);
  const line = `<script async src="${origin}/widget.js" data-site="demo"></script>`;
  const dressed = (page) => page.replace('</head>', `${line}</head>`);
  const busy = bare.replace('</head>', `${BUSY}</head>`);
  return new Map([['light', bare], ['light+widget', dressed(bare)], ['busy', busy], ['busy+widget', dressed(busy)]]);
}

async function serve(shop) {
  const host = createServer((request, response) => {
    const page = shop.get(decodeURIComponent(request.url.slice(1)));
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' });
    response.end(gzipSync(page ?? ''));
  }).listen(0, '127.0.0.1');
  await once(host, 'listening');
  return host;
}

/** One visit with an empty cache: the score in points, and the measures. */
async function visit(address) {
  const chrome = await launcher.launch({ chromePath: chromiumPath(), chromeFlags: [...FLAGS, '--headless=new'], logLevel: 'silent' });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: ['performance'], output: 'json', logLevel: 'silent' });
    if (lhr.runtimeError) throw new Error(`Lighthouse at ${address}: ${lhr.runtimeError.message}`);
    const measured = Object.entries(MEASURES).map(([name, audit]) => [name, lhr.audits[audit].numericValue]);
    const asked = lhr.audits['network-requests'].details.items.filter((item) => item.url.endsWith('/widget.js') && item.statusCode === 200);
    return { widget: asked.length, figures: { 'performance, points': lhr.categories.performance.score * 100, ...Object.fromEntries(measured) } };
  } finally {
    chrome.kill();
  }
}

const cell = (values, digits) => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)].map((value) => value.toFixed(digits));
  return `${median(values).toFixed(digits)} (${low} to ${high})`;
};

function print(found, names) {
  console.log(`| figure | ${names.join(' | ')} |`);
  console.log(`|---|${names.map(() => '---').join('|')}|`);
  for (const figure of Object.keys(found.get(names[0])[0])) {
    const digits = figure === 'Cumulative Layout Shift' ? 3 : 0;
    console.log(`| ${figure} | ${names.map((name) => cell(found.get(name).map((one) => one[figure]), digits)).join(' | ')} |`);
  }
}

async function measure(server, runs) {
  const shop = await pages(server.origin);
  const host = await serve(shop);
  const names = [...shop.keys()];
  const found = new Map(names.map((name) => [name, []]));
  try {
    for (let run = 0; run < runs; run += 1) {
      for (const name of names) {
        const { widget, figures } = await visit(`http://localhost:${host.address().port}/${encodeURIComponent(name)}`);
        if (widget !== Number(name.endsWith('+widget'))) throw new Error(`${name}: the widget was loaded ${widget} times`);
        found.get(name).push(figures);
      }
      console.error(`${run + 1} of ${runs}`);
    }
  } finally {
    host.close();
  }
  print(found, names);
  return Object.fromEntries(['light', 'busy'].map((name) => {
    const points = (of) => median(found.get(of).map((one) => one['performance, points']));
    return [name, points(name) - points(`${name}+widget`)];
  }));
}

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1 || runs > 99) throw new Error(`--runs is ${values.runs}; it takes a whole number from 1 to 99`);
const before = loadavg();
await withServer(async (server) => {
  const costs = await measure(server, runs);
  console.log(`\nMedians of ${runs} (lowest to highest). ${conditions(before)}`);
  for (const [name, cost] of Object.entries(costs)) {
    console.log(`The widget costs the ${name} page ${cost.toFixed(1)} points (at most ${MOST}).`);
    if (cost > MOST) process.exitCode = 1;
  }
});
