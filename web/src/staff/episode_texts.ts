// What becomes of an alert, as quiet lines of a thread. Pure: the language is an argument.
import { type Language, dictionary } from '../shared/i18n';
import type { AlertEnd, Event, Intervention } from '../shared/protocol';
import { clockTime, wait } from './format';

const en = {
  snoozed: (name: string, time: string) => `${name} put the alert off until ${time}`,
  returned: 'The alert came back',
  reopened: (name: string) => `${name} took “false alarm” back: the alert stands again`,
  escalated: (name: string) => `Nobody took notice of the alert: ${name} was called`,
  replied: (name: string, after: string) => `${name} replied ${after} after the alert`,
  joined: (name: string, after: string) => `${name} joined ${after} after the alert`,
  tookOver: (name: string, after: string) => `${name} took over ${after} after the alert`,
  whispered: (name: string, after: string) => `${name} advised the agent ${after} after the alert`,
  calmed: 'Alert over: the customer has calmed down',
  done: (name: string) => `${name} closed the alert: done`,
  falseAlarm: (name: string) => `${name} closed the alert: false alarm`,
};

const zh: typeof en = {
  snoozed: (name, time) => `${name} 将警报推迟到 ${time}`,
  returned: '警报再次提醒',
  reopened: (name) => `${name} 撤回“误报”，警报恢复`,
  escalated: (name) => `警报无人理会，已呼叫 ${name}`,
  replied: (name, after) => `警报后 ${after}，${name} 作出回复`,
  joined: (name, after) => `警报后 ${after}，${name} 加入会话`,
  tookOver: (name, after) => `警报后 ${after}，${name} 接管会话`,
  whispered: (name, after) => `警报后 ${after}，${name} 给客服建议`,
  calmed: '警报结束：客户情绪已平复',
  done: (name) => `${name} 关闭警报：已处理`,
  falseAlarm: (name) => `${name} 关闭警报：误报`,
};

const wordsOf = dictionary(en, zh);

export type EpisodeEvent = Extract<
  Event,
  { kind: 'alert_snoozed' | 'alert_returned' | 'alert_escalated' | 'intervened' | 'alert_closed' }
>;

/** What happened to an alert, in one line; nothing where the next line says it. */
export function episodeText(event: EpisodeEvent, name: string, language: Language, isByStaff = false): string | undefined {
  const words = wordsOf(language);
  switch (event.kind) {
    case 'alert_snoozed':
      return words.snoozed(name, clockTime(event.until, language));
    case 'alert_returned':
      // A clock ends a snooze; a person takes back what they closed.
      return isByStaff ? words.reopened(name) : words.returned;
    case 'alert_escalated':
      return words.escalated(event.name);
    case 'intervened': {
      const texts: Record<Intervention, (name: string, after: string) => string> = {
        replied: words.replied, joined: words.joined, took_over: words.tookOver, whispered: words.whispered,
      };
      return texts[event.how](name, wait(event.after_ms, language));
    }
    case 'alert_closed': {
      const texts: Record<AlertEnd, string | undefined> = {
        ended: undefined, calmed: words.calmed, done: words.done(name), false_alarm: words.falseAlarm(name),
      };
      return texts[event.how];
    }
  }
}
