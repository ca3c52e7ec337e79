// Words of the section about people, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  lead: 'Who may sign in, and what they do. Nobody is ever deleted: what they have said stays theirs.',
  add: 'Add a person',
  change: (name: string) => `Change ${name}`,
  name: 'Name',
  email: 'E-mail',
  role: 'Role',
  language: 'Language of their screens',
  capacity: 'Chats at once',
  capacityHint: '1 to 50',
  password: 'First password',
  newPassword: 'New password',
  newPasswordHint: 'Empty: it stays. A new one ends every login of this person.',
  passwordHint: 'At least 10 characters. No e-mail is sent: hand it over yourself.',
  generate: 'Make one up',
  agent: 'Agent',
  supervisor: 'Supervisor',
  admin: 'Admin',
  can: 'Skills',
  tier: (tier: number) => `tier ${tier}`,
  team: (team: string) => `team ${team}`,
  answers: (languages: string) => `answers in ${languages}`,
  noProfile: 'not set',
  profileHint: 'Skills, team, tier and languages for routing stand in the configuration, under [[routing.queue.agents]].',
  active: 'May sign in',
  inactive: 'Deactivated',
  showInactive: (count: number) => `Show deactivated (${count})`,
  deactivate: 'Deactivate',
  activate: 'Activate',
  you: '(you)',
  deactivated: (name: string) => `${name} can no longer sign in`,
  activated: (name: string) => `${name} may sign in again`,
  saved: (name: string) => `${name} is saved`,
  alone: 'Nobody else is here yet. Add a colleague to share the work.',
  lastAdmin: 'One active admin must remain.',
  inUse: 'This address is in use already.',
};

export type PeopleWords = typeof en;

const zh: PeopleWords = {
  lead: '谁可以登录，以及各自的职责。成员不会被删除：他们说过的话仍归在他们名下。',
  add: '添加成员',
  change: (name) => `修改 ${name}`,
  name: '姓名',
  email: '邮箱',
  role: '角色',
  language: '界面语言',
  capacity: '同时接待数',
  capacityHint: '1 到 50',
  password: '初始密码',
  newPassword: '新密码',
  newPasswordHint: '留空则不变。设置新密码会使此人的所有登录失效。',
  passwordHint: '至少 10 个字符。系统不会发送邮件，请自行告知。',
  generate: '随机生成',
  agent: '客服',
  supervisor: '主管',
  admin: '管理员',
  can: '技能',
  tier: (tier) => `${tier} 级`,
  team: (team) => `${team} 组`,
  answers: (languages) => `以${languages}答复`,
  noProfile: '未设置',
  profileHint: '用于分配的技能、小组、级别与语言在配置文件的 [[routing.queue.agents]] 中设置。',
  active: '可以登录',
  inactive: '已停用',
  showInactive: (count) => `显示已停用（${count}）`,
  deactivate: '停用',
  activate: '启用',
  you: '（您）',
  deactivated: (name) => `${name} 已不能登录`,
  activated: (name) => `${name} 可以重新登录`,
  saved: (name) => `已保存 ${name}`,
  alone: '这里还没有其他人。添加一位同事，一起分担工作。',
  lastAdmin: '至少要保留一位启用的管理员。',
  inUse: '这个邮箱已被使用。',
};

const wordsOf = dictionary(en, zh);

export function peopleWords(): PeopleWords {
  return wordsOf(language.value) as PeopleWords;
}
