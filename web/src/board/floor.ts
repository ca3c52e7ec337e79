// The state of the board: live counts, open alerts, and the conversation that is read along. Owns no drawing.
import { computed, effect, signal } from '@preact/signals';
import type { Board as Counts, ServerFrame } from '../shared/protocol';
import { now, serverNow } from '../staff/clock';
import { Desk } from '../staff/desk';
import { type ErrorCode, codeOf } from '../staff/errors';
import { ring } from '../staff/sound';
import { type Alerts, byUrgency, matchLines, takeAlert } from './alerts';

/** Counts older than this are shown as old. */
const STALE_MS = 10_000;

export class Floor {
  readonly desk: Desk;
  readonly counts = signal<Counts | undefined>(undefined);
  readonly watched = signal<string | undefined>(undefined);
  readonly failed = signal<ErrorCode | undefined>(undefined);
  /** Since when no alert is open. */
  readonly calmSince = signal(serverNow());
  readonly #alerts = signal<Alerts>(new Map());
  readonly #acknowledging = signal<ReadonlySet<string>>(new Set());
  #arrived = 0;
  readonly #stop: () => void;

  constructor() {
    this.desk = new Desk({ topics: ['inbox', 'board'], onFrame: (frame) => this.#take(frame) });
    let before = 0;
    this.#stop = effect(() => {
      const count = this.alerts.value.length;
      if (count === 0 && before > 0) this.calmSince.value = serverNow();
      before = count;
    });
  }

  /** Worst first; what was just acknowledged is left out at once. */
  readonly alerts = computed(() => {
    this.desk.summaries.version.value;
    const lines = this.desk.summaries.all();
    const open = this.desk.ready.value ? matchLines(this.#alerts.value, lines) : this.#alerts.value;
    return byUrgency(open).filter(({ alert }) => !this.#acknowledging.value.has(alert.id));
  });

  /** The counts are too old to be called live. */
  readonly stale = computed(() => {
    const counts = this.counts.value;
    return counts !== undefined && now.value - this.#arrived > STALE_MS;
  });

  close(): void {
    this.#stop();
    this.desk.close();
  }

  async acknowledge(conv: string, alert: string): Promise<void> {
    this.failed.value = undefined;
    this.#acknowledging.value = new Set(this.#acknowledging.value).add(alert);
    try {
      await this.desk.ask({ t: 'alert_ack', conv, alert });
    } catch (error) {
      const left = new Set(this.#acknowledging.value);
      left.delete(alert);
      this.#acknowledging.value = left;
      this.failed.value = codeOf(error);
    }
  }

  watch(conv: string | undefined): void {
    const before = this.watched.peek();
    this.watched.value = conv;
    if (before !== undefined && before !== conv) this.desk.leave(before);
  }

  #take(frame: ServerFrame): void {
    if (frame.t === 'board') {
      this.#arrived = serverNow();
      this.counts.value = frame;
    }
    if (frame.t !== 'alert') return;
    const isNew = !frame.alert.acknowledged && !this.#alerts.peek().has(frame.alert.id);
    this.#alerts.value = takeAlert(this.#alerts.peek(), frame.summary, frame.alert);
    if (isNew && this.desk.ready.peek()) ring('alert');
  }
}
