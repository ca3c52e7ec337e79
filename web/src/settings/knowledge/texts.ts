// Words of the section about the knowledge base, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  lead: 'What the assistant answers from. Articles stand in files, under [routing] knowledge in the configuration.',
  tryIt: 'Try a question',
  tryHint: 'As if a customer began with it. No conversation begins, and nothing is kept.',
  ask: 'Ask',
  answered: 'It would answer',
  missed: 'It would have no answer, and ask for other words',
  handedOver: 'It would call a person',
  other: 'It would say',
  sure: (percent: number, line: number) => `${percent}% sure; it answers from ${line}%`,
  best: 'Best articles',
  byWords: 'Searched by words alone: no model reads meanings at the moment.',
  articles: 'Articles',
  count: (en: number, zh: number) => `${en} in English, ${zh} in Chinese`,
  noCategory: 'Without a category',
  lacksEn: 'none in English',
  lacksZh: 'none in Chinese',
  due: (count: number) => (count === 1 ? '1 review due' : `${count} reviews due`),
  isDue: 'review due',
  reviewed: (day: string) => `reviewed ${day}`,
  never: 'never reviewed',
  alsoAsked: 'Also asked as',
  onlyDue: 'Only reviews due',
  none: 'There are no articles.',
  gaps: 'Asked and not answered',
  gapsHint: (count: number) => (count === 1 ? 'In the conversation that ended last.' : `In the ${count} conversations that ended last.`),
  noneEnded: 'No conversation has ended yet.',
  noGaps: 'Every question had an answer.',
  times: (count: number) => (count === 1 ? 'once' : `${count} times`),
};

export type KnowledgeWords = typeof en;

const zh: KnowledgeWords = {
  lead: '助手据以回答的内容。文章存放在文件中，位置见配置的 [routing] knowledge。',
  tryIt: '试一个问题',
  tryHint: '如同客户以此开场。不会开始会话，也不会保存。',
  ask: '提问',
  answered: '它会这样回答',
  missed: '它没有答案，会请对方换个说法',
  handedOver: '它会转接人工',
  other: '它会说',
  sure: (percent, line) => `把握 ${percent}%，达到 ${line}% 才会回答`,
  best: '最相近的文章',
  byWords: '仅按词语搜索：目前没有模型理解含义。',
  articles: '文章',
  count: (en, zh) => `英文 ${en} 篇，中文 ${zh} 篇`,
  noCategory: '未分类',
  lacksEn: '没有英文',
  lacksZh: '没有中文',
  due: (count) => `${count} 篇待复核`,
  isDue: '待复核',
  reviewed: (day) => `${day} 复核`,
  never: '从未复核',
  alsoAsked: '其他问法',
  onlyDue: '只看待复核',
  none: '还没有文章。',
  gaps: '问过而没有答案的',
  gapsHint: (count) => `最近结束的 ${count} 个会话。`,
  noneEnded: '还没有结束的会话。',
  noGaps: '所有问题都有答案。',
  times: (count) => `${count} 次`,
};

const wordsOf = dictionary(en, zh);

export function knowledgeWords(): KnowledgeWords {
  return wordsOf(language.value) as KnowledgeWords;
}
