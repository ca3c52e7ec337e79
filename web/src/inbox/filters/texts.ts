// Words of saved filters, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  saved: 'Saved filters',
  mood: 'Mood',
  anyMood: 'Any mood',
  language: 'Language',
  anyLanguage: 'Any language',
  english: 'English',
  chinese: 'Chinese',
  name: 'Name for what is shown now',
  save: 'Save',
  kept: 'Kept in this browser, for you alone. Keys 1 to 9 show them.',
  full: (most: number) => `There are ${most} already: delete one first.`,
  nameOf: (place: number) => `Name of filter ${place}`,
  up: (name: string) => `Move “${name}” up`,
  down: (name: string) => `Move “${name}” down`,
  remove: (name: string) => `Delete “${name}”`,
  removed: (name: string) => `“${name}” is deleted.`,
  replaced: (name: string) => `“${name}” now shows this.`,
  undo: 'Undo',
  clear: 'Show all again',
};

type FilterWords = typeof en;

const zh: FilterWords = {
  saved: '已存筛选',
  mood: '情绪',
  anyMood: '不限情绪',
  language: '语言',
  anyLanguage: '不限语言',
  english: '英语',
  chinese: '中文',
  name: '为当前显示的内容命名',
  save: '保存',
  kept: '只存在本浏览器，仅您可用。按数字键 1 到 9 调出。',
  full: (most) => `已有 ${most} 个，请先删除一个。`,
  nameOf: (place) => `第 ${place} 个筛选的名称`,
  up: (name) => `上移“${name}”`,
  down: (name) => `下移“${name}”`,
  remove: (name) => `删除“${name}”`,
  removed: (name) => `已删除“${name}”。`,
  replaced: (name) => `“${name}”已改为当前显示的内容。`,
  undo: '撤销',
  clear: '恢复显示全部',
};

const wordsOf = dictionary(en, zh);

export function filterWords(): FilterWords {
  return wordsOf(language.value);
}
