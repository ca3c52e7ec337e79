// Words of asking an expert, in both languages. Fetched with the first of it.
import { dictionary } from '../../shared/i18n';
import type { Expert } from '../../shared/protocol';
import { language } from '../../staff/preferences';

const en = {
  title: (name: string) => `Ask about the chat with ${name}`,
  explained: 'Private: the customer sees nothing of it and you keep the chat. Whoever you ask reads along and answers in notes.',
  question: 'Question, for colleagues only',
  questionFirst: 'Write what you want to know.',
  send: 'Ask',
  agentAway: 'Nobody of them can be asked now. Choose somebody else.',
  invitations: 'You are asked',
  asksYou: (by: string, about: string) => `${by} asks you about ${about}`,
  left: (seconds: number) => (seconds > 90 ? `${Math.round(seconds / 60)} min left` : `${seconds} s left`),
  accept: 'Read along',
  decline: 'Decline',
  why: 'Reason, if you decline',
  experts: 'Experts',
  readingForYou: (by: string) => `You read along for ${by}. Answer in a note: only colleagues see it.`,
  leave: 'Leave',
  withdraw: (name: string) => `Take back, ${name}`,
  takeBack: 'Take back',
  standing: (standing: Expert['standing'], name: string) =>
    ({
      asked: `${name} is asked`, reading: `${name} reads along`, declined: `${name} declined`, unanswered: `${name} did not answer`,
      withdrawn: `${name} is not asked any more`, left: `${name} has left`,
    })[standing],
  because: (text: string, why: string) => `${text}: “${why}”`,
  told: 'Experts asked',
  asked: (by: string, name: string) => `${by} asked ${name}`,
  notAsked: 'You are not asked any more.',
};
export type ExpertWords = typeof en;

const zh: ExpertWords = {
  title: (name) => `就与 ${name} 的会话请教同事`,
  explained: '仅内部可见：客户完全看不到，会话仍由您接待。被请教的人旁阅会话，用备注回答。',
  question: '问题（仅同事可见）',
  questionFirst: '请写下想请教的问题。',
  send: '请教',
  agentAway: '目前没有可请教的人，请另选一位。',
  invitations: '有人请教您',
  asksYou: (by, about) => `${by} 就 ${about} 的会话请教您`,
  left: (seconds) => (seconds > 90 ? `还剩 ${Math.round(seconds / 60)} 分钟` : `还剩 ${seconds} 秒`),
  accept: '旁阅',
  decline: '谢绝',
  why: '若谢绝，可填写原因',
  experts: '专家',
  readingForYou: (by) => `您正在为 ${by} 旁阅。请用备注回答：仅同事可见。`,
  leave: '离开',
  withdraw: (name) => `撤回对 ${name} 的请教`,
  takeBack: '撤回',
  standing: (standing, name) =>
    ({
      asked: `正在请教 ${name}`, reading: `${name} 正在旁阅`, declined: `${name} 谢绝了`, unanswered: `${name} 没有回应`,
      withdrawn: `已不再请教 ${name}`, left: `${name} 已离开`,
    })[standing],
  because: (text, why) => `${text}：“${why}”`,
  told: '请教过的专家',
  asked: (by, name) => `${by} 请教了 ${name}`,
  notAsked: '已不再请教您。',
};

const wordsOf = dictionary(en, zh);

export function expertWords(): ExpertWords {
  return wordsOf(language.value);
}
