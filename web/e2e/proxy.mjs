// A wire that breaks when told: stands between a browser and the server, and destroys the sockets of one connection
// after so many bytes more have passed in one direction, in the middle of a frame or of its answer.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export class Proxy {
  #server;
  #port;
  #live = new Set();
  #plan;
  /** Connections that were destroyed by a plan. */
  cuts = 0;

  /** @param port the server's */
  constructor(port) {
    this.#port = port;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  async start() {
    this.#server = createServer((near) => this.#join(near)).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  /**
   * Lets `bytes` more through in one direction of the living WebSocket, then destroys it; settles once it is gone.
   * @param direction `up`: what the client sends; `down`: what it hears
   */
  cutAfter(direction, bytes) {
    return new Promise((done) => (this.#plan = { direction, bytes, done }));
  }

  /** Whether a WebSocket goes through it. */
  get isLive() {
    return [...this.#live].some((link) => link.isSocket);
  }

  end() {
    for (const link of this.#live) link.destroy();
    this.#server.close();
  }

  #join(near) {
    const far = connect(this.#port, '127.0.0.1');
    const link = { isSocket: false, destroy: () => (near.destroy(), far.destroy()) };
    this.#live.add(link);
    for (const end of [near, far]) {
      end.on('error', () => {});
      end.on('close', () => {
        this.#live.delete(link);
        link.destroy();
      });
    }
    near.on('data', (data) => {
      if (data.includes('Upgrade: websocket')) link.isSocket = true;
      this.#pass('up', data, far, link);
    });
    far.on('data', (data) => this.#pass('down', data, near, link));
  }

  #pass(direction, data, to, link) {
    const plan = this.#plan;
    if (!link.isSocket || plan?.direction !== direction) return void to.write(data);
    if (plan.bytes >= data.length) {
      plan.bytes -= data.length;
      return void to.write(data);
    }
    this.#plan = undefined;
    // What still fits goes out before the end, so that half a frame arrives.
    to.write(data.subarray(0, plan.bytes), () => {
      this.cuts += 1;
      link.destroy();
      this.#live.delete(link);
      plan.done();
    });
  }
}
