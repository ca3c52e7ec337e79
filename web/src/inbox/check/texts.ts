// Words of the check before sending, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  title: 'Before sending',
  capitals: 'Capitals read as shouting.',
  marks: 'So many marks read as shouting.',
  acknowledgement: 'The customer is upset, and nothing here says that you understand.',
  variable: (words: string) => `${words} was not filled in.`,
  use: (words: string) => `Use “${words}”`,
  begin: (words: string) => `Begin with “${words}”`,
  remove: 'Take it out',
  held: 'Not sent yet. Enter again sends it as it is.',
  heldBlock: 'Not sent yet. Enter again sends it as it is; it is noted that you were warned.',
  heldStop: 'Not sent: fill in or take out what stands in braces.',
  sendAnyway: 'Send anyway',
  heard: (count: number, first: string) => (count === 1 ? `To look at: ${first}` : `${count} things to look at: ${first}`),
  replaced: (words: string) => `“${words}” is in its place.`,
  more: (count: number) => `and ${count} more`,
  undo: 'Undo',
};

export type CheckWords = typeof en;

const zh: CheckWords = {
  title: '发送前检查',
  capitals: '全部大写像是在喊叫。',
  marks: '这么多标点像是在喊叫。',
  acknowledgement: '客户情绪不好，这里没有一句理解的话。',
  variable: (words) => `${words} 还没有填写。`,
  use: (words) => `改为“${words}”`,
  begin: (words) => `以“${words}”开头`,
  remove: '删去',
  held: '尚未发送。再按一次回车，将原样发送。',
  heldBlock: '尚未发送。再按一次回车，将原样发送，并会记录您已收到提醒。',
  heldStop: '未发送：请先填写或删去花括号里的内容。',
  sendAnyway: '仍然发送',
  heard: (count, first) => (count === 1 ? `请留意：${first}` : `${count} 处请留意：${first}`),
  replaced: (words) => `已改为“${words}”。`,
  more: (count) => `还有 ${count} 处`,
  undo: '撤销',
};

const wordsOf = dictionary(en, zh);

export function checkWords(): CheckWords {
  return wordsOf(language.value);
}
