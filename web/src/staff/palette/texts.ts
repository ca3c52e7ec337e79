// Words of the palette, in both languages; acts are found by either.
import { dictionary } from '../../shared/i18n';
import { language } from '../preferences';

const en = {
  title: 'Do anything',
  placeholder: 'Type an act, or a customer',
  none: 'Nothing fits.',
  found: (count: number) => (count === 1 ? '1 result' : `${count} results`),
  reply: 'Reply',
  note: 'Write a note',
  resolve: 'Resolve this conversation',
  tag: 'Add a tag to this conversation',
  snooze: 'Snooze this conversation',
  ask: 'Ask an expert about this conversation',
  readAlong: 'Read along where you are asked for help',
  leave: 'Stop reading along here',
  reopen: 'Reopen this conversation',
  claim: 'Claim or take over this conversation',
  transfer: 'Transfer this conversation to a colleague or a team',
  takeBack: 'Take back the transfer of this conversation',
  release: 'Give this conversation back to the queue',
  accept: 'Accept the offer',
  decline: 'Decline the offer',
  find: 'Find in conversations and messages',
  up: 'Bring up those who need you',
  due: 'Promises falling due',
  filters: 'Filter the list, save a filter',
  help: 'Show the keys',
  available: 'Take new conversations',
  away: 'Take no new conversations',
  mine: 'Show mine',
  waiting: 'Show those who wait',
  all: 'Show all',
  closed: 'Show those that ended',
  byNeed: 'Order by need',
  byTime: 'Order by time',
  inbox: 'Go to the inbox',
  board: 'Go to the board',
  settings: 'Go to the settings',
  feedback: 'Go to feedback',
  policy: 'Try a policy',
  english: 'Switch to English',
  chinese: 'Switch to Chinese',
  light: 'Light theme',
  dark: 'Dark theme',
  sound: 'Sound on or off',
  logOut: 'Log out',
};

export type PaletteWords = typeof en;

const zh: PaletteWords = {
  title: '快速操作',
  placeholder: '输入操作或客户',
  none: '没有符合的内容。',
  found: (count) => `${count} 项结果`,
  reply: '回复',
  note: '写备注',
  resolve: '将此会话标为解决',
  tag: '给此会话添加标签',
  snooze: '稍后处理此会话',
  ask: '就此会话请教专家',
  readAlong: '旁阅请教您的会话',
  leave: '结束旁阅此会话',
  reopen: '重新打开此会话',
  claim: '认领或接管此会话',
  transfer: '转接此会话给同事或技能组',
  takeBack: '撤回此会话的转接',
  release: '将此会话退回队列',
  accept: '接受待接的会话',
  decline: '拒绝待接的会话',
  find: '查找会话与消息',
  up: '把需要您的移到前面',
  due: '到期的承诺',
  filters: '筛选列表，保存筛选',
  help: '查看按键',
  available: '接收新会话',
  away: '不接收新会话',
  mine: '只看我的',
  waiting: '只看等待中的',
  all: '查看全部',
  closed: '查看已结束的',
  byNeed: '按需要排序',
  byTime: '按时间排序',
  inbox: '前往收件箱',
  board: '前往看板',
  settings: '前往设置',
  feedback: '前往反馈',
  policy: '试用策略',
  english: '切换到英文',
  chinese: '切换到中文',
  light: '浅色外观',
  dark: '深色外观',
  sound: '开关声音',
  logOut: '退出登录',
};

const wordsOf = dictionary(en, zh);

export function paletteWords(): PaletteWords {
  return wordsOf(language.value) as PaletteWords;
}

type Plain = { [K in keyof PaletteWords]: PaletteWords[K] extends string ? K : never }[keyof PaletteWords];

/** An act's name: in the language of the screen to show, in the other to be found by. */
export function named(act: Plain): { readonly id: string; readonly text: string; readonly also: string } {
  const other = wordsOf(language.value === 'zh' ? 'en' : 'zh') as PaletteWords;
  return { id: act, text: paletteWords()[act], also: other[act] };
}
