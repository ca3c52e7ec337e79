// What the built-in minifier leaves in the widget, which has a budget of bytes: names. Owns which may be shortened:
// custom properties of our own styles, and properties that nobody but our own code says. Names of the protocol, of the
// browser and of the page's commands stay; the browser tests run what comes out of here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';
import type { Plugin } from 'vite';

/** Properties of our own classes and values, each used often enough to be worth it. */
const OWN = [
  'agentHint', 'askForPerson', 'asking', 'assistant', 'behind', 'botHint', 'changed', 'draft', 'ending', 'expect',
  'failedClosed', 'failedLong', 'greeting', 'keepChatting', 'keepWriting', 'loadOlder', 'mounted', 'noNetwork',
  'noPosition', 'onMessage', 'onToggle', 'outgoing', 'ownTyping', 'rateQuestion', 'reconnecting', 'retryAt', 'scrolled',
  'searching', 'sentAt', 'setEnding', 'setLanguage', 'setOpen', 'startAgain', 'subscribe', 'thread', 'toEnd',
  'unavailable', 'waitingLine', 'whole', 'words', 'worthConnecting',
];

/** What a host page may set, and what scripts set, keeps its name. */
const CUSTOM = /--(?!attune-|view-)[a-z][a-z-]*/g;

function shortCustomProperties(code: string): string {
  const known = new Set([...code.matchAll(/(--[a-z][a-z-]*):/g)].map(([, name]) => name));
  const names = [...new Set(code.match(CUSTOM))].filter((name) => known.has(name));
  const short = new Map(names.map((name, index) => [name, `--${index.toString(36)}`]));
  return code.replace(CUSTOM, (name) => short.get(name) ?? name);
}

function ownNames(root: string): RegExp {
  const protocol = readFileSync(join(root, 'src/shared/protocol.gen.ts'), 'utf8').replace(/\/\*\*[^]*?\*\//g, '');
  const said = OWN.filter((name) => new RegExp(`\\b${name}\\??:`).test(protocol));
  if (said.length > 0) throw new Error(`the protocol says ${said.join(', ')}: take it out of vite.shrink.ts`);
  return new RegExp(`^(${OWN.join('|')})$`);
}

export const shrink = (root: string): Plugin => ({
  name: 'shrink',
  async generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      const made = await minify(shortCustomProperties(file.code), {
        compress: { passes: 4, ecma: 2020, toplevel: true },
        mangle: { toplevel: true, properties: { regex: ownNames(root) } },
        format: { ecma: 2020, ascii_only: true },
      });
      file.code = made.code ?? file.code;
    }
  },
});
