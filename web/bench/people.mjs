// People on sockets, as docs/protocol.md has it: visitors whose conversations wait for a person and who write in turn, and
// a supervisor who counts what reaches their list.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';

/** Sockets that are opened at the same time. */
const OPENING = 32;

async function post(origin, path, body, cookie) {
  const headers = { 'content-type': 'application/json', origin, ...(cookie === undefined ? {} : { cookie }) };
  const answer = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** A socket on which one request waits for its answer at a time. */
class Seat {
  #socket;
  #waiting;
  /** Hears every frame that is no answer. */
  heard = () => {};

  async open(origin, hello) {
    const socket = new WebSocket(origin.replace('http', 'ws') + '/ws', 'attune.v1.json', { origin, perMessageDeflate: false });
    this.#socket = socket;
    await once(socket, 'open');
    socket.on('message', (data) => this.#read(String(data)));
    const welcome = await this.#until((frame) => frame.t === 'welcome' || frame.t === 'bye', { t: 'hello', ...hello });
    if (welcome.t === 'bye') throw new Error(`not let in: ${JSON.stringify(welcome)}`);
    return this;
  }

  #read(text) {
    const frame = JSON.parse(text);
    if (this.#waiting?.fits(frame)) this.#waiting.settle(frame);
    else this.heard(frame);
  }

  #until(fits, request) {
    const answer = new Promise((settle) => (this.#waiting = { fits, settle }));
    this.send(request);
    return answer;
  }

  send(request) {
    this.#socket.send(JSON.stringify(request));
  }

  /** Asks until it is acknowledged; when told to slow down, it does. */
  async ask(request) {
    for (;;) {
      const id = randomUUID();
      const answer = await this.#until((frame) => frame.id === id && (frame.t === 'ack' || frame.t === 'nack'), { ...request, id });
      if (answer.t === 'ack') return answer;
      if (answer.retry_ms === undefined) throw new Error(`refused: ${JSON.stringify([request, answer])}`);
      await sleep(2_000);
    }
  }

  close() {
    this.#socket.terminate();
  }
}

async function visitor(origin) {
  const { token } = await (await post(origin, '/v1/sites/demo/session', {})).json();
  const seat = await new Seat().open(origin, { token });
  const { conv } = await seat.ask({ t: 'open' });
  await seat.ask({ t: 'human', conv });
  return { seat, conv };
}

/** So many visitors, each with a conversation that waits. */
export async function crowd(origin, count) {
  const all = [];
  const open = async () => {
    while (all.length < count) {
      const place = all.push(undefined) - 1;
      all[place] = await visitor(origin);
      if (place % 1_000 === 999) console.error(`${place + 1} conversations`);
    }
  };
  await Promise.all(Array.from({ length: OPENING }, open));
  let refused;
  for (const { seat } of all) {
    seat.heard = (frame) => {
      if (frame.t === 'nack' || frame.t === 'bye') refused ??= JSON.stringify(frame);
    };
  }
  let next = 0;
  return {
    /** They write in turn, evenly. */
    async write(rate, seconds) {
      const began = performance.now();
      for (let written = 0; written < rate * seconds;) {
        const due = Math.min(rate * seconds, ((performance.now() - began) / 1000) * rate);
        for (; written < due; written += 1, next += 1) {
          const { seat, conv } = all[next % count];
          seat.send({ t: 'msg', id: randomUUID(), conv, text: `Where is my parcel? I ask for the ${next + 1}th time.` });
        }
        if (refused !== undefined) throw new Error(`the server refused: ${refused}`);
        await sleep(20);
      }
    },
    close: () => all.forEach(({ seat }) => seat.close()),
  };
}

/** A supervisor with a list of their own. */
export class Watcher {
  #seat;
  /** Lines of the list that came. */
  lines = 0;

  async open(origin) {
    const login = await post(origin, '/v1/login', { email: 'sam@demo.test', password: 'demo' });
    const cookie = login.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    const { ticket } = await (await post(origin, '/v1/ticket', {}, cookie)).json();
    this.#seat = await new Seat().open(origin, { ticket });
    this.#seat.heard = () => (this.lines += 1);
    await this.#seat.ask({ t: 'sub', topic: 'inbox' });
    return this;
  }

  close() {
    this.#seat.close();
  }
}
