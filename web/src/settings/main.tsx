// The settings: sections beside a list of them, each at its own address (`#people`). For admins; others are told so.
import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { account } from '../staff/account';
import { setTitle } from '../staff/attention';
import { Header } from '../staff/header';
import { NotAllowed } from '../staff/not_allowed';
import { startPage } from '../staff/page';
import { Part } from '../staff/part';
import { common } from '../staff/texts';
import { SiteSection } from './site/view';
import { settingsWords } from './texts';
import { guardPage, mayLeave } from './unsaved';

/** The page begins with the first; the others are fetched when somebody goes there. */
const SECTIONS = {
  site: () => Promise.resolve(SiteSection),
  hours: () => import('./hours/view').then(({ HoursSection }) => HoursSection),
  people: () => import('./people/view').then(({ People }) => People),
  replies: () => import('./replies/view').then(({ Replies }) => Replies),
  words: () => import('./words/view').then(({ Words }) => Words),
  knowledge: () => import('./knowledge/view').then(({ Knowledge }) => Knowledge),
  budgets: () => import('./budgets/view').then(({ BudgetsSection }) => BudgetsSection),
  kept: () => import('./kept/view').then(({ Kept }) => Kept),
} as const satisfies Readonly<Record<string, () => Promise<() => JSX.Element>>>;
type Section = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as Section[];

const section = signal<Section>(sectionOf(location.hash));
const isOnline = signal(navigator.onLine);

function sectionOf(hash: string): Section {
  return NAMES.find((name) => hash === `#${name}`) ?? 'site';
}

function SettingsPage(): JSX.Element {
  const title = common().settings;
  useEffect(() => setTitle(0, title), [title]);
  return (
    <div class="page">
      <Header page="settings" />
      {account.value?.role === 'admin' ? <Sections /> : <NotAllowed words={settingsWords()} />}
    </div>
  );
}

function Sections(): JSX.Element {
  const words = settingsWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(watch, []);
  useEffect(guardPage, []);
  const now = section.value;
  return (
    <div class="settings">
      <nav aria-label={words.sections}>
        <ul>
          {NAMES.map((name) => (
            <li key={name}>
              <a href={`#${name}`} aria-current={name === now ? 'page' : undefined}>
                {words[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main key={now}>
        {!isOnline.value && (
          <p class="bar" role="status">
            {words.offline}
          </p>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {words[now]}
        </h1>
        <Part wanted load={SECTIONS[now]} on={undefined} />
      </main>
    </div>
  );
}

/** Follows the address and the network. An address that is left with something unsaved is put back. */
function watch(): () => void {
  const onHash = (): void => {
    const next = sectionOf(location.hash);
    if (next === section.peek()) return;
    if (mayLeave()) section.value = next;
    else history.replaceState(null, '', `#${section.peek()}`);
  };
  const onNetwork = (): void => {
    isOnline.value = navigator.onLine;
  };
  addEventListener('hashchange', onHash);
  addEventListener('online', onNetwork);
  addEventListener('offline', onNetwork);
  return () => {
    removeEventListener('hashchange', onHash);
    removeEventListener('online', onNetwork);
    removeEventListener('offline', onNetwork);
  };
}

startPage(SettingsPage);
