// How a page looks: light and dark, on a desk and on a phone, nothing is too wide and an accessibility checker finds
// nothing. Each state that a test looks at is looked at in all four; tests run in both languages.
import assert from 'node:assert/strict';
import { accessibilityFaults, shot } from './browser.mjs';

const WIDE = { width: 1360, height: 860 };
const PHONE = { width: 390, height: 844 };
const LOOKS = [['light', WIDE, 'light'], ['dark', WIDE, 'dark'], ['phone', PHONE, 'dark'], ['phone-light', PHONE, 'light']];

/** What lies over the page and reaches beyond it; runs in the page. */
function cutOff() {
  const over = [...document.querySelectorAll(':popover-open, dialog[open]')];
  const isCut = ({ left, right }) => left < 0 || right > innerWidth;
  return over.filter((one) => isCut(one.getBoundingClientRect())).map((one) => one.id || one.className);
}

/** Looks at a page as it stands, keeps a picture of each look, and puts it back. */
export async function looks(page, name) {
  for (const [look, size, colorScheme] of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await shot(page, `${name}-${look}`);
    assert.deepEqual(await accessibilityFaults(page), [], `${name}, ${look}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${name}, ${look}: ${overflow} px too wide`);
    assert.deepEqual(await page.evaluate(cutOff), [], `${name}, ${look}: cut off at a side`);
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
}
