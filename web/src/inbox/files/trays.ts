// Files beside the replies that are being written, one tray for each conversation. They last as long as the page.
// Keeps: files of one conversation never reach another.
import { effect, signal } from '@preact/signals';
import type { AttachedFile } from '../../shared/protocol';
import { Uploads, filesPath, put } from '../../shared/uploads';
import type { Desk } from '../../staff/desk';

export class Trays {
  readonly #all = new Map<string, Uploads>();
  readonly #version = signal(0);
  readonly #desk: Pick<Desk, 'files' | 'status'>;
  readonly #leave: (conv: string, files: AttachedFile[]) => void;
  readonly #stop: () => void;

  /** @param leave sends what follows a reply that was sent before it was there */
  constructor(desk: Pick<Desk, 'files' | 'status'>, leave: (conv: string, files: AttachedFile[]) => void) {
    this.#desk = desk;
    this.#leave = leave;
    this.#stop = effect(() => {
      void desk.status.value;
      for (const uploads of this.#all.values()) uploads.heard();
    });
  }

  /** The tray of a conversation, once there was something in it. */
  of(conv: string): Uploads | undefined {
    void this.#version.value;
    return this.#all.get(conv);
  }

  has(conv: string): boolean {
    return (this.of(conv)?.all.length ?? 0) > 0;
  }

  add(conv: string, files: readonly File[]): void {
    const uploads = this.#all.get(conv) ?? this.#begin(conv);
    uploads.add(files);
  }

  close(): void {
    this.#stop();
    for (const uploads of this.#all.values()) uploads.close();
  }

  #begin(conv: string): Uploads {
    const changed = (): void => {
      this.#version.value = this.#version.peek() + 1;
    };
    const uploads = new Uploads({
      rules: () => this.#desk.files.peek(),
      isOnline: () => this.#desk.status.peek().phase === 'online',
      put: (upload, stop) => {
        upload.conv = conv;
        return put(filesPath(conv, upload.file.name), upload, stop, changed);
      },
      leave: (files) => this.#leave(conv, files),
      changed,
    });
    this.#all.set(conv, uploads);
    return uploads;
  }
}
