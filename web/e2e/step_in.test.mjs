// A supervisor reads along, advises the agent where the customer sees nothing of it, and takes over.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { becomes, launch, staff, takenOver } from './browser.mjs';
import { looks } from './looks.mjs';
import { withServer } from './server.mjs';

const WORDS = {
  en: {
    hello: 'Where is my parcel?',
    angry: 'You are liars and thieves, give me my money back NOW, I am furious!!!',
    takeOver: /Take over|Claim/, reply: /Reply to/, watch: /^Watch/, field: /^Advise Lin/, advise: 'Advise', take: 'Take over',
    advice: 'Offer the refund at once; I approve it.', stood: /Sam advised the agent/, joined: /now talking with Sam/,
  },
  zh: {
    hello: '我的包裹在哪里？',
    angry: '骗子！垃圾客服，马上把钱退给我，气死我了！！！',
    takeOver: /接管|认领/, reply: /^回复/, watch: /^旁观/, field: /^给 Lin 的建议/, advise: '给建议', take: '接管会话',
    advice: '请直接退款，我来批准。', stood: /Sam 给客服建议/, joined: /现在由 Sam 为您服务/,
  },
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const [language, words] of Object.entries(WORDS)) {
  test(`watching, advising and taking over, in ${language}`, { timeout: 120_000 }, () =>
    withServer(async (server) => {
      const board = await staff(browser, server.origin, '/board', 'sam@demo.test', language);
      const { log, visitor, say } = await takenOver(browser, server.origin, language, words);
      await say(words.angry);
      await board.getByRole('button', { name: words.watch }).first().click();
      const field = board.getByRole('textbox', { name: words.field });
      await field.fill(words.advice);
      await looks(board, `board-advise-${language}`);
      await field.press('Enter');
      // The agent reads it, the log has it as help, and nothing of it is on the customer's screen.
      await log.getByText(words.advice, { exact: true }).waitFor();
      await log.getByText(words.stood).waitFor();
      await becomes(() => field.inputValue(), '');
      assert.equal(await visitor.getByText(words.advice).count(), 0);

      await board.getByRole('button', { name: words.take }).click();
      await board.waitForURL(/\/inbox#/);
      await visitor.getByText(words.joined).waitFor();
      await board.getByRole('textbox', { name: words.reply }).waitFor();
      for (const page of [board, visitor]) assert.deepEqual(page.troubles, []);
    }));
}
