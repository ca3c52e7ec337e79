// Files on their way to the server, one at a time. Owns what is checked before they leave, waiting for the connection,
// trying again, and which of them follow a message that has been sent. Never draws.
// Keeps: a file is handed over once, by `take` or by `leave`, and only after the server has all of it.
import type { AttachedFile, FileKind, FileRules } from './protocol';
import { uuidv7 } from './uuid';

/** Why a file does not leave. What `failed` says may pass: it can be tried again. */
export type Fault = 'kind' | 'size' | 'many' | 'limit' | 'ended' | 'failed';

export interface Upload {
  /** Sorts by the order of choosing. */
  readonly key: string;
  readonly file: File;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  /** 0 to 1. */
  progress: number;
  fault: Fault | undefined;
  /** The message that it belongs to has been sent. */
  leaves: boolean;
  /** Where the server has it, and what it calls it. */
  conv?: string;
  sent?: AttachedFile;
}

/** What the server says in place of an answer; `no_answer` where it says nothing. */
export interface Failure {
  readonly code?: string;
  readonly field?: string;
  readonly retry_ms?: number;
}

export interface Uploading {
  readonly rules: () => FileRules | undefined;
  readonly isOnline: () => boolean;
  /** Brings a file to the server; rejects with a `Failure`. `fresh`: the last proof of who this is was refused. */
  readonly put: (upload: Upload, signal: AbortSignal, fresh: boolean) => Promise<AttachedFile>;
  /** Sends what follows a message that was sent before it was there. */
  readonly leave: (files: AttachedFile[]) => void;
  readonly changed: () => void;
}

/** As many as one message takes. */
const FILES_MAX = 5;
const TRIES = 4;
const AGAIN_MS = 1_000;
/** What no second try changes. */
const FINAL: Readonly<Record<string, Fault>> = {
  too_large: 'size', invalid_field: 'kind', closed: 'ended', not_found: 'ended',
};

export class Uploads {
  all: Upload[] = [];
  /** What changed last, for whoever listens. */
  latest: Upload | undefined;
  #chosen = 0;
  #tries = 0;
  #fresh = false;
  #wasOnline: boolean;
  #stop: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #by: Uploading;

  constructor(by: Uploading) {
    this.#by = by;
    this.#wasOnline = by.isOnline();
  }

  /** Something is there to be sent, or on its way. */
  get hasAny(): boolean {
    return this.all.some(({ fault }) => !fault);
  }

  add(files: readonly File[]): void {
    for (const file of files) {
      const fault = this.#fault(file);
      // One moment each, so that keys keep the order.
      this.#chosen = Math.max(Date.now(), this.#chosen + 1);
      this.latest = { key: uuidv7(this.#chosen), file, state: fault ? 'failed' : 'waiting', progress: 0, fault, leaves: false };
      this.all.push(this.latest);
    }
    this.#go();
  }

  /** Takes up what an earlier page left, before what was chosen since. */
  restore(files: readonly Pick<Upload, 'key' | 'file' | 'leaves' | 'conv' | 'sent'>[]): void {
    const left = files.map((one): Upload => ({ ...one, state: one.sent ? 'done' : 'waiting', progress: 0, fault: undefined }));
    this.all = [...left, ...this.all];
    this.#go();
  }

  remove(upload: Upload): void {
    this.all = this.all.filter((one) => one !== upload);
    this.latest = undefined;
    if (upload.state === 'sending') this.#stop?.abort();
    this.#go();
  }

  retry(upload: Upload): void {
    upload.state = 'waiting';
    upload.fault = undefined;
    this.#tries = 0;
    this.#go();
  }

  /** Those that are there, for the message that is sent now into `conv`; the others follow when they are. */
  take(conv: string | undefined): AttachedFile[] | undefined {
    for (const upload of this.all) {
      // What lies elsewhere is brought here first.
      if (upload.sent && upload.conv !== conv) upload.state = 'waiting';
      upload.leaves = true;
    }
    const files = this.#hand();
    this.#go();
    return files;
  }

  /** The connection may have come or gone. */
  heard(): void {
    const isOnline = this.#by.isOnline();
    if (isOnline === this.#wasOnline) return;
    this.#wasOnline = isOnline;
    this.#tries = 0;
    if (isOnline) this.#go();
    else this.#stop?.abort();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.all = [];
    this.#stop?.abort();
  }

  #fault({ type, size }: File): Fault | undefined {
    const rules = this.#by.rules();
    if (!rules?.types.includes(type as FileKind)) return 'kind';
    if (size > rules.max_bytes) return 'size';
    return this.all.filter(({ fault }) => !fault).length < FILES_MAX ? undefined : 'many';
  }

  /** Takes out what is there and leaves. */
  #hand(): AttachedFile[] | undefined {
    const done = this.all.filter(({ state, leaves }) => state === 'done' && leaves);
    this.all = this.all.filter((one) => !done.includes(one));
    if (done[0]) this.latest = undefined;
    return done[0] && done.flatMap(({ sent }) => sent ?? []);
  }

  #go(): void {
    this.#by.changed();
    if (this.#stop || !this.#by.isOnline()) return;
    clearTimeout(this.#timer);
    const next = this.all.find(({ state }) => state === 'waiting');
    if (next) void this.#bring(next);
    else {
      const files = this.#hand();
      if (files) this.#by.leave(files);
      this.#by.changed();
    }
  }

  async #bring(upload: Upload): Promise<void> {
    const stop = (this.#stop = new AbortController());
    upload.state = 'sending';
    upload.progress = 0;
    this.latest = upload;
    this.#by.changed();
    let wait = 0;
    try {
      upload.sent = await this.#by.put(upload, stop.signal, this.#fresh);
      upload.state = 'done';
      this.#tries = 0;
      this.#fresh = false;
    } catch (error) {
      upload.state = 'waiting';
      if (!stop.signal.aborted) wait = this.#failed(upload, error as Failure);
    }
    this.#stop = undefined;
    if (wait) {
      this.#by.changed();
      this.#timer = setTimeout(() => this.#go(), wait);
    } else this.#go();
  }

  /** After how many ms it is tried again; 0: not by itself. */
  #failed(upload: Upload, { code = '', field, retry_ms: later = 0 }: Failure): number {
    upload.fault = FINAL[code] ?? (code === 'rate_limited' && field ? 'limit' : undefined);
    this.#fresh = code === 'unauthorized';
    if (!upload.fault && ++this.#tries < TRIES) return Math.max(later, AGAIN_MS * 2 ** this.#tries);
    upload.fault ??= 'failed';
    upload.state = 'failed';
    this.#tries = 0;
    return 0;
  }
}

/** Brings a file to `url`, telling how far it is. The body has no type of its own, which another origin would have to allow. */
export function put(url: string, upload: Upload, signal: AbortSignal, changed: () => void, token?: string): Promise<AttachedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => {
      upload.progress = loaded / total;
      changed();
    };
    request.onloadend = () => {
      const answer = request.response as ({ file?: AttachedFile } & Failure) | null;
      if (answer?.file) resolve(answer.file);
      else reject(answer ?? {});
    };
    signal.onabort = () => request.abort();
    request.send(upload.file.slice());
  });
}

/** How large a file is, as people say it. */
export function sizeText(bytes: number, language: string): string {
  const [unit, tenths] = bytes < 2 ** 20 ? ['kilobyte', Math.ceil(bytes / 2 ** 10) * 10] : ['megabyte', Math.ceil(bytes * 10 / 2 ** 20)];
  return (tenths / 10).toLocaleString(language, { style: 'unit', unit });
}

/** Where a file of this name is brought. */
export const filesPath = (conv: string, name: string): string => `/v1/files?${new URLSearchParams({ conv, name })}`;
