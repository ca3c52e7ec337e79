// Fails the build when a built file breaks its promise: sizes of the widget's two files, of pages and of what
// they fetch later, ASCII only, nothing inline.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../dist');
const limits = { widgetGzip: 15_360, moreGzip: 11_264, pageScriptsGzip: 71_680 };
/** Pages with a budget of their own. */
const ownLimits = { 'settings.html': 40_960 };
/** What a page fetches for a part of it, when that is wanted: everything that the page does not have yet. */
const partLimits = { 'settings.html': 12_288, 'inbox.html': 16_384, 'board.html': 16_384 };
const faults = [];
const read = (name) => readFileSync(join(dist, name));
const gzip = (name) => gzipSync(read(name), { level: 9 }).length;

function scriptOnHosts(name, limit) {
  const size = gzip(name);
  console.log(`${name} ${size} B gzip (at most ${limit})`);
  if (size > limit) faults.push(`${name} is ${size} B gzip, more than ${limit}`);
  if (read(name).some((byte) => byte > 127)) faults.push(`${name} holds bytes outside ASCII`);
}
const more = readdirSync(join(dist, 'assets')).filter((name) => name.startsWith('widget-more-')).map((name) => `assets/${name}`);
scriptOnHosts('widget.js', limits.widgetGzip);
for (const name of more) scriptOnHosts(name, limits.moreGzip);
if (more.length !== 1 || !read('widget.js').includes(more[0])) faults.push('widget.js names another second file than there is');

const names = (code, pattern) => [...code.matchAll(pattern)].map((match) => `assets/${match[1]}`);
const staticOf = (name) => names(read(name).toString(), /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g);
const dynamicOf = (name) => names(read(name).toString(), /import\(\s*["'`]\.\/([^"'`]+\.js)["'`]\s*\)/g);

function withImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  staticOf(name).forEach((each) => withImports(each, found));
  return found;
}

function partsOf(page, first) {
  const limit = partLimits[page];
  if (limit === undefined) return;
  const known = new Set(first.flatMap((name) => [...withImports(name)]));
  for (const part of new Set([...known].flatMap(dynamicOf))) {
    const size = [...withImports(part)].filter((name) => !known.has(name)).reduce((sum, name) => sum + gzip(name), 0);
    console.log(`  ${page} ${part} ${size} B gzip (at most ${limit})`);
    if (size > limit) faults.push(`${page} fetches ${size} B gzip of script for ${part}`);
  }
}

for (const page of readdirSync(dist).filter((name) => name.endsWith('.html'))) {
  const html = read(page).toString();
  const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]);
  const size = scripts.reduce((sum, name) => sum + gzip(name), 0);
  const limit = ownLimits[page] ?? limits.pageScriptsGzip;
  console.log(`${page} scripts ${size} B gzip (at most ${limit})`);
  if (size > limit) faults.push(`${page} loads ${size} B gzip of script`);
  partsOf(page, scripts);
  if (/<script(?![^>]*\ssrc=)/.test(html)) faults.push(`${page} has an inline script`);
  if (/<style|\sstyle=/.test(html)) faults.push(`${page} has an inline style`);
  if (/\son[a-z]+=/.test(html)) faults.push(`${page} has an inline handler`);
}

for (const fault of faults) console.error(`gate: ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);
