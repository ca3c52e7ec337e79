// Every code of the closed list in words, in both languages.
import type { Language } from '../shared/i18n';
import { Refused } from '../shared/refused';

export type ErrorCode = Refused['code'];

const en: Readonly<Record<ErrorCode, string>> = {
  bad_frame: 'This page and the server do not understand each other. Reload the page.',
  unknown_type: 'This page is of another version than the server. Reload the page.',
  invalid_field: 'Something in it is not allowed.',
  unauthorized: 'Please sign in again.',
  forbidden: 'You may not do this.',
  origin_refused: 'The server does not accept this page’s address.',
  not_found: 'It is not there any more.',
  conflict: 'Somebody else was faster.',
  floor_moved: 'Somebody else answers this conversation now.',
  closed: 'The conversation has ended.',
  wrong_phase: 'This is not possible at the moment.',
  transfer_pending: 'A colleague has been asked and has not answered yet.',
  agent_away: 'They are not there at the moment.',
  already_invited: 'They are asked already.',
  not_invited: 'This invitation is over.',
  too_many_experts: 'There are 8 experts already.',
  at_capacity: 'You hold as many conversations as you can. Resolve or give back one first.',
  id_reused: 'This was sent before with other words.',
  not_from_visitor: 'Only what the customer writes is scored.',
  not_scored: 'This message has no score.',
  too_many_tags: 'There are 12 tags on it already. Take one off first.',
  too_many_open: 'There are as many open conversations as there may be.',
  replay_required: 'Replay exactly this policy first, within the last hour.',
  banned_words: 'It holds words that should not be sent.',
  too_large: 'It is too long.',
  rate_limited: 'Too fast. Wait a moment, then try again.',
  overloaded: 'The server is full at the moment. Try again soon.',
  storage_unavailable: 'The server cannot save at the moment. Nothing was lost; try again.',
  hello_expected: 'The connection did not start well. Reload the page.',
  draining: 'The server is restarting. Try again in a moment.',
  slow_consumer: 'The connection is too slow.',
  no_heartbeat: 'The connection was lost.',
  session_ended: 'You were logged out.',
  internal: 'The server failed. Its log says why.',
  no_answer: 'The server does not answer.',
};

const zh: Readonly<Record<ErrorCode, string>> = {
  bad_frame: '页面与服务器无法沟通，请刷新页面。',
  unknown_type: '页面与服务器的版本不同，请刷新页面。',
  invalid_field: '内容不符合要求。',
  unauthorized: '请重新登录。',
  forbidden: '您没有权限这样做。',
  origin_refused: '服务器不接受本页面的地址。',
  not_found: '它已不存在。',
  conflict: '已被他人抢先处理。',
  floor_moved: '此会话现在由他人答复。',
  closed: '会话已结束。',
  wrong_phase: '目前无法这样做。',
  transfer_pending: '已询问一位同事，对方尚未答复。',
  agent_away: '对方目前不在线。',
  already_invited: '已经请教了对方。',
  not_invited: '这次请教已结束。',
  too_many_experts: '已有 8 位专家。',
  at_capacity: '您接待的会话数已达上限，请先解决或退回一个。',
  id_reused: '这条内容已用其他文字发送过。',
  not_from_visitor: '只有客户发送的消息才会评分。',
  not_scored: '这条消息没有评分。',
  too_many_tags: '它已有 12 个标签，请先去掉一个。',
  too_many_open: '进行中的会话数已达上限。',
  replay_required: '请先重演这一策略（一小时之内）。',
  banned_words: '含有不应发送的词语。',
  too_large: '内容过长。',
  rate_limited: '操作过快，请稍后再试。',
  overloaded: '服务器繁忙，请稍后再试。',
  storage_unavailable: '服务器暂时无法保存，内容没有丢失，请重试。',
  hello_expected: '连接未能正常开始，请刷新页面。',
  draining: '服务器正在重启，请稍后再试。',
  slow_consumer: '连接过慢。',
  no_heartbeat: '连接已断开。',
  session_ended: '您已退出登录。',
  internal: '服务器出错，原因见其日志。',
  no_answer: '服务器没有响应。',
};

export function errorText(code: ErrorCode, language: Language): string {
  const words = language === 'zh' ? zh : en;
  return words[code] ?? words.internal;
}

/** The code of anything that was thrown by the shared client. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof Refused ? error.code : 'internal';
}
