// Words of transfers, in both languages.
import { dictionary } from '../../shared/i18n';
import type { Language } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  transfer: 'Transfer',
  title: (name: string) => `Transfer the chat with ${name}`,
  explained: 'A colleague is asked first; you keep the chat until they accept. A team gets it through the queue.',
  colleagues: 'Colleagues',
  teams: 'Teams',
  nobody: 'No colleague is connected.',
  load: (load: number, capacity: number) => `${load} of ${capacity} chats`,
  away: 'takes no new chats',
  full: 'no room',
  languages: (all: readonly Language[]) => all.map((one) => ({ en: 'English', zh: 'Chinese' })[one]).join(', '),
  reason: 'Reason, for colleagues only',
  send: 'Transfer',
  cancel: 'Cancel',
  loading: 'Looking who is there…',
  again: 'Look again',
  chooseFirst: 'Choose a colleague or a team.',
  reasonFirst: 'Say why: whoever takes over reads it first.',
  agentAway: 'They are not there any more. Choose somebody else.',
  noRoom: 'They have no room any more. Choose somebody else.',
  pending: 'You have asked a colleague already.',
  asks: (name: string, seconds: number) => `${name} is asked · ${seconds} s`,
  takeBack: 'Take back',
  asked: (name: string) => `${name} is asked. You keep the chat until they accept.`,
  queued: (team: string) => `In the queue for ${team}.`,
  taken: (name: string) => `${name} took over.`,
  refused: (name: string) => `${name} does not take it over. You keep the chat.`,
  refusedSince: (name: string, why: string) => `${name} does not take it over: “${why}” You keep the chat.`,
  unanswered: (name: string) => `${name} did not answer. You keep the chat.`,
  fromWhom: (name: string) => `${name} passes it to you`,
  why: 'Reason, if you decline',
  passed: 'Transfer',
  passedBy: (name: string) => `Transferred by ${name}`,
  pass: (by: string, to: string) => `${by} to ${to}`,
};
export type TransferWords = typeof en;

const zh: TransferWords = {
  transfer: '转接',
  title: (name) => `转接与 ${name} 的会话`,
  explained: '先询问同事，对方接受之前会话仍由您接待；转给技能组则重新排队。',
  colleagues: '同事',
  teams: '技能组',
  nobody: '没有在线的同事。',
  load: (load, capacity) => `会话 ${load}/${capacity}`,
  away: '暂不接新会话',
  full: '已满',
  languages: (all) => all.map((one) => ({ en: '英语', zh: '中文' })[one]).join('、'),
  reason: '转接原因（仅同事可见）',
  send: '转接',
  cancel: '取消',
  loading: '正在查看谁在线…',
  again: '重新查看',
  chooseFirst: '请选择同事或技能组。',
  reasonFirst: '请填写原因：接手的人会先看到它。',
  agentAway: '对方已不在线，请另选一位。',
  noRoom: '对方已满，请另选一位。',
  pending: '您已经询问了一位同事。',
  asks: (name, seconds) => `正在询问 ${name} · ${seconds} 秒`,
  takeBack: '撤回',
  asked: (name) => `已询问 ${name}，对方接受之前会话仍由您接待。`,
  queued: (team) => `已转到${team}技能组排队。`,
  taken: (name) => `${name} 已接手。`,
  refused: (name) => `${name} 没有接手，会话仍由您接待。`,
  refusedSince: (name, why) => `${name} 没有接手：“${why}”会话仍由您接待。`,
  unanswered: (name) => `${name} 没有回应，会话仍由您接待。`,
  fromWhom: (name) => `${name} 转接给您`,
  why: '若拒绝，可填写原因',
  passed: '转接',
  passedBy: (name) => `由 ${name} 转接`,
  pass: (by, to) => `${by} 转给 ${to}`,
};

const wordsOf = dictionary(en, zh);

export function transferWords(): TransferWords {
  return wordsOf(language.value);
}
