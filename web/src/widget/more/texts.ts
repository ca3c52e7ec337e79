// Every word of the parts in the second file, in both languages.
import { dictionary } from '../../shared/i18n';

const en = {
  more: 'More',
  keepChatting: 'Keep chatting',
  // Waiting.
  position: (place: number, minutes?: number) =>
    (place < 2 ? "You're next in line." : `You are number ${place} in line.`) + (minutes ? ` About ${minutes} min.` : ''),
  keepWriting: 'Keep writing, they will read it all.',
  // Ending.
  end: 'End chat',
  rateQuestion: 'How was this chat?',
  rate: (score: number) => `${score} of 5`,
  comment: 'Anything to add? (optional)',
  // Sound.
  sound: 'Sound for new messages',
  on: 'On',
  off: 'Off',
  // Saving.
  save: 'Save this chat as text',
  saving: 'One moment …',
  saved: 'Saved where your browser puts its downloads.',
  unsaved: 'Not saved: the chat could not be fetched. Try again.',
  // Conversations.
  earlier: 'Your chats',
  listing: 'One moment …',
  unlisted: 'Your chats could not be fetched. Try again',
  none: 'There is none yet.',
  silent: 'Nothing was said.',
  open: 'Open',
  ended: 'Ended',
  you: 'You',
  assistant: 'Assistant',
  agent: 'Agent',
  current: 'To the open chat',
  fresh: 'Start again',
  elsewhere: 'There is a new message in your open chat.',
};

const zh: typeof en = {
  more: '更多',
  keepChatting: '继续聊天',
  position: (place, minutes) => (place < 2 ? '下一位就是您。' : `您排在第 ${place} 位。`) + (minutes ? `约 ${minutes} 分钟。` : ''),
  keepWriting: '可以继续留言，客服都会看到。',
  end: '结束聊天',
  rateQuestion: '您对这次服务满意吗？',
  rate: (score) => `${score} 分（满分 5 分）`,
  comment: '还有什么想说的？（选填）',
  sound: '新消息提示音',
  on: '开',
  off: '关',
  save: '将聊天记录保存为文本',
  saving: '请稍候…',
  saved: '已保存到浏览器的下载位置。',
  unsaved: '未保存：聊天记录获取失败，请重试。',
  earlier: '我的聊天',
  listing: '请稍候…',
  unlisted: '聊天列表获取失败，点按重试',
  none: '还没有聊天。',
  silent: '没有消息。',
  open: '进行中',
  ended: '已结束',
  you: '我',
  assistant: '智能助手',
  agent: '客服',
  current: '回到进行中的聊天',
  fresh: '重新开始',
  elsewhere: '进行中的聊天有新消息。',
};

export const moreWordsOf: (language: 'en' | 'zh') => typeof en = dictionary(en, zh);
