// Entry of widget.js. Owns `window.Attune`: commands called before the script arrived are kept in a queue and done
// now, in order, after the boot that `data-site` asks for. A bad command is told on the console and does no harm to the page.
import type { Attributes, User } from './customer';
import { type BootOptions, type EventName, Widget } from './widget';

type Listener = (detail: unknown) => void;
type Command = [name: string, ...values: unknown[]];
interface Attune {
  (...command: Command): void;
  q?: ArrayLike<unknown>[];
}

const script = document.currentScript as HTMLScriptElement | null;
const home = script?.src ? new URL(script.src).origin : location.origin;
const page = window as unknown as { Attune?: Attune };
const queue = page.Attune?.q ?? [];
const listeners = new Map<string, Set<Listener>>();
let widget: Widget | undefined;

function emit(name: EventName, detail?: unknown): void {
  for (const listener of listeners.get(name) ?? []) {
    try {
      listener(detail);
    } catch (error) {
      console.error('Attune:', error);
    }
  }
  dispatchEvent(new CustomEvent(`attune:${name}`, { detail }));
}

const commands: Record<string, (...values: never[]) => void> = {
  boot(options: BootOptions) {
    if (!/^[a-z0-9_-]{1,32}$/.test(options?.site)) throw new Error('site is 1 to 32 of a-z, 0-9, - and _');
    if (!widget) widget = new Widget({ server: home, ...options }, emit);
  },
  open: () => widget?.toggle(true),
  close: () => widget?.toggle(false),
  toggle: () => widget?.toggle(),
  shutdown() {
    widget?.shutdown();
    widget = undefined;
  },
  identify: (user: User) => widget?.chat.identify(user),
  setAttributes: (attributes: Attributes) => widget?.chat.setAttributes(attributes),
  // What the visitor did last on the page; staff see it among what the page tells.
  track: (event: string) => widget?.chat.setAttributes({ event }),
  prefill: (text: string) => widget?.mounted.screen.write(text),
  setLocale: (locale: string) => widget?.setLocale(locale),
  setTheme: (theme: 'light' | 'dark' | 'auto') => widget?.setTheme(theme),
  on(name: string, listener: Listener) {
    listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
  },
  off: (name: string, listener: Listener) => listeners.get(name)?.delete(listener),
};

function run(command: ArrayLike<unknown>): void {
  const [name, ...values] = Array.from(command) as Command;
  const act = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (!act) throw new Error(`knows ${Object.keys(commands)}`);
    act(...(values as never[]));
  } catch (error) {
    console.error(`Attune('${name}'):`, error);
  }
}

function start(): void {
  page.Attune = (...command) => run(command);
  const { site, ...more } = (script?.dataset ?? {}) as Partial<BootOptions>;
  const booted = Array.from(queue).some((command) => command[0] === 'boot');
  if (site !== undefined && !booted) run(['boot', { ...more, site }]);
  for (const command of queue) run(command);
}

// An async script may arrive before the body does, and a page may carry the script twice.
if (page.Attune && !page.Attune.q) console.warn('Attune is here twice');
else if (document.body) start();
else addEventListener('DOMContentLoaded', start);
