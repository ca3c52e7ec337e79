// Words of the mood over time, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  title: 'Mood over two hours',
  site: 'Site',
  allSites: 'All sites',
  none: 'No numbers yet: the first comes two minutes after the server was started.',
  current: (share: string, open: number) => `${share} of ${open} open conversations ${open === 1 ? 'is' : 'are'} not calm.`,
  most: (share: string, time: string) => `Most: ${share} at ${time}.`,
  alwaysCalm: 'All calm.',
  span: (from: string, to: string) => `${from} to ${to}`,
  missing: (spans: readonly string[], all: number) =>
    `Nothing is known of ${spans.join(', ')}${all > spans.length ? ` and of ${all - spans.length} earlier times` : ''}.`,
  space: ' ',
  scale: (top: string) => `up to ${top}`,
  time: 'Time',
  open: 'Open',
  unknown: 'not known',
};

export type MoodWords = typeof en;

const zh: MoodWords = {
  title: '两小时情绪走势',
  site: '站点',
  allSites: '全部站点',
  none: '暂无数据：服务器启动两分钟后开始有数据。',
  current: (share, open) => `进行中的 ${open} 个会话里，${share} 不平静。`,
  most: (share, time) => `最高 ${share}，在 ${time}。`,
  alwaysCalm: '一直平静。',
  span: (from, to) => `${from} 至 ${to}`,
  missing: (spans, all) => `${spans.join('、')}${all > spans.length ? `以及更早的 ${all - spans.length} 段时间` : ''} 没有数据。`,
  space: '',
  scale: (top) => `上限 ${top}`,
  time: '时间',
  open: '进行中',
  unknown: '没有数据',
};

const wordsOf = dictionary(en, zh);

export function moodWords(): MoodWords {
  return wordsOf(language.value) as MoodWords;
}
