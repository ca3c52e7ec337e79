// Words for suggested answers, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  title: 'Articles that may answer this',
  likely: 'likely',
  possibly: 'possibly',
  use: 'Use in reply',
  useWhich: (article: string) => `Use in reply: ${article}`,
};

const zh: typeof en = {
  title: '可能相关的文章',
  likely: '很可能',
  possibly: '可能',
  use: '放入回复',
  useWhich: (article) => `放入回复：${article}`,
};

const textsOf = dictionary(en, zh);
export const suggestedWords = (): typeof en => textsOf(language.value);
