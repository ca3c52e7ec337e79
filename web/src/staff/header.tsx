// The bar above every staff page: where you are, who you are, and what you choose for your screen.
import type { ComponentChildren, JSX } from 'preact';
import { account, logOut, mayOversee } from './account';
import { type Theme, language, sound, theme } from './preferences';
import { common } from './texts';

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };

export function Header({ page, children }: { page: 'inbox' | 'board'; children?: ComponentChildren }): JSX.Element {
  const words = common();
  const who = account.value;
  return (
    <header class="top">
      <p class="product">{words.product}</p>
      <nav aria-label={words.pages}>
        <a href="/inbox" aria-current={page === 'inbox' ? 'page' : undefined}>
          {words.inbox}
        </a>
        {mayOversee(who?.role) && (
          <a href="/board" aria-current={page === 'board' ? 'page' : undefined}>
            {words.board}
          </a>
        )}
      </nav>
      <div class="grow">{children}</div>
      <Choices loud />
      {who && (
        <p class="who">
          <span>{who.name}</span>
          <button type="button" class="quiet" onClick={() => void logOut()}>
            {words.logOut}
          </button>
        </p>
      )}
    </header>
  );
}

/** Language, theme and, where there is something to hear, sound. */
export function Choices({ loud = false }: { loud?: boolean }): JSX.Element {
  const words = common();
  const themes: Record<Theme, string> = { auto: words.themeAuto, light: words.themeLight, dark: words.themeDark };
  const other = language.value === 'zh' ? 'en' : 'zh';
  return (
    <div class="choices" role="group" aria-label={words.settings}>
      <button
        type="button"
        class="quiet"
        lang={other === 'zh' ? 'zh-CN' : 'en'}
        onClick={() => {
          language.value = other;
        }}
      >
        {other === 'zh' ? '中文' : 'English'}
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={`${words.theme}: ${themes[theme.value]}`}
        title={`${words.theme}: ${themes[theme.value]}`}
        onClick={() => {
          theme.value = NEXT[theme.value];
        }}
      >
        <span aria-hidden="true">{{ auto: '◐', light: '☀', dark: '☾' }[theme.value]}</span>
      </button>
      {loud && (
        <button
          type="button"
          class="quiet"
          aria-pressed={sound.value}
          title={sound.value ? words.soundOn : words.soundOff}
          onClick={() => {
            sound.value = !sound.value;
          }}
        >
          {words.sound}
        </button>
      )}
    </div>
  );
}
