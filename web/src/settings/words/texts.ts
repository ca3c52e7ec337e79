// Words of the section about banned words, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  lead: 'What agents should not send. Replies are checked as they are written; what is blocked the server refuses, unless it is sent knowingly.',
  add: 'Add a rule',
  change: (id: string) => `Change ${id}`,
  replace: 'Replace',
  replaceIt: (id: string) => `Replace ${id} by a rule of your own`,
  tryIt: 'Try a text',
  tryHint: 'It is not sent and not kept.',
  clean: 'Nothing is found.',
  foundCount: (count: number) => (count === 1 ? '1 finding' : `${count} findings`),
  say: (words: string) => `say instead: ${words}`,
  id: 'Name of the rule',
  idHint: '1 to 40 of a-z, 0-9 and -. A name that there is already replaces that rule.',
  kind: 'Kind',
  banned: 'Banned',
  tone: 'Tone',
  promise: 'Promise',
  level: 'What happens',
  warn: 'The writer is warned',
  block: 'Refused, unless sent knowingly',
  blocks: 'blocks',
  phrases: 'Phrases, one a line',
  phrasesHint: '“#” is any number. Case, spacing and signs between letters do not matter.',
  unless: 'Except inside these, one a line',
  instead: 'Say instead, one a line',
  whyEn: 'Why, in English',
  whyZh: 'Why, in Chinese',
  shipped: 'shipped',
  file: 'your file',
  own: 'made here',
  all: 'All',
  from: 'Where rules stand',
  none: 'No rules of your own yet. They come on top of what is shipped, and are in force at once.',
  removed: (id: string) => `${id} is deleted`,
  saved: (id: string) => `${id} is in force`,
};

export type WordingWords = typeof en;

const zh: WordingWords = {
  lead: '客服不应发送的文字。回复在输入时即会检查；被拦截的内容服务器会拒绝，除非明知而发。',
  add: '添加规则',
  change: (id) => `修改 ${id}`,
  replace: '替换',
  replaceIt: (id) => `用自己的规则替换 ${id}`,
  tryIt: '试一段文字',
  tryHint: '不会发送，也不会保存。',
  clean: '没有发现问题。',
  foundCount: (count) => `发现 ${count} 处`,
  say: (words) => `可以改说：${words}`,
  id: '规则名称',
  idHint: '1 到 40 个 a-z、0-9 或 -。与已有规则同名则替换那条规则。',
  kind: '类别',
  banned: '禁用',
  tone: '语气',
  promise: '承诺',
  level: '如何处理',
  warn: '提醒书写者',
  block: '拒绝，除非明知而发',
  blocks: '拦截',
  phrases: '词语，每行一条',
  phrasesHint: '“#”代表任意数字。大小写、间隔与字间符号均不影响。',
  unless: '出现在以下词语中则不算，每行一条',
  instead: '可以改说，每行一条',
  whyEn: '原因（英文）',
  whyZh: '原因（中文）',
  shipped: '内置',
  file: '您的文件',
  own: '在此添加',
  all: '全部',
  from: '规则来源',
  none: '还没有自己的规则。它们叠加在内置规则之上，保存后立即生效。',
  removed: (id) => `已删除 ${id}`,
  saved: (id) => `${id} 已生效`,
};

const wordsOf = dictionary(en, zh);

export function wordingWords(): WordingWords {
  return wordsOf(language.value) as WordingWords;
}
