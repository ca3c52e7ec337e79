// Right or wrong in one tap: an agent says it of a score by mouse and by key and takes it back, offline too; a supervisor
// says it of an alert, answers questions by keys, and sees what it came to. In both languages, light and dark, on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openNewest, person, staff, widgetOf } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    angry: ['Where is my parcel?', 'I have asked three times now. This is ridiculous!', 'You are useless liars. Give me my money back NOW!!!'],
    right: /^Right ?: anger/, wrong: /^Wrong ?: anger/, saidWrong: 'You said: wrong.', saidRight: 'You said: right.', undo: 'Undo',
    offline: 'No connection: it is saved once there is one.', alertRight: /^Right: /, feedback: 'Feedback', one: '1 answered on this visit.',
    alerts: 'Alerts about anger, critical', none: /No questions are open/, calibration: 'Show what the answers for English call for',
    tooFew: 'Too few answers: nothing is proposed.',
  },
  zh: {
    angry: ['我的包裹在哪里？', '我已经问了三遍了，太过分了！', '骗子！垃圾客服，马上把钱退给我，气死我了！！！'],
    right: /^对/, wrong: /^不对/, saidWrong: '您认为：不对。', saidRight: '您认为：对。', undo: '撤销',
    offline: '没有连接，恢复后自动保存。', alertRight: /^对/, feedback: '反馈', one: '本次已答 1 个。',
    alerts: '愤怒警报（紧急）', none: /没有待答的问题/, calibration: '查看中文回答要求的改变', tooFew: '回答太少，没有建议。',
  },
};
/** Everything is asked about. */
const ASKED = { ATTUNE__FEEDBACK__SAMPLE_FLAGGED: '1', ATTUNE__FEEDBACK__SAMPLE_UNFLAGGED: '1' };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const language of ['en', 'zh']) {
  test(`scores and alerts are judged in one tap in ${language}`, { timeout: 240_000 }, () =>
    withServer((server) => tell(server, language, WORDS[language]), ASKED));
}

async function tell({ origin }, language, words) {
  const visitor = await person(browser, { language });
  await visitor.goto(`${origin}/demo?lang=${language}`);
  const { open, say } = widgetOf(visitor, language);
  await open();
  for (const text of words.angry) await say(text);
  await judgeScores(await staff(browser, origin, '/inbox', 'lin@demo.test', language), language, words);
  await judgeAlert(await staff(browser, origin, '/board', 'sam@demo.test', language), language, words);
}

async function judgeScores(inbox, language, words) {
  const log = await openNewest(inbox, language);
  const last = log.locator('[data-scored="scored"]').last();
  await last.hover();
  await last.getByRole('button', { name: words.wrong }).click();
  const beside = inbox.locator('.reading-shown .judge');
  await beside.getByText(words.saidWrong).waitFor();
  await last.getByRole('button', { name: words.wrong, pressed: true }).waitFor();
  await looks(inbox, `judged-score-${language}`);

  await beside.getByRole('button', { name: words.undo }).click();
  await beside.getByText(words.saidWrong).waitFor({ state: 'detached' });
  await inbox.evaluate(() => document.activeElement?.blur());
  await inbox.keyboard.press('y');
  await beside.getByText(words.saidRight).waitFor();

  await inbox.context().setOffline(true);
  await inbox.evaluate(() => dispatchEvent(new Event('offline')));
  await beside.getByRole('button', { name: words.wrong }).click();
  await beside.getByText(words.offline).waitFor();
  await looks(inbox, `judged-offline-${language}`);
  await inbox.context().setOffline(false);
  await inbox.evaluate(() => dispatchEvent(new Event('online')));
  await beside.getByText(words.saidWrong).waitFor({ timeout: 60_000 });
  assert.deepEqual(inbox.troubles, []);
}

async function judgeAlert(board, language, words) {
  const alert = board.locator('.alert').first();
  await alert.focus();
  await board.keyboard.press('y');
  await alert.getByText(words.saidRight).waitFor();
  await looks(board, `judged-alert-${language}`);

  await board.getByRole('link', { name: words.feedback, exact: true }).click();
  await board.locator('.asked').waitFor();
  await looks(board, `feedback-${language}`);
  await board.getByRole('rowheader', { name: words.alerts }).waitFor();
  await board.keyboard.press('3');
  await board.getByText(words.one).waitFor();
  await board.keyboard.press('u');
  await board.getByText(words.one).waitFor({ state: 'detached' });
  for (let left = 10; left > 0 && !(await board.getByText(words.none).isVisible()); left--) {
    await board.keyboard.press('1');
    await board.waitForTimeout(300);
  }
  await board.getByText(words.none).waitFor();
  await board.getByRole('button', { name: words.calibration }).click();
  await board.getByText(words.tooFew).waitFor();
  await looks(board, `feedback-answered-${language}`);
  assert.deepEqual(board.troubles, []);
}
