// Words of the next acts, in both languages.
import { dictionary } from '../../shared/i18n';
import { language } from '../../staff/preferences';

const en = {
  title: 'What to do next',
  listen: 'Listen: ',
  empathise: 'Empathise: ',
  resolve: 'Resolve: ',
  act: 'Act: ',
  say_back: 'Say in one sentence what went wrong, so that they need not tell it again.',
  read_on: 'Read from where anger rose, then say what you have understood.',
  understand: 'Begin with a word of understanding, before you explain anything.',
  not_the_tone: 'Answer the matter, not the tone, and let the insults pass.',
  sorry_for_wait: (time: string) => `Say sorry for the wait of ${time} before anything else.`,
  answer: 'Answer what nobody has answered:',
  say_standing: 'Say where this stands, it is late:',
  facts_alone: 'Say what happened and what you do. Ask a supervisor before a word on law, press or money.',
  what_today: 'Say what you can do today, and let them choose.',
  what_and_when: 'Say what you do now, and by when: a time that you can keep.',
  keep: (due: string) => `Keep this (${due}):`,
  get_help: 'Anger still rises: ask an expert, or pass it to whoever can settle it.',
  tell_when_done: 'Do it now, and write as soon as it is done.',
  ask_whether_settled: 'Before you resolve it, ask whether that settles it.',
  hint: 'By fixed rules from what was said, without a model. You decide.',
};

export type NextWords = typeof en;

const zh: NextWords = {
  title: '接下来怎么做',
  listen: '倾听：',
  empathise: '体谅：',
  resolve: '解决：',
  act: '落实：',
  say_back: '用一句话说出问题所在，不让客户再讲一遍。',
  read_on: '从怒气上升处读起，再说出您的理解。',
  understand: '先说一句理解的话，再作解释。',
  not_the_tone: '就事论事，不回应语气和辱骂。',
  sorry_for_wait: (time) => `先为等待 ${time} 致歉。`,
  answer: '回答还没有人答复的问题：',
  say_standing: '说明进展，此承诺已超时：',
  facts_alone: '只说发生了什么、您在做什么。涉及法律、媒体或赔偿，先问主管。',
  what_today: '说明今天能做什么，让客户选择。',
  what_and_when: '说明现在做什么、何时做完，只说做得到的时间。',
  keep: (due) => `兑现承诺（${due}）：`,
  get_help: '怒气仍在上升：请教专家，或转给能解决的人。',
  tell_when_done: '现在就办，办好马上告诉客户。',
  ask_whether_settled: '标为解决之前，先问是否已解决。',
  hint: '按固定规则从会话得出，不用模型。由您决定。',
};

const wordsOf = dictionary(en, zh);
export const nextWords = (): NextWords => wordsOf(language.value) as NextWords;
