// Words of the board, in both languages.
import { dictionary } from '../shared/i18n';
import { language } from '../staff/preferences';

const en = {
  floor: 'Floor',
  live: 'live',
  asOf: (time: string) => `as of ${time}`,
  notAllowed: 'The board is for supervisors.',
  notAllowedHint: 'Your account is an agent’s. Ask an administrator if you should see it.',
  toInbox: 'Go to the inbox',
  counts: 'Live counts',
  waiting: 'Waiting',
  longest: (time: string) => `longest ${time}`,
  nobodyWaits: 'nobody waits',
  withBot: 'With the assistant',
  withAgents: 'With agents',
  free: (count: number) => (count === 1 ? '1 free place' : `${count} free places`),
  stages: 'Moods',
  alerts: 'Alerts',
  openAlerts: (count: number) => (count === 1 ? '1 needs attention' : `${count} need attention`),
  attention: 'Needs attention',
  calm: (since: string) => `All calm since ${since}.`,
  more: (count: number) => `Show ${count} more`,
  acknowledge: 'Acknowledge',
  acknowledgeWhat: (name: string) => `Acknowledge: ${name}`,
  watch: 'Read along',
  watchWhat: (name: string) => `Read along: ${name}`,
  age: (time: string) => `${time} ago`,
  unassigned: 'nobody yet',
  withAssistant: 'assistant',
  watching: (name: string) => `Reading along: ${name}`,
  agents: 'Agents',
  agent: 'Agent',
  state: 'State',
  load: 'Load',
  hot: 'Hot',
  hottest: 'Worst mood',
  stateAvailable: 'available',
  stateBusy: 'full',
  stateAway: 'not available',
  stateOffline: 'offline',
  noAgents: 'No agents yet.',
};

export type BoardWords = typeof en;

const zh: BoardWords = {
  floor: '现场',
  live: '实时',
  asOf: (time) => `截至 ${time}`,
  notAllowed: '看板仅供主管使用。',
  notAllowedHint: '您的账号是客服账号。如需查看，请联系管理员。',
  toInbox: '前往收件箱',
  counts: '实时数据',
  waiting: '等待中',
  longest: (time) => `最长 ${time}`,
  nobodyWaits: '无人等待',
  withBot: '智能助手接待',
  withAgents: '客服接待',
  free: (count) => `${count} 个空位`,
  stages: '情绪',
  alerts: '警报',
  openAlerts: (count) => `${count} 条需要关注`,
  attention: '需要关注',
  calm: (since) => `自 ${since} 起一切平静。`,
  more: (count) => `再显示 ${count} 条`,
  acknowledge: '已知悉',
  acknowledgeWhat: (name) => `已知悉：${name}`,
  watch: '旁观',
  watchWhat: (name) => `旁观：${name}`,
  age: (time) => `${time} 前`,
  unassigned: '尚无人处理',
  withAssistant: '智能助手',
  watching: (name) => `旁观：${name}`,
  agents: '客服',
  agent: '客服',
  state: '状态',
  load: '负荷',
  hot: '高情绪会话',
  hottest: '最差情绪',
  stateAvailable: '接待中',
  stateBusy: '已满',
  stateAway: '暂停接待',
  stateOffline: '离线',
  noAgents: '还没有客服。',
};

const wordsOf = dictionary(en, zh);

/** The words in the language of the screen. */
export function boardWords(): BoardWords {
  return wordsOf(language.value) as BoardWords;
}
