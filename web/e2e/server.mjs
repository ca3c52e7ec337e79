// The real binary as a process: started on a free port, killed without warning, started again on the same port.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The articles' meanings, which a server with empty data takes seconds to read: kept from the first for the next. */
const MEANINGS = 'knowledge-meanings.bin';
const KEPT = join(import.meta.dirname, '../node_modules/.cache/attune-e2e');

const BINARY = process.env.ATTUNE ?? join(import.meta.dirname, '../../target/debug/attune');

export class Server {
  #folder = mkdtempSync(join(tmpdir(), 'attune-e2e-'));
  #child;
  port = 0;
  /** What the server wrote to its log, for the case that a test fails. */
  log = '';
  #env;
  #isEmpty;
  /** Where the first admin is created; of a server that began empty. */
  setup = '';

  /**
   * @param env variables for this server, on top of the test's own; a restart keeps them
   * @param isEmpty as a company begins: `attune serve` over an empty folder instead of the demo
   */
  constructor(env = {}, isEmpty = false) {
    this.#env = env;
    this.#isEmpty = isEmpty;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start() {
    if (!this.#isEmpty) take(KEPT, this.#folder);
    const own = { ATTUNE__SERVER__LISTEN: `127.0.0.1:${this.port}`, ATTUNE__STORE__PATH: join(this.#folder, 'attune.db') };
    const child = spawn(BINARY, this.#isEmpty ? ['serve'] : ['demo', '--port', String(this.port), '--data', this.#folder], {
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', ...(this.#isEmpty && own), ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.on('data', (data) => (this.log += data));
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      const found = (this.#isEmpty ? /http:\/\/127\.0\.0\.1:(\d+)\/inbox\?setup=\S+/ : /http:\/\/127\.0\.0\.1:(\d+)\/demo/).exec(line);
      if (found) {
        this.port = Number(found[1]);
        this.setup = found[0];
        lines.on('line', () => {});
        child.stdout.resume();
        return this;
      }
    }
    throw new Error(`the server ended before it listened:\n${this.log}`);
  }

  /** kill -9, and waits until the process is gone. */
  async kill() {
    const child = this.#child;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async end() {
    await this.kill();
    if (!this.#isEmpty) take(this.#folder, KEPT);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Copies the meanings where they are not known yet. The server writes them whole or not, and knows what is out of date. */
function take(from, to) {
  if (!existsSync(join(from, MEANINGS)) || existsSync(join(to, MEANINGS))) return;
  mkdirSync(to, { recursive: true });
  copyFileSync(join(from, MEANINGS), join(to, MEANINGS));
}

/** Runs `act` with a server of its own; when it fails, the error shows the end of the server's log. */
export async function withServer(act, env) {
  const server = await new Server(env).start();
  try {
    await act(server);
  } catch (error) {
    error.message += `\n--- server log ---\n${server.log.slice(-3000)}`;
    throw error;
  } finally {
    await server.end();
  }
}
