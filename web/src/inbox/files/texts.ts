// Words of the files beside a reply, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  files: 'Files to send',
  waiting: 'Waits for the connection',
  sending: 'On its way',
  done: 'Ready to send',
  leaves: 'Sent as soon as it is there',
  kind: 'Only pictures (PNG, JPEG, GIF, WebP) and PDF files can be sent.',
  size: (most: string) => `Too large: a file has at most ${most}.`,
  many: 'One message takes five files.',
  limit: 'This conversation takes no more files.',
  ended: 'The conversation has ended.',
  failed: 'It did not arrive.',
  retry: (name: string) => `Try again: ${name}`,
  remove: (name: string) => `Remove ${name}`,
};

const zh: typeof en = {
  files: '待发送的文件',
  waiting: '等待网络连接',
  sending: '上传中',
  done: '可以发送',
  leaves: '上传后自动发送',
  kind: '只能发送图片（PNG、JPEG、GIF、WebP）和 PDF 文件。',
  size: (most) => `文件过大：最大 ${most}。`,
  many: '每条消息最多五个文件。',
  limit: '本会话不能再发送文件。',
  ended: '会话已结束。',
  failed: '上传失败。',
  retry: (name) => `重试：${name}`,
  remove: (name) => `移除 ${name}`,
};

const wordsIn = dictionary(en, zh);
export const trayWords = (): typeof en => wordsIn(language.value);
