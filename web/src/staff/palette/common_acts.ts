// Acts that every staff page has: where to go, and how the screen looks.
import { account, logOut, mayOversee } from '../account';
import { language, sound, theme } from '../preferences';
import type { Entry } from './entries';
import { named } from './texts';

export function commonActs(): Entry[] {
  const role = account.value?.role;
  const go = (path: string) => (): void => location.assign(path);
  const set = <T>(preference: { value: T }, value: T) => (): void => {
    preference.value = value;
  };
  return [
    { ...named('inbox'), run: go('/inbox') },
    ...(mayOversee(role) ? [
      { ...named('board'), run: go('/board') }, { ...named('feedback'), run: go('/board#feedback') }, { ...named('policy'), run: go('/board#policy') },
    ] : []),
    ...(role === 'admin' ? [{ ...named('settings'), run: go('/settings') }] : []),
    language.value === 'zh' ? { ...named('english'), run: set(language, 'en') } : { ...named('chinese'), run: set(language, 'zh') },
    { ...named('light'), run: set(theme, 'light') },
    { ...named('dark'), run: set(theme, 'dark') },
    { ...named('sound'), run: () => set(sound, !sound.peek())() },
    { ...named('logOut'), run: () => void logOut() },
  ];
}
