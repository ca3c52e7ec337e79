// The explanation card in words, in both languages. Pure: the language is an argument.
import { type Language, dictionary } from '../shared/i18n';
import type { Against as Doubted, Severity } from '../shared/protocol';
import { type Against, type Odds, odds } from './explanation';
import { clockTime, wait } from './format';
import { causeText } from './reasons';
import type { CommonWords } from './texts';
import type { ByAgent, ByAssistant, Note, Tried } from './tried';

const en = {
  title: 'Mood',
  few: 'Fewer than 1 in 20 chats like this need a supervisor',
  oneInTwenty: 'About 1 in 20 chats like this needs a supervisor',
  tenths: (tenths: number) => `About ${tenths} in 10 chats like this ${tenths === 1 ? 'needs' : 'need'} a supervisor`,
  nearlyAll: 'Almost all chats like this need a supervisor',
  soonFew: 'fewer than 1 in 20',
  soonOneInTwenty: 'about 1 in 20',
  soonTenths: (tenths: number) => `about ${tenths} in 10`,
  soonNearlyAll: 'almost certain',
  likely: (chance: string) => `Likely to get worse soon: ${chance}`,
  possible: (chance: string) => `May get worse soon: ${chance}`,
  unlikely: (chance: string) => `Unlikely to get worse soon: ${chance}`,
  forecastWhy:
    'So many of the chats that looked like this one became critical within the customer’s next three messages or two minutes. It moves with every message and with silence, and is shown only where it held on past chats.',
  reasons: 'Why',
  weighed: 'The words that weighed most',
  weighedAre: (words: string) => `Weighed most: ${words}.`,
  turningPoint: 'Turning point',
  latest: 'Latest message',
  but: 'But:',
  inLatest: 'in the latest message',
  inEarlier: (count: number) => (count === 1 ? 'one message ago' : `${count} messages ago`),
  atAlert: 'when the alert was raised',
  thanked: (where: string) => `said thanks ${where}`,
  pleasant: (where: string) => `sounded friendly ${where}`,
  quieter: (where: string) => `was calmer than before ${where}`,
  unsure: (where: string) => `the model was unsure of the words ${where}`,
  oneMessage: 'a single message moved it',
  waitingAlone: 'only the wait speaks for it, no new words',
  nothingYet: 'Nothing to explain yet: the customer has not written.',
  readingNow: 'The customer’s words are being read.',
  unread: 'Not read yet',
  waitsForScore: (count: number) => (count === 1 ? '1 message is not scored yet' : `${count} messages are not scored yet`),
  estimate: 'An estimate from the customer’s words. It can be wrong.',

  tried: 'Tried so far',
  triedNothing: 'Nothing yet.',
  triedMore: (count: number) => `${count} more`,
  triedLess: 'Show less',
  answered: (count: number, articles: string) => `${count} ${count === 1 ? 'answer' : 'answers'} from ${articles}`,
  article: (name: string) => `“${name}”`,
  missed: (count: number) => (count === 1 ? 'once no answer' : `${count} times no answer`),
  cameBack: 'the customer came back',
  quietSince: 'no word from the customer since',
  byAssistant: (what: string, then: string) => `Assistant: ${what}; ${then}`,
  byAgent: (name: string, count: number, ago: string) => `${name}: ${count} ${count === 1 ? 'reply' : 'replies'}, last ${ago} ago`,
  noReply: (name: string) => `${name}: no reply yet`,
  handedTo: (name: string, time: string, why: string) => `Handed to ${name} at ${time}: ${why}`,
  waitsSince: (time: string, why: string) => `Waits for a person since ${time}: ${why}`,
  passedOn: (from: string, to: string) => `Passed on from ${from} to ${to}`,
  refused: (count: number) => (count === 1 ? 'One offer came to nothing' : `${count} offers came to nothing`),
  note: (from: string, count: number) => `${from}: ${count} ${count === 1 ? 'note' : 'notes'}`,
  noteTo: (from: string, to: string, count: number) => `${from}: ${count} ${count === 1 ? 'note' : 'notes'} for ${to}`,

  distress: 'Personal distress',
  mention: 'mentioned',
  risk: 'at risk',
  imminent: 'imminent',
  distressLook: 'Read the words first, and ask kindly how the person is.',
  distressPerson: 'A person answers now, calmly and in short sentences.',
  distressSupervisor: 'Call a supervisor now and follow your rules for emergencies.',
  distressNoSelling: 'No selling and no troubleshooting meanwhile.',
  distressHelp: 'Offer the help contacts that your team has agreed on.',
  distressSteps: 'What to do',
  distressEstimate: 'An estimate from the words, apart from anger. It can be wrong.',
  resourcesEn: 'Help contacts in English, set by your operator',
  resourcesZh: 'Help contacts in Chinese, set by your operator',
  shippedEn: 'Help contacts in English: the words that come with Attune, without a number. Your operator has set none of their own (triage.distress.resources_en).',
  shippedZh: 'Help contacts in Chinese: the words that come with Attune, without a number. Your operator has set none of their own (triage.distress.resources_zh).',
  noResourcesEn: 'Your operator has set no help contacts in English (triage.distress.resources_en).',
  noResourcesZh: 'Your operator has set no help contacts in Chinese (triage.distress.resources_zh).',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'This browser did not allow copying. Select the text instead.',
  insert: 'Insert into reply',
};

export type ExplanationWords = typeof en;

const zh: ExplanationWords = {
  title: '情绪',
  few: '这样的会话，20 次里不到 1 次需要主管介入',
  oneInTwenty: '这样的会话，20 次里约有 1 次需要主管介入',
  tenths: (tenths) => `这样的会话，10 次里约有 ${tenths} 次需要主管介入`,
  nearlyAll: '这样的会话几乎都需要主管介入',
  soonFew: '20 次里不到 1 次',
  soonOneInTwenty: '20 次里约 1 次',
  soonTenths: (tenths) => `10 次里约 ${tenths} 次`,
  soonNearlyAll: '几乎可以肯定',
  likely: (chance) => `很可能即将恶化：${chance}`,
  possible: (chance) => `有可能即将恶化：${chance}`,
  unlikely: (chance) => `不太会很快恶化：${chance}`,
  forecastWhy:
    '与此相似的会话中，有这么多在客户接下来三条消息或两分钟之内变为紧急。它随每条消息和沉默而变化，只有在过往会话上验证过才会显示。',
  reasons: '原因',
  weighed: '影响最大的词语',
  weighedAre: (words) => `影响最大：${words}。`,
  turningPoint: '转折点',
  latest: '最近一条消息',
  but: '但是：',
  inLatest: '最近一条消息中',
  inEarlier: (count) => `${count} 条消息之前`,
  atAlert: '发出警报时',
  thanked: (where) => `${where}表示了感谢`,
  pleasant: (where) => `${where}语气友好`,
  quieter: (where) => `${where}比之前平和`,
  unsure: (where) => `${where}的文字，模型没有把握`,
  oneMessage: '只有一条消息使其上升',
  waitingAlone: '依据只有等待，没有新的文字',
  nothingYet: '尚无可解释的内容：客户还没有发言。',
  readingNow: '正在解读客户的文字。',
  unread: '尚未解读',
  waitsForScore: (count) => `${count} 条消息尚未评分`,
  estimate: '根据客户文字的估计，可能有误。',

  tried: '已尝试',
  triedNothing: '尚无。',
  triedMore: (count) => `另有 ${count} 项`,
  triedLess: '收起',
  answered: (count, articles) => `根据${articles}答复 ${count} 次`,
  article: (name) => `《${name}》`,
  missed: (count) => `${count} 次没有答案`,
  cameBack: '客户之后又来询问',
  quietSince: '客户之后没有再发言',
  byAssistant: (what, then) => `智能助手：${what}；${then}`,
  byAgent: (name, count, ago) => `${name}：回复 ${count} 次，最近一次在 ${ago} 前`,
  noReply: (name) => `${name}：尚未回复`,
  handedTo: (name, time, why) => `${time} 转给 ${name}：${why}`,
  waitsSince: (time, why) => `自 ${time} 起等待人工：${why}`,
  passedOn: (from, to) => `由 ${from} 转给 ${to}`,
  refused: (count) => `${count} 次转接未被接受`,
  note: (from, count) => `${from}：${count} 条备注`,
  noteTo: (from, to, count) => `${from}：给 ${to} 的 ${count} 条备注`,

  distress: '个人困境',
  mention: '提到',
  risk: '有风险',
  imminent: '情况紧急',
  distressLook: '先读原话，再关心地询问对方的情况。',
  distressPerson: '现在由人工答复，语气平静，句子简短。',
  distressSupervisor: '立即叫来主管，并按紧急情况规定处理。',
  distressNoSelling: '在此期间不推销，也不排查问题。',
  distressHelp: '提供团队商定的求助联系方式。',
  distressSteps: '怎么做',
  distressEstimate: '根据文字的估计，与愤怒无关，可能有误。',
  resourcesEn: '英文求助联系方式（由运营方设置）',
  resourcesZh: '中文求助联系方式（由运营方设置）',
  shippedEn: '英文求助联系方式：Attune 自带的文字，不含电话号码；运营方尚未自行设置（triage.distress.resources_en）。',
  shippedZh: '中文求助联系方式：Attune 自带的文字，不含电话号码；运营方尚未自行设置（triage.distress.resources_zh）。',
  noResourcesEn: '运营方尚未设置英文求助联系方式（triage.distress.resources_en）。',
  noResourcesZh: '运营方尚未设置中文求助联系方式（triage.distress.resources_zh）。',
  copy: '复制',
  copied: '已复制',
  notCopied: '浏览器不允许复制，请手动选择文字。',
  insert: '插入回复',
};

export const explanationWords = dictionary(en, zh) as (language: Language) => ExplanationWords;

export function chanceText(p: number, words: ExplanationWords): string {
  return inOdds(odds(p), { few: words.few, one_in_twenty: words.oneInTwenty, nearly_all: words.nearlyAll }, words.tenths);
}

/** From here on a forecast is called likely. */
const LIKELY = 0.3;

export function forecastText(p: number, words: ExplanationWords): string {
  const known = { few: words.soonFew, one_in_twenty: words.soonOneInTwenty, nearly_all: words.soonNearlyAll };
  const found = odds(p);
  const say = found === 'few' ? words.unlikely : p >= LIKELY ? words.likely : words.possible;
  return say(inOdds(found, known, words.soonTenths));
}

type Known = Readonly<Record<Extract<Odds, string>, string>>;

function inOdds(found: Odds, known: Known, tenths: (tenths: number) => string): string {
  return typeof found === 'string' ? known[found] : tenths(found.tenths);
}

export function againstText({ what, since }: Against, words: ExplanationWords): string | undefined {
  const where = since === undefined ? words.atAlert : since === 0 ? words.inLatest : words.inEarlier(since);
  const texts: Partial<Record<Doubted, string>> = {
    thanked: words.thanked(where), pleasant: words.pleasant(where), quieter: words.quieter(where), unsure: words.unsure(where),
    one_message: words.oneMessage, waiting_alone: words.waitingAlone,
  };
  return texts[what];
}

/** What to do, the first thing first. */
export function distressSteps(severity: Severity, words: ExplanationWords): string[] {
  const first = { mention: words.distressLook, risk: words.distressPerson, imminent: words.distressSupervisor }[severity];
  const then = severity === 'imminent' ? [words.distressPerson] : [];
  return [first, ...then, words.distressNoSelling, words.distressHelp];
}

export function severityText(severity: Severity, words: ExplanationWords): string {
  return words[severity];
}

/** Articles named at most. */
const ARTICLES = 3;

/** One line for each who tried something, and for each way it went. Those who have it now come first. */
export function triedLines(tried: Tried, now: number, common: CommonWords, language: Language): string[] {
  const words = explanationWords(language);
  const { assistant, agents, handoff, transfers, refused, notes } = tried;
  const lines = agents.toReversed().map((agent) => agentLine(agent, now, words, language));
  if (assistant) lines.push(assistantLine(assistant, words, common));
  if (handoff) {
    const [time, why] = [clockTime(handoff.at, language), causeText(handoff.cause, common)];
    lines.push(handoff.to === undefined ? words.waitsSince(time, why) : words.handedTo(handoff.to, time, why));
  }
  lines.push(...transfers.map(({ from, to }) => words.passedOn(from, to)));
  if (refused > 0) lines.push(words.refused(refused));
  return [...lines, ...notes.map((note) => noteLine(note, words))];
}

function assistantLine({ answers, articles, misses, cameBack }: ByAssistant, words: ExplanationWords, common: CommonWords): string {
  const named = articles.slice(0, ARTICLES).map((name) => words.article(name)).join(common.listJoin);
  const what: string[] = [];
  if (answers > 0) what.push(words.answered(answers, articles.length > ARTICLES ? `${named} …` : named));
  if (misses > 0) what.push(words.missed(misses));
  return words.byAssistant(what.join(common.listJoin), cameBack ? words.cameBack : words.quietSince);
}

function agentLine({ name, replies, last }: ByAgent, now: number, words: ExplanationWords, language: Language): string {
  return last === undefined ? words.noReply(name) : words.byAgent(name, replies, wait(now - last, language));
}

function noteLine({ from, to, times }: Note, words: ExplanationWords): string {
  return to === undefined ? words.note(from, times) : words.noteTo(from, to, times);
}
