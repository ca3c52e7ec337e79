// Words of the section about canned replies, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  lead: 'Texts that agents send often. In the inbox, “/” at the beginning of a reply lists them.',
  add: 'Add a reply',
  change: (id: string) => `Change /${id}`,
  shortcut: 'Shortcut',
  shortcutHint: '1 to 40 of a-z, 0-9 and -',
  title: 'Title',
  text: 'Text',
  places: 'Places that are filled: {customer}, {agent}, {order}. Say what stands there otherwise after a bar: {customer|there}.',
  preview: 'As it is sent',
  unknown: (place: string) => `There is no place ${place}.`,
  oneLanguage: 'Write it in one language or in both.',
  missing: 'Not in this language yet',
  none: 'No canned replies yet. Add the first: what do you write every day?',
  removed: (id: string) => `/${id} is deleted`,
  saved: (id: string) => `/${id} is saved`,
  sampleCustomer: 'Dana',
  sampleAgent: 'Lin',
  sampleOrder: '88231',
  taken: 'There is a reply with this shortcut already.',
};

export type ReplyWords = typeof en;

const zh: ReplyWords = {
  lead: '客服常用的文字。在收件箱中，回复开头输入“/”即可列出。',
  add: '添加回复',
  change: (id) => `修改 /${id}`,
  shortcut: '快捷词',
  shortcutHint: '1 到 40 个 a-z、0-9 或 -',
  title: '标题',
  text: '内容',
  places: '会自动填写的位置：{customer}、{agent}、{order}。竖线后写没有时的替代：{customer|您}。',
  preview: '发送时的样子',
  unknown: (place) => `没有 ${place} 这个位置。`,
  oneLanguage: '请用一种或两种语言填写。',
  missing: '尚无此语言的内容',
  none: '还没有快捷回复。添加第一条吧：您每天都在写什么？',
  removed: (id) => `已删除 /${id}`,
  saved: (id) => `已保存 /${id}`,
  sampleCustomer: '王小明',
  sampleAgent: 'Lin',
  sampleOrder: '88231',
  taken: '已有使用这个快捷词的回复。',
};

const wordsOf = dictionary(en, zh);

export function replyWords(): ReplyWords {
  return wordsOf(language.value) as ReplyWords;
}
