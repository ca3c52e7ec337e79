// The bar above every staff page: where you are, who you are, and what you choose for your screen.
import type { ComponentChildren, JSX } from 'preact';
import { LANGUAGES, type Language } from '../shared/i18n';
import { account, logOut, mayOversee } from './account';
import { askForNotifications, notifications } from './attention';
import { Icon } from './icons';
import { type Theme, language, sound, theme, volume } from './preferences';
import { isMissed, isReady, play } from './sound';
import { common } from './texts';

type PageName = 'inbox' | 'board' | 'settings';

export function Header({ page, children }: { page: PageName; children?: ComponentChildren }): JSX.Element {
  const words = common();
  return (
    <header class="top">
      <p class="brand">{words.product}</p>
      <nav aria-label={words.pages}>
        <PageLink to="inbox" here={page} />
        {mayOversee(account.value?.role) && <PageLink to="board" here={page} />}
        {account.value?.role === 'admin' && <PageLink to="settings" here={page} />}
      </nav>
      <div class="grow" />
      {children}
      <SoundSwitch />
      <LanguageSwitch />
      <Menu />
    </header>
  );
}

/** Off or on; says so where a call went unheard, as the browser wants a gesture first. */
function SoundSwitch(): JSX.Element {
  const words = common();
  const isOn = sound.value;
  const isMuted = isOn && isMissed.value;
  return (
    <>
      <span class="small sound-missed" role="status">
        {isMuted && words.soundMissed}
      </span>
      <button
        type="button"
        class="plain-icon"
        aria-pressed={isOn}
        aria-label={words.soundOn}
        title={!isOn ? words.soundOff : isReady.value ? words.soundOn : words.soundWaits}
        onClick={() => {
          // This very click allows what it was clicked for.
          if (!isMissed.peek()) sound.value = !isOn;
        }}
      >
        <Icon name={isOn && !isMuted ? 'soundOn' : 'soundOff'} />
      </button>
    </>
  );
}

function PageLink({ to, here }: { to: PageName; here: string }): JSX.Element {
  return (
    <a href={`/${to}`} aria-current={to === here ? 'page' : undefined}>
      <Icon name={to} /> <span>{common()[to]}</span>
    </a>
  );
}

const OWN_NAMES: Readonly<Record<Language, string>> = { en: 'EN', zh: '中文' };
const FULL_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

export function LanguageSwitch(): JSX.Element {
  return (
    <div class="segmented" role="group" aria-label={common().language}>
      {LANGUAGES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          title={FULL_NAMES[each]}
          aria-pressed={language.value === each}
          onClick={() => {
            language.value = each;
          }}
        >
          {OWN_NAMES[each]}
        </button>
      ))}
    </div>
  );
}

function Menu(): JSX.Element | null {
  const words = common();
  const who = account.value;
  if (!who) return null;
  return (
    <>
      <button type="button" class="who" popovertarget="menu">
        <span>{who.name}</span> <Icon name="settings" />
        <span class="unseen">{words.settings}</span>
      </button>
      <div id="menu" popover="auto" class="menu">
        <p>
          <b>{who.name}</b>
          <br />
          <span class="small">{who.email}</span>
        </p>
        <Themes />
        <Volume />
        <Notifications />
        <button type="button" class="button wide" onClick={() => void logOut()}>
          {words.logOut}
        </button>
      </div>
    </>
  );
}

function Themes(): JSX.Element {
  const words = common();
  const labels: Readonly<Record<Theme, string>> = { auto: words.themeAuto, light: words.themeLight, dark: words.themeDark };
  return (
    <fieldset>
      <legend>{words.theme}</legend>
      {(['auto', 'light', 'dark'] as const).map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="theme"
            checked={theme.value === each}
            onChange={() => {
              theme.value = each;
            }}
          />{' '}
          {labels[each]}
        </label>
      ))}
    </fieldset>
  );
}

/** What is chosen is heard at once. */
function Volume(): JSX.Element {
  const words = common();
  return (
    <label class="volume">
      {words.volume}
      <input
        type="range"
        min="10"
        max="100"
        step="10"
        value={volume.value}
        disabled={!sound.value}
        onInput={({ currentTarget }) => {
          volume.value = Number(currentTarget.value);
        }}
        onChange={() => play('message')}
      />
      {sound.value && !isReady.value && <span class="small">{words.soundWaits}</span>}
    </label>
  );
}

function Notifications(): JSX.Element | null {
  const words = common();
  const state = notifications.value;
  if (state === 'absent') return null;
  if (state === 'granted') return <p class="small">{words.notifyOn}</p>;
  if (state === 'denied') return <p class="small">{words.notifyDenied}</p>;
  return (
    <button type="button" class="button wide" onClick={() => void askForNotifications()}>
      {words.notify}
    </button>
  );
}
