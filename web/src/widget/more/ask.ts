// REST calls as the visitor whose chat this is.
import type { Chat } from '../chat';

/** What stands under `/v1/`; rejects unless the server grants it. */
export async function ask(chat: Chat, path: string): Promise<Response> {
  const credential = await chat.credential(false);
  const token = 'token' in credential ? credential.token : '';
  const answer = await fetch(`${chat.server}/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
}
