// Words of the taps that say right or wrong, in both languages.
import { dictionary } from '../shared/i18n';
import { language } from './preferences';

const en = {
  ofScore: 'Is this score right?',
  ofAlert: 'Was this alert right?',
  right: 'Right',
  wrong: 'Wrong',
  ofMessage: (verdict: string, reading: string) => `${verdict}: ${reading}`,
  saidRight: 'You said: right.',
  saidWrong: 'You said: wrong.',
  undo: 'Undo',
  sending: 'Saving …',
  offline: 'No connection: it is saved once there is one.',
  refused: (why: string) => `Not saved. ${why}`,
  mutedHint: 'Wrong keeps alerts about anger of this stage quiet for ten minutes here.',
};

export type VerdictWords = typeof en;

const zh: VerdictWords = {
  ofScore: '这个评分对吗？',
  ofAlert: '这次警报对吗？',
  right: '对',
  wrong: '不对',
  ofMessage: (verdict, reading) => `${verdict}：${reading}`,
  saidRight: '您认为：对。',
  saidWrong: '您认为：不对。',
  undo: '撤销',
  sending: '正在保存…',
  offline: '没有连接，恢复后自动保存。',
  refused: (why) => `未保存。${why}`,
  mutedHint: '选“不对”后，本会话十分钟内不再发出此阶段的愤怒警报。',
};

const wordsOf = dictionary(en, zh);

export function verdictWords(): VerdictWords {
  return wordsOf(language.value);
}
