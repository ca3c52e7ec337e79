// Words of the settings' frame, in both languages.
import { dictionary } from '../shared/i18n';
import { language } from '../staff/preferences';

const en = {
  sections: 'Sections of the settings',
  site: 'Site and widget',
  hours: 'Business hours',
  people: 'People',
  replies: 'Canned replies',
  words: 'Banned words',
  knowledge: 'Knowledge',
  budgets: 'False alarms',
  kept: 'Retention',
  notAllowed: 'Settings are for admins',
  notAllowedHint: (name: string) => `You are signed in as ${name}. Ask an admin of your team for what you need.`,
  offline: 'No network. What you see may be old; saving works again once you are connected.',
  save: 'Save',
  cancel: 'Cancel',
  edit: 'Edit',
  remove: 'Delete',
  undo: 'Undo',
  copy: 'Copy',
  copied: 'Copied',
  find: 'Search',
  nothingFound: 'Nothing fits your search.',
  discardSure: 'What you have written is not saved. Discard it?',
  actions: 'Actions',
  english: 'English',
  chinese: 'Chinese',
};

export type SettingsWords = typeof en;

const zh: SettingsWords = {
  sections: '设置的各个部分',
  site: '站点与挂件',
  hours: '营业时间',
  people: '成员',
  replies: '快捷回复',
  words: '禁用词',
  knowledge: '知识库',
  budgets: '误报预算',
  kept: '保留与清除',
  notAllowed: '设置仅限管理员使用',
  notAllowedHint: (name) => `您以 ${name} 的身份登录。如有需要，请联系团队的管理员。`,
  offline: '没有网络。页面内容可能已过时，恢复连接后即可保存。',
  save: '保存',
  cancel: '取消',
  edit: '编辑',
  remove: '删除',
  undo: '撤销',
  copy: '复制',
  copied: '已复制',
  find: '搜索',
  nothingFound: '没有符合搜索的内容。',
  discardSure: '您填写的内容尚未保存，要放弃吗？',
  actions: '操作',
  english: '英文',
  chinese: '中文',
};

const wordsOf = dictionary(en, zh);

export function settingsWords(): SettingsWords {
  return wordsOf(language.value) as SettingsWords;
}
