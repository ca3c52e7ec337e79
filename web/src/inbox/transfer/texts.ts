// Words of transfers, in both languages. Those of the form stand beside it.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  transfer: 'Transfer',
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
