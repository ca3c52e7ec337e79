// Files that were chosen and have not been sent, kept over reloads in the browser's own database. Owns what stands there:
// the bytes, whether they follow a message, and what the server calls those that it has. Never uploads.
// Keeps: one tab at a time writes and takes over what is kept, by a lock that ends with its page; what the server has is
// written down before a message names it. The server lets a file stand beside one message only, so that whatever is cut
// short, none is sent twice.
// Where the browser has no such lock or database, denies it, or is full, files last as long as the page.
import type { Upload } from './uploads';

type KeptFile = Pick<Upload, 'key' | 'file' | 'leaves' | 'conv' | 'sent'>;
type Row = KeptFile & { readonly at: number };

/** Nobody waits longer for what they chose. */
const LASTS_MS = 86_400_000;
/** The server gives up a file that no message names within an hour: what it had before this is brought again. */
const FRESH_MS = 1_800_000;
const STORE = 'files';

export interface Keeping {
  /** Of the database and the lock. */
  readonly name: string;
  /** Whether something is kept: remembered for the next page, which looks only then. */
  readonly isMarked: () => boolean;
  readonly mark: (isKept: boolean) => void;
  /** Takes over what an earlier page left, in the order of choosing; called once this tab has the lock. */
  readonly found: (files: KeptFile[]) => void;
}

export class KeptFiles {
  #base: IDBDatabase | undefined;
  #letGo = (): void => {};
  #isAsking = false;
  #written: Promise<unknown> = Promise.resolve();
  /** What stands of each, by key. */
  readonly #rows = new Map<string, string>();
  readonly #by: Keeping;

  constructor(by: Keeping) {
    this.#by = by;
  }

  /** This one comes through a reload. */
  has({ key }: Upload): boolean {
    return this.#rows.has(key);
  }

  /** Waits for the lock, then holds it until nothing is left to keep. */
  open(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const end = (): void => {
      this.#isAsking = false;
      this.#base = undefined;
    };
    // Neither is there on pages of plain http.
    navigator.locks?.request(this.#by.name, () => this.#hold()).then(end, end);
  }

  async #hold(): Promise<void> {
    const base = await opened(this.#by.name);
    const now = Date.now();
    const rows = this.#by.isMarked() ? await answer<Row[]>(files(base).getAll()) : [];
    const kept = rows.filter(({ at }) => now - at < LASTS_MS);
    // What is too old, or of a visitor who was forgotten.
    await answer(files(base).delete(IDBKeyRange.upperBound(kept[0]?.key ?? '~', !!kept[0])));
    for (const row of kept) this.#rows.set(row.key, stateOf(row));
    const isOver = new Promise<void>((done) => (this.#letGo = done));
    this.#base = base;
    this.#by.found(kept.map(({ at, conv, sent, ...row }) => (now - at < FRESH_MS && sent && conv ? { ...row, conv, sent } : row)));
    await isOver;
    base.close();
  }

  /** Writes down what has changed; settles when it stands, or cannot. */
  note(all: readonly Upload[]): Promise<unknown> {
    const base = this.#base;
    if (!base) return Promise.resolve();
    const rest = all.filter(({ fault }) => !fault || fault === 'failed');
    const gone = [...this.#rows.keys()].filter((key) => !rest.some((one) => one.key === key));
    if (rest[0] || gone[0]) this.#by.mark(!!rest[0]);
    for (const key of gone) {
      this.#rows.delete(key);
      this.#write(() => files(base).delete(key));
    }
    for (const { key, file, leaves, conv, sent } of rest) {
      const row = { key, file, leaves, ...(sent && conv && { conv, sent }) };
      const state = stateOf(row);
      if (this.#rows.get(key) === state) continue;
      this.#rows.set(key, state);
      this.#write(() => files(base).put({ ...row, at: Date.now() })).catch(() => this.#rows.delete(key));
    }
    return this.#written.then(() => {
      if (!rest[0] && this.#rows.size === 0) this.#letGo();
    });
  }

  #write(act: () => IDBRequest): Promise<unknown> {
    const done = this.#written.then(() => stands(act()));
    this.#written = done.catch(() => {});
    return done;
  }
}

const stateOf = ({ leaves, sent }: KeptFile): string => `${leaves} ${sent?.id}`;

const files = (base: IDBDatabase): IDBObjectStore => base.transaction(STORE, 'readwrite').objectStore(STORE);

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** When what was asked is committed, which it may be refused to late. */
function stands({ transaction }: IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!transaction) return resolve();
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

function opened(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
  return answer(request);
}
