// Entry of /chat/{site}: the widget's chat as a whole page, for links, iframes and web views.
import { call } from '../shared/api';
import { htmlLang, pickLanguage } from '../shared/i18n';
import { Chat } from '../widget/chat';
import { mount } from '../widget/mount';
import { wordsOf } from '../widget/texts';

const site = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const language = pickLanguage(new URLSearchParams(location.search).get('lang'), ...navigator.languages);
document.documentElement.lang = htmlLang(language);
document.title = wordsOf(language).chat;

const chat = new Chat({ server: location.origin, site, language });
mount(chat, true, () => import('../widget/more/main'));

call<{ name: string }>('GET', `/v1/sites/${encodeURIComponent(site)}`).then(
  ({ name }) => {
    document.title = `${name} \u00b7 ${wordsOf(language).chat}`;
  },
  () => {},
);
