// The state of the board: live counts, open alerts, and the conversation that is read along. Owns no drawing.
import { computed, effect, signal } from '@preact/signals';
import type { AlertState, Board, ServerFrame, Summary } from '../shared/protocol';
import { notify, ring, setTitle } from '../staff/attention';
import { now, serverNow } from '../staff/clock';
import type { Conversation } from '../staff/conversation';
import { Desk } from '../staff/desk';
import { codeOf } from '../staff/errors';
import { visitorName } from '../staff/names';
import { showError } from '../staff/notices';
import { language } from '../staff/preferences';
import { reasonsText } from '../staff/reasons';
import type { Changed } from '../staff/summaries';
import { common } from '../staff/texts';
import { Alerts, type Entry } from './alerts';

/** Alerts shown in full; more at once are a wall, not a list. */
export const EXPANDED = 5;
/** Counts older than this are shown as old. */
const STALE_MS = 10_000;

export class Floor {
  readonly desk: Desk;
  readonly counts = signal<Board | undefined>(undefined);
  readonly entries = signal<readonly Entry[]>([]);
  /** Since when no alert is open. */
  readonly calmSince = signal(serverNow());
  /** The conversations of the alerts shown in full: their curves and latest words. */
  readonly followed = signal<ReadonlyMap<string, Conversation>>(new Map());
  readonly watched = signal<Conversation | undefined>(undefined);
  /** Conversations whose alerts are being acknowledged. */
  readonly busy = signal<ReadonlySet<string>>(new Set());
  readonly #arrived = signal(0);
  /** Since when the one waits who has waited longest; offered ones wait too. */
  readonly waitingSince = signal<number | undefined>(undefined);
  readonly #waiting = new Map<string, number>();
  readonly #alerts = new Alerts();
  readonly #called = new Set<string>();
  readonly #stop: () => void;

  constructor() {
    this.desk = new Desk({ topics: ['inbox', 'board'], onFrame: (frame) => this.#hear(frame) });
    this.desk.summaries.watch((changed) => this.#lines(changed));
    this.#stop = effect(() => setTitle(this.entries.value.length, common().board));
    this.desk.connect();
  }

  /** The counts are too old to be called live. */
  readonly stale = computed(() => this.counts.value !== undefined && now.value - this.#arrived.value > STALE_MS);

  close(): void {
    this.#stop();
    this.desk.close();
  }

  /** Reads a conversation along; `undefined` stops. */
  watch(conv: string | undefined): void {
    const before = this.watched.peek();
    if (before?.conv === conv) return;
    this.watched.value = conv === undefined ? undefined : this.desk.open(conv);
    if (before) this.desk.leave(before.conv);
  }

  /** Takes notice of all alerts of a conversation. */
  async acknowledge({ conv, alerts }: Entry): Promise<void> {
    if (this.busy.value.has(conv)) return;
    this.busy.value = new Set(this.busy.value).add(conv);
    await Promise.all(alerts.map((alert) => this.#acknowledge(conv, alert)));
    const busy = new Set(this.busy.value);
    busy.delete(conv);
    this.busy.value = busy;
  }

  async #acknowledge(conv: string, alert: AlertState): Promise<void> {
    try {
      await this.desk.ask({ t: 'alert_ack', conv, alert: alert.id });
    } catch (error) {
      const code = codeOf(error);
      // Somebody else did it, or it is over: either way it is done.
      if (code !== 'conflict' && code !== 'closed' && code !== 'not_found') return showError(error);
    }
    this.#alerts.finish(conv, alert.id);
    this.#show();
  }

  #hear(frame: ServerFrame): void {
    if (frame.t === 'board') {
      this.#arrived.value = serverNow();
      this.counts.value = frame;
    } else if (frame.t === 'alert') {
      this.#alerts.put(frame.summary, frame.alert);
      this.#call(frame.summary, frame.alert);
      this.#show();
    }
  }

  #lines(changed: Changed): void {
    let isTouched = false;
    for (const [conv, line] of changed) {
      isTouched = this.#alerts.takeLine(conv, line) || isTouched;
      if (line?.waiting_since === undefined) this.#waiting.delete(conv);
      else this.#waiting.set(conv, line.waiting_since);
    }
    const first = Math.min(...this.#waiting.values());
    this.waitingSince.value = Number.isFinite(first) ? first : undefined;
    if (isTouched) this.#show();
  }

  /** Calls for a new alert once; those that were there before this page was are not new. */
  #call(line: Summary, alert: AlertState): void {
    if (alert.acknowledged || this.#called.has(alert.id)) return;
    this.#called.add(alert.id);
    if (!this.desk.ready.peek()) return;
    ring(alert.stage === 'critical' ? 'low' : 'soft');
    const why = reasonsText(alert.reasons, common(), language.peek());
    notify(visitorName(line, common()), why, alert.id, () => this.watch(line.conv));
  }

  #show(): void {
    const before = this.entries.value.length;
    this.entries.value = this.#alerts.entries();
    if (before > 0 && this.entries.value.length === 0) this.calmSince.value = serverNow();
    this.#follow(new Set(this.entries.value.slice(0, EXPANDED).map(({ conv }) => conv)));
  }

  #follow(wanted: ReadonlySet<string>): void {
    const followed = new Map(this.followed.value);
    for (const conv of followed.keys()) {
      if (wanted.has(conv)) continue;
      this.desk.leave(conv);
      followed.delete(conv);
    }
    for (const conv of wanted) if (!followed.has(conv)) followed.set(conv, this.desk.open(conv));
    this.followed.value = followed;
  }
}
