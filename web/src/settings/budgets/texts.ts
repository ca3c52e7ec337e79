// Words of the section about budgets of false alarms, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  lead: 'How many calm conversations may set off an alarm, per 100. The lines are computed from recent conversations; what is spent and where the lines lie is on the board.',
  board: 'Open the board',
  budgets: 'Budgets of false alarms',
  page: 'Page a supervisor',
  handoff: 'Hand over to a person',
  badge: 'Mark in the list',
  least: 'Calm conversations before lines are computed',
  lines: 'Lines',
  computed: 'computed from recent conversations',
  policyHolds: 'not computed: those of the policy hold',
  per100: (value: string) => `${value} per 100`,
  hint: 'They stand in the configuration, under [triage.budget]; what is set here takes their place at once. New lines run in shadow for a day at least before they hold.',
  change: 'Change the budgets',
  changedHere: 'changed here',
  asConfigured: 'As configured',
  saved: 'The budgets are changed',
  configured: 'The budgets are as configured again',
  enabled: 'Compute lines from recent conversations',
  smaller: 'A smaller budget misses more: choose what your people can answer.',
  ruleBudget: 'above 0 and at most 50; a page costs most, a mark in the list least, so none is smaller than the one before it',
  ruleLeast: '100 to 5000, and at least 100 divided by the budget of pages',
};

export type BudgetsWords = typeof en;

const zh: BudgetsWords = {
  lead: '每 100 个平静的会话中，允许多少个触发警报。界线由近期会话算出；实际用量和界线的位置见看板。',
  board: '打开看板',
  budgets: '误报预算',
  page: '呼叫主管',
  handoff: '转接人工',
  badge: '在列表中标记',
  least: '计算界线所需的平静会话数',
  lines: '界线',
  computed: '由近期会话算出',
  policyHolds: '不计算：使用策略中的界线',
  per100: (value) => `每 100 个 ${value} 个`,
  hint: '写在配置的 [triage.budget] 中；在此设置后立即以这里为准。新的界线至少先试行一天才生效。',
  change: '修改预算',
  changedHere: '在此修改',
  asConfigured: '恢复为配置内容',
  saved: '预算已修改',
  configured: '预算已恢复为配置内容',
  enabled: '由近期会话计算界线',
  smaller: '预算越小，漏掉的越多：请按人手能应对的数量设置。',
  ruleBudget: '须大于 0、不超过 50；呼叫主管代价最高，列表标记最低，后一项不能小于前一项',
  ruleLeast: '须为 100 到 5000，且不少于 100 除以呼叫主管的预算',
};

const wordsOf = dictionary(en, zh);

export function budgetsWords(): BudgetsWords {
  return wordsOf(language.value) as BudgetsWords;
}
