// Deleting something at once, with the way back.
import { show } from '../staff/notices';
import { showFailure } from './failure';
import type { Resource } from './resource';
import { send } from './rest';
import { settingsWords } from './texts';

/** Deletes what stands at `url`; undo puts `body` there again. */
export async function remove(all: Pick<Resource<unknown>, 'load'>, url: string, body: unknown, text: string): Promise<void> {
  try {
    await send('DELETE', url);
  } catch (error) {
    return showFailure(error);
  }
  await all.load();
  const putBack = (): void => void send('PUT', url, body).then(() => all.load(), showFailure);
  show({ kind: 'done', text, action: { label: settingsWords().undo, run: putBack } });
}
