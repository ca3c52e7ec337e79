// Words of the section about business hours, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  lead: 'When people answer. The assistant answers at any hour; outside these hours visitors are told when people are back.',
  hours: 'Business hours of the shop',
  always: 'Open at any hour.',
  openUntil: (moment: string) => `Open now, until ${moment}.`,
  openForGood: 'Open now.',
  opens: (moment: string) => `Closed now. It opens on ${moment}.`,
  neverOpens: 'Closed now, and it does not open within a year.',
  zone: 'Time zone',
  week: 'Week',
  holidays: 'Days that are different',
  none: 'none',
  outside: 'Outside these hours',
  offered: 'whoever waits is offered to agents who are there',
  held: 'whoever waits is held until the opening, but for personal distress',
  hint: 'These are the hours of the shop, under [routing.hours] in the configuration; what is set here takes their place, at once. Teams with hours of their own stand under [[routing.teams]].',
  change: 'Change the hours',
  changedHere: 'changed here',
  asConfigured: 'As configured',
  saved: 'The hours are changed',
  configured: 'The hours are as configured again',
  zoneHint: 'Such as Europe/Berlin or Asia/Shanghai.',
  weekLines: 'Week, one line for days and hours',
  weekHint: 'mon-fri 09:00-18:00 · a break: two lines for the same days · past midnight: fri 20:00-02:00 · nothing: open at any hour',
  holidayLines: 'Days that are different, one a line',
  holidayHint: '12-25: closed every year · 2026-12-24 09:00-12:00: other hours on that day',
  offers: 'Outside these hours too, offer those who wait to agents who are there',
  offersHint: 'Else only whoever is in personal distress is offered before the opening.',
  ruleZone: 'a time zone such as Europe/Berlin',
  ruleWeek: 'days and hours, such as mon-fri 09:00-18:00; at most 400 lines',
  ruleHolidays: 'a day, such as 12-25 or 2026-12-24 09:00-12:00; none while the week is empty; at most 400 lines',
  ruleOffers: 'needs hours: without any it is always open',
};

export type HoursWords = typeof en;

const zh: HoursWords = {
  lead: '人工客服的工作时间。助手随时回答；在此时间之外，访客会被告知人工何时恢复。',
  hours: '店铺营业时间',
  always: '全天候营业。',
  openUntil: (moment) => `营业中，到 ${moment} 为止。`,
  openForGood: '营业中。',
  opens: (moment) => `休息中，${moment} 开始营业。`,
  neverOpens: '休息中，一年之内不营业。',
  zone: '时区',
  week: '每周',
  holidays: '特殊日期',
  none: '无',
  outside: '营业时间之外',
  offered: '等待的客户仍分配给在线的客服',
  held: '等待的客户到营业时再分配，情绪危机除外',
  hint: '这里是店铺的营业时间，对应配置的 [routing.hours]；在此设置后立即以这里为准。有自己时间的小组在 [[routing.teams]] 中设置。',
  change: '修改营业时间',
  changedHere: '在此修改',
  asConfigured: '恢复为配置内容',
  saved: '营业时间已修改',
  configured: '营业时间已恢复为配置内容',
  zoneHint: '例如 Asia/Shanghai 或 Europe/Berlin。',
  weekLines: '每周，每行为日期与时间',
  weekHint: 'mon-fri 09:00-18:00（周一到周五）· 有午休：同样的日期写两行 · 过午夜：fri 20:00-02:00 · 不填：全天候营业',
  holidayLines: '特殊日期，每行一个',
  holidayHint: '12-25：每年休息 · 2026-12-24 09:00-12:00：当天另定时间',
  offers: '营业时间之外，仍把等待的客户分配给在线的客服',
  offersHint: '否则在营业之前只分配处于情绪危机的客户。',
  ruleZone: '须为时区，例如 Asia/Shanghai',
  ruleWeek: '须为日期与时间，例如 mon-fri 09:00-18:00；最多 400 行',
  ruleHolidays: '须为日期，例如 12-25 或 2026-12-24 09:00-12:00；每周为空时不能填写；最多 400 行',
  ruleOffers: '须有营业时间：没有填写时全天候营业',
};

const wordsOf = dictionary(en, zh);

export function hoursWords(): HoursWords {
  return wordsOf(language.value) as HoursWords;
}
