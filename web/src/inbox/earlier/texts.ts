// Words for what a customer came for before, in both languages.
import { dictionary } from '../../shared/i18n';
import type { CloseCause } from '../../shared/protocol';
import { language } from '../../staff/preferences';

/** The server counts no further. */
const COUNTED = 50;

const en = {
  count: (count: number): string => {
    if (count >= COUNTED) return `${COUNTED} or more conversations`;
    return count === 1 ? '1 conversation' : `${count} conversations`;
  },
  ended: (cause: CloseCause, agent: string | undefined): string => {
    if (cause === 'resolved') return agent === undefined ? 'resolved' : `resolved by ${agent}`;
    return cause === 'visitor' ? 'ended by the customer' : 'ended after a silence';
  },
  rated: (score: number) => `rated ${score} of 5`,
  notRated: 'not rated',
  worst: 'at worst',
  nothing: 'nothing was said',
};

const zh: typeof en = {
  count: (count) => (count >= COUNTED ? `${COUNTED} 次以上会话` : `${count} 次会话`),
  ended: (cause, agent) => {
    if (cause === 'resolved') return agent === undefined ? '已解决' : `${agent} 已解决`;
    return cause === 'visitor' ? '客户结束' : '长时间无人发言后结束';
  },
  rated: (score) => `评分 ${score}/5`,
  notRated: '未评分',
  worst: '最差',
  nothing: '没有留言',
};

const textsOf = dictionary(en, zh);
export const earlierWords = (): typeof en => textsOf(language.value);
