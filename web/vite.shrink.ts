// What the built-in minifier leaves in the widget, which has a budget of bytes: names. Owns which may be shortened:
// custom properties of our own styles, and properties that nobody but our own code says. Names of the protocol, of the
// browser and of the page's commands stay; the browser tests run what comes out of here.
// Keeps: a name becomes the same in every file of one `shrink`, so that the widget's two files understand each other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';
import type { Plugin } from 'vite';

/** Properties of our own classes and values, each used often enough to be worth it. */
const OWN = [
  'absent', 'adopt', 'again', 'agentHint', 'askForPerson', 'asking', 'assistant', 'behind', 'botHint', 'change', 'changed', 'chat',
  'conversation', 'credential', 'draft', 'elsewhere', 'expect', 'failedClosed', 'failedLong', 'final', 'formAnswers', 'formDone',
  'greeting', 'heard', 'hide', 'hurry', 'joined', 'keepChatting', 'keepWriting', 'lane', 'late', 'later', 'loadOlder', 'logged',
  'mounted', 'noNetwork', 'noPosition', 'notBefore', 'older', 'onFrame', 'onMessage', 'onStatus', 'onToggle', 'onWelcome', 'outbox', 'outgoing', 'pending',
  'ownTyping', 'person', 'prefix', 'probe', 'queued', 'rateQuestion', 'reconnecting', 'refuse', 'restored', 'restWhenHidden', 'retryAt', 'row',
  'screen', 'scrolled', 'searching', 'sentAt', 'setLanguage', 'setOpen', 'settle', 'show', 'startAgain', 'stops', 'storage',
  'subscribe', 'take', 'tell', 'thread', 'toEnd', 'tray', 'tries', 'turnTo', 'typed', 'typing', 'unread', 'unreadOf', 'unsent', 'upTo',
  'waitingLine', 'whole', 'wish', 'words', 'worthConnecting', 'yesterday',
];

/** Short names that our values, the protocol's and the page's already have, in one of the files or in both. */
const TAKEN = ['at', 'by', 'en', 'id', 'is', 'me', 'my', 'no', 'of', 'on', 'q', 't', 'to', 'zh'];

/** What a host page may set, and what scripts set, keeps its name. */
const CUSTOM = /--(?!attune-|view-)[a-z][a-z-]*/g;

function shortCustomProperties(root: string): (code: string) => string {
  const colors = readFileSync(join(root, 'src/shared/colors.css'), 'utf8');
  const names = new Set([...colors.matchAll(/(--[a-z][a-z-]*):/g)].map(([, name]) => name));
  const short = new Map([...names].map((name, index) => [name, `--${index.toString(36)}`]));
  return (code) => code.replace(CUSTOM, (name) => short.get(name) ?? name);
}

function ownNames(root: string): RegExp {
  const protocol = readFileSync(join(root, 'src/shared/protocol.gen.ts'), 'utf8').replace(/\/\*\*[^]*?\*\//g, '');
  const said = OWN.filter((name) => new RegExp(`\\b${name}\\??:`).test(protocol));
  if (said.length > 0) throw new Error(`the protocol says ${said.join(', ')}: take it out of vite.shrink.ts`);
  return new RegExp(`^(${OWN.join('|')})$`);
}

export function shrink(root: string): Plugin {
  const regex = ownNames(root);
  const shortColors = shortCustomProperties(root);
  let names = {};
  return {
    name: 'shrink',
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const nameCache: { vars: object; props: object } = { vars: {}, props: names };
        const made = await minify(shortColors(file.code), {
          compress: { passes: 4, ecma: 2020, toplevel: true, hoist_funs: true, inline: 1 },
          mangle: { toplevel: true, properties: { regex, reserved: TAKEN } },
          format: { ecma: 2020, ascii_only: true },
          module: file.exports.length > 0,
          nameCache,
        });
        names = nameCache.props;
        file.code = made.code ?? file.code;
      }
    },
  };
}
