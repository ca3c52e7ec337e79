// Words for the list of promises that fall due, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  mine: 'Yours',
  others: 'Of colleagues',
  none: 'No promise falls due. What you promise with a time stands here until somebody marks it as kept.',
  more: (count: number) => `and ${count} more that fall due later`,
  ended: 'ended',
};

const zh: typeof en = {
  mine: '您的',
  others: '同事的',
  none: '没有到期的承诺。您作出的有时限的承诺会列在这里，直到有人标为已兑现。',
  more: (count) => `另有 ${count} 条较晚到期`,
  ended: '已结束',
};

const textsOf = dictionary(en, zh);
export const dueWords = (): typeof en => textsOf(language.value);
