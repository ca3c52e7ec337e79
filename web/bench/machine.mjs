// What both benches share: Chromium's path and flags, medians, and the line that says what a run was made on.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';

export const FLAGS = [
  '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic',
];

/** The browser that CHROMIUM names by path or command; else `chromium`. */
export function chromiumPath() {
  const wanted = process.env.CHROMIUM ?? 'chromium';
  return wanted.includes('/') ? wanted : execFileSync('which', [wanted], { encoding: 'utf8' }).trim();
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const loads = (averages) => averages.map((load) => load.toFixed(2)).join(' ');

/** @param before the load averages when the run began */
export function conditions(before) {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  const browser = execFileSync(chromiumPath(), ['--version'], { encoding: 'utf8' }).trim();
  return `Commit ${commit}, ${browser}, Node ${process.versions.node}, ${cpus()[0].model}, ${cpus().length} cores. ` +
    `Load average ${loads(before)} before and ${loads(loadavg())} after.`;
}
