// Words of the section about what is kept and erased, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  howLong: 'How long conversations are kept',
  days: (days: number) =>
    days === 0 ? 'Conversations are kept for good.' : days === 1 ? 'A conversation is erased one day after its end.' : `A conversation is erased ${days} days after its end.`,
  daysHint: (configured: number) => `The configuration says ${configured} (closed_days under [retention]; 0 keeps everything). What is set here takes its place an hour after the change, or when the server starts.`,
  changeDays: 'Change how long',
  changedHere: 'changed here',
  asConfigured: 'As configured',
  daysLabel: 'Days after the end of a conversation',
  zeroHint: '0 keeps everything.',
  ruleDays: 'a whole number from 0 to 36500',
  nothingGoes: 'No conversation would be erased now.',
  wouldGo: (count: number, before: string, at: string) =>
    `${count === 1 ? 'One conversation' : `${count} conversations`} that ended before ${before} would be erased for good at ${at}, or when the server starts before that. Until then this can be taken back.`,
  daysSaved: 'How long conversations are kept is changed',
  daysConfigured: 'How long conversations are kept is as configured again',
  erase: 'Erase at a customer’s request',
  eraseHint: 'Open one of their conversations in the inbox, copy the address of the page, and paste it here.',
  address: 'Address of the conversation',
  notAnAddress: 'The address of a conversation ends with its number, such as …/inbox#0190a1b2-….',
  look: 'Look it up',
  notFound: 'There is no such conversation; perhaps it is erased already.',
  begun: (when: string) => `begun ${when}`,
  others: (count: number, isMore: boolean) => (count === 0 ? 'no other conversations' : `${count}${isMore ? ' or more' : ''} other conversation${count === 1 ? '' : 's'}`),
  goesOn: 'It goes on. Resolve it first.',
  eraseOne: 'Erase this conversation',
  eraseAll: 'Erase everything of this visitor',
  sureOne: (name: string) => `Erase this conversation with ${name}? It cannot be brought back.`,
  sureAll: (name: string) => `Erase every conversation with ${name}? They cannot be brought back.`,
  stillOpen: 'A conversation of this visitor goes on. Resolve it first; nothing was erased.',
  erased: (count: number) => (count === 1 ? 'One conversation was erased.' : `${count} conversations were erased.`),
  remains: 'Backups and the log of who erased what, without words, stay.',
};

export type KeptWords = typeof en;

const zh: KeptWords = {
  howLong: '会话保留多久',
  days: (days) => (days === 0 ? '会话长期保留。' : `会话结束 ${days} 天后会被清除。`),
  daysHint: (configured) => `配置中为 ${configured}（[retention] closed_days；0 表示全部保留）。在此设置后，一小时后或服务器启动时以这里为准。`,
  changeDays: '修改保留时间',
  changedHere: '在此修改',
  asConfigured: '恢复为配置内容',
  daysLabel: '会话结束后的天数',
  zeroHint: '0 表示全部保留。',
  ruleDays: '须为 0 到 36500 的整数',
  nothingGoes: '现在没有会话会被清除。',
  wouldGo: (count, before, at) => `${before} 之前结束的 ${count} 个会话将在 ${at} 清除（服务器在此之前启动则立即清除），无法恢复。在那之前可以改回。`,
  daysSaved: '会话的保留时间已修改',
  daysConfigured: '会话的保留时间已恢复为配置内容',
  erase: '应客户要求清除',
  eraseHint: '在收件箱中打开客户的一个会话，复制网页地址，粘贴到这里。',
  address: '会话的地址',
  notAnAddress: '会话的地址以会话编号结尾，例如 …/inbox#0190a1b2-…。',
  look: '查找',
  notFound: '没有这个会话，也许已经清除。',
  begun: (when) => `${when} 开始`,
  others: (count, isMore) => (count === 0 ? '没有其他会话' : `另有 ${count} 个${isMore ? '以上' : ''}会话`),
  goesOn: '会话仍在进行，请先标为解决。',
  eraseOne: '清除这个会话',
  eraseAll: '清除该访客的全部会话',
  sureOne: (name) => `要清除与 ${name} 的这个会话吗？清除后无法恢复。`,
  sureAll: (name) => `要清除与 ${name} 的全部会话吗？清除后无法恢复。`,
  stillOpen: '该访客有会话仍在进行，请先标为解决；没有清除任何内容。',
  erased: (count) => `已清除 ${count} 个会话。`,
  remains: '备份，以及不含内容的清除记录（谁清除了什么），会保留。',
};

const wordsOf = dictionary(en, zh);

export function keptWords(): KeptWords {
  return wordsOf(language.value) as KeptWords;
}
