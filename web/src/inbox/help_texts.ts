// Words of the list of keys, in both languages.
import { dictionary } from '../shared/i18n';
import { language } from '../staff/preferences';

const en = {
  keyMove: 'Next and previous conversation',
  keyOpen: 'Open',
  keyReply: 'Reply',
  keyNote: 'Note',
  keyResolve: 'Resolve',
  keyTransfer: 'Transfer to a colleague or a team',
  keyAsk: 'Ask an expert privately',
  keyClaim: 'Claim or take over',
  keyOffer: 'Accept or decline an offer',
  keyVerdict: 'The score shown is right, or wrong',
  keyPalette: 'Do anything by typing',
  keyFilter: 'Find',
  keySaved: 'Show a saved filter',
  keyUp: 'Bring up those who need you',
  keyAlternative: 'In a reply: take the first alternative',
  keyHelp: 'These keys',
  keyEscape: 'Leave the field, or close',
  letterKeys: 'Single letters act',
  keySnooze: 'Snooze',
  keyDue: 'Promises falling due, or back to the list',
  keyTag: 'Add a tag',
};

const zh: typeof en = {
  keyMove: '下一个、上一个会话',
  keyOpen: '打开',
  keyReply: '回复',
  keyNote: '备注',
  keyResolve: '标为解决',
  keyTransfer: '转接给同事或技能组',
  keyAsk: '私下请教专家',
  keyClaim: '认领或接管',
  keyOffer: '接受或拒绝待接的会话',
  keyVerdict: '所示评分：对 / 不对',
  keyPalette: '输入文字，快速操作',
  keyFilter: '查找',
  keySaved: '调出已存筛选',
  keyUp: '把需要您的移到前面',
  keyAlternative: '写回复时：采用第一个建议',
  keyHelp: '查看按键',
  keyEscape: '离开输入框，或关闭',
  letterKeys: '单字母按键有效',
  keySnooze: '稍后处理',
  keyDue: '到期的承诺，或回到列表',
  keyTag: '添加标签',
};

const wordsOf = dictionary(en, zh);

export function helpWords(): typeof en {
  return wordsOf(language.value);
}
