// Words of the section about the site and the widget, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  guide: 'First steps',
  guideDone: 'All first steps are done.',
  done: 'done',
  open: 'to do',
  stepAdmin: 'An admin is there',
  stepAdminHow: 'That is you.',
  stepOrigin: 'List your website',
  stepOriginHow: 'Name its address under [site] origins in the configuration, and restart.',
  stepSnippet: 'Put the widget into your pages',
  stepSnippetHow: 'Copy the line below. This is ticked once somebody chats on one of your pages.',
  stepChat: 'Have a first chat',
  stepChatHow: 'Open the chat page, write as a customer would, and answer in the inbox.',
  stepColleague: 'Invite a colleague',
  stepColleagueHow: 'Add an agent or a supervisor.',
  openChat: 'Open the chat page',
  toPeople: 'To people',
  facts: 'The site',
  id: 'Short name',
  name: 'Name',
  language: 'Language',
  origins: 'Websites',
  noOrigins: 'none: pages of other addresses cannot use the widget',
  factsHint: 'These stand in the configuration, under [site]. A change holds after a restart.',
  install: 'The line for your pages',
  installHint: 'Put it before </body> of each page.',
  integrity: 'With a digest of the script',
  integrityHint: 'The browser then runs exactly this version. After an update of the server the line must be copied anew: until then the old one shows no chat.',
  policy: 'For pages with a Content-Security-Policy',
  policyHint: 'Add these to what your policy allows already. No style, image or inline exception is needed.',
};

export type SiteWords = typeof en;

const zh: SiteWords = {
  guide: '入门步骤',
  guideDone: '入门步骤已全部完成。',
  done: '已完成',
  open: '待完成',
  stepAdmin: '已有管理员',
  stepAdminHow: '就是您。',
  stepOrigin: '登记您的网站',
  stepOriginHow: '在配置的 [site] origins 中写入网站地址，然后重启。',
  stepSnippet: '在网页中放入挂件',
  stepSnippetHow: '复制下面这一行。有人在您的网页上聊天后，这一步会自动打勾。',
  stepChat: '完成第一次聊天',
  stepChatHow: '打开聊天页，像客户那样写一句，再到收件箱中回复。',
  stepColleague: '邀请同事',
  stepColleagueHow: '添加一位客服或主管。',
  openChat: '打开聊天页',
  toPeople: '前往成员',
  facts: '站点',
  id: '短名称',
  name: '名称',
  language: '语言',
  origins: '网站',
  noOrigins: '无：其他地址的网页不能使用挂件',
  factsHint: '这些内容在配置的 [site] 中设置，修改后重启生效。',
  install: '放入网页的代码',
  installHint: '放在每个网页的 </body> 之前。',
  integrity: '附带脚本摘要',
  integrityHint: '浏览器只会运行这一版本。服务器升级后必须重新复制，否则旧代码不会显示聊天。',
  policy: '用于设有 Content-Security-Policy 的网页',
  policyHint: '加入现有策略即可，无需为样式、图片或内联代码开例外。',
};

const wordsOf = dictionary(en, zh);

export function siteWords(): SiteWords {
  return wordsOf(language.value) as SiteWords;
}
