// Every word of the parts in the second file, in both languages.
import { dictionary } from '../../shared/i18n';

const en = {
  end: 'End chat',
  rateQuestion: 'How was this chat?',
  rate: (score: number) => `${score} of 5`,
  comment: 'Anything to add? (optional)',
  keepChatting: 'Keep chatting',
};

const zh: typeof en = {
  end: '结束聊天',
  rateQuestion: '您对这次服务满意吗？',
  rate: (score) => `${score} 分（满分 5 分）`,
  comment: '还有什么想说的？（选填）',
  keepChatting: '继续聊天',
};

export const moreWordsOf: (language: 'en' | 'zh') => typeof en = dictionary(en, zh);
