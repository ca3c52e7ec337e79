// Words of tags and of putting aside, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  tags: 'Tags',
  addTag: 'Add a tag',
  takeOff: (tag: string) => `Take “${tag}” off`,
  untagged: (tag: string) => `“${tag}” is off`,
  snooze: 'Snooze',
  soon: 'For 30 minutes',
  hours: 'For 3 hours',
  tomorrow: 'Until tomorrow, 9:00',
  monday: 'Until Monday, 9:00',
  putAside: (until: string) => `Put aside until ${until}, or until the customer writes`,
  until: (until: string) => `Aside until ${until}`,
  takeBack: 'Take back',
  takenBack: 'Back in the list',
  shelf: 'Which conversations',
  usual: 'All but put aside',
  aside: 'Put aside',
  tagged: (tag: string) => `Tag: ${tag}`,
};

export type FilingWords = typeof en;

const zh: FilingWords = {
  tags: '标签',
  addTag: '添加标签',
  takeOff: (tag) => `去掉“${tag}”`,
  untagged: (tag) => `已去掉“${tag}”`,
  snooze: '稍后处理',
  soon: '30 分钟',
  hours: '3 小时',
  tomorrow: '到明天 9:00',
  monday: '到周一 9:00',
  putAside: (until) => `已搁置到 ${until}，客户来信则提前恢复`,
  until: (until) => `搁置到 ${until}`,
  takeBack: '恢复',
  takenBack: '已回到列表',
  shelf: '显示哪些会话',
  usual: '未搁置的',
  aside: '已搁置的',
  tagged: (tag) => `标签：${tag}`,
};

const wordsOf = dictionary(en, zh);

export function filingWords(): FilingWords {
  return wordsOf(language.value) as FilingWords;
}
