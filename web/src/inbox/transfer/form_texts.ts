// Words of the form that asks a colleague, in both languages. Fetched with it.
import { dictionary } from '../../shared/i18n';
import type { Language } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  title: (name: string) => `Transfer the chat with ${name}`,
  explained: 'A colleague is asked first; you keep the chat until they accept. A team gets it through the queue.',
  colleagues: 'Colleagues',
  teams: 'Teams',
  nobody: 'No colleague is connected.',
  load: (load: number, capacity: number) => `${load} of ${capacity} chats`,
  away: 'takes no new chats',
  full: 'no room',
  closed: 'closed',
  closedUntil: (when: string) => `closed until ${when}`,
  meanwhile: 'others who are free get the chat',
  kept: 'the chat waits for them, unless the customer gets angry',
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
};
export type FormWords = typeof en;

const zh: FormWords = {
  title: (name) => `转接与 ${name} 的会话`,
  explained: '先询问同事，对方接受之前会话仍由您接待；转给技能组则重新排队。',
  colleagues: '同事',
  teams: '技能组',
  nobody: '没有在线的同事。',
  load: (load, capacity) => `会话 ${load}/${capacity}`,
  away: '暂不接新会话',
  full: '已满',
  closed: '休息中',
  closedUntil: (when) => `休息中，${when} 开始接待`,
  meanwhile: '会话将由其他空闲同事接手',
  kept: '会话将等待他们上班，客户情绪激动时除外',
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
};

const wordsOf = dictionary(en, zh);

export function formWords(): FormWords {
  return wordsOf(language.value);
}
