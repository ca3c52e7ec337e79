// Words of the door: signing in, and creating the first administrator.
import { dictionary } from '../shared/i18n';
import { language } from './preferences';

const en = {
  signIn: 'Sign in',
  signInLead: 'Sign in to answer customers.',
  email: 'E-mail',
  password: 'Password',
  wrongPassword: 'This e-mail and password do not fit.',
  triesTooMany: 'Too many tries. Wait a minute, then try again.',
  loginEnded: 'You were logged out. Drafts are kept in this browser.',
  setUp: 'Create the first administrator',
  setUpLead: 'Nobody works here yet. This account may create all others.',
  name: 'Name',
  passwordRule: '10 to 200 characters',
  create: 'Create account',
  setUpStale: 'This link has been used, or is not the newest that the server printed.',
};

type DoorWords = typeof en;

const zh: DoorWords = {
  signIn: '登录',
  signInLead: '登录后即可接待客户。',
  email: '邮箱',
  password: '密码',
  wrongPassword: '邮箱或密码不正确。',
  triesTooMany: '尝试次数过多，请一分钟后再试。',
  loginEnded: '您已退出登录，草稿保留在此浏览器中。',
  setUp: '创建首位管理员',
  setUpLead: '目前还没有员工账号。此账号可以创建其他账号。',
  name: '姓名',
  passwordRule: '10 至 200 个字符',
  create: '创建账号',
  setUpStale: '此链接已被使用，或不是服务器最新打印的链接。',
};

const wordsOf = dictionary(en, zh);

/** The words in the language of the screen. */
export function doorWords(): DoorWords {
  return wordsOf(language.value);
}
