// The state of the board: live counts, open alerts, and the conversation that is read along. Owns no drawing.
import { computed, effect, signal } from '@preact/signals';
import type { AlertState, Board, Judgement, ServerFrame, SnoozeReason, Summary, Verdict } from '../shared/protocol';
import { account } from '../staff/account';
import { notify, setTitle } from '../staff/attention';
import { now, serverNow } from '../staff/clock';
import type { Conversation } from '../staff/conversation';
import { type Asked, Desk } from '../staff/desk';
import { codeOf, errorText } from '../staff/errors';
import { going } from '../staff/judged';
import { Judging } from '../staff/judgements';
import { visitorName } from '../staff/names';
import { show, showError } from '../staff/notices';
import { language } from '../staff/preferences';
import { reasonsText } from '../staff/reasons';
import { ring } from '../staff/sound';
import type { Changed } from '../staff/summaries';
import { common } from '../staff/texts';
import { verdictWords } from '../staff/verdict_texts';
import { Alerts, type Entry } from './alerts';
import { boardWords } from './texts';

/** Alerts shown in full; more at once are a wall, not a list. `?cards=8` for another number. */
export const EXPANDED = budget(new URLSearchParams(location.search).get('cards'));
/** Counts older than this are shown as old. */
const STALE_MS = 10_000;

/** How many alerts are shown in full: 1 to 20, else 5. */
export function budget(wanted: string | null): number {
  const cards = Number(wanted);
  return Number.isInteger(cards) && cards >= 1 && cards <= 20 ? cards : 5;
}

export class Floor {
  readonly desk: Desk;
  readonly counts = signal<Board | undefined>(undefined);
  /** Alerts that wait for somebody. */
  readonly entries = signal<readonly Entry[]>([]);
  /** Alerts that somebody knows of, and that are not over. */
  readonly settled = signal<readonly Entry[]>([]);
  /** Since when no alert is open. */
  readonly calmSince = signal(serverNow());
  /** The conversations of the alerts shown in full: their curves and latest words. */
  readonly followed = signal<ReadonlyMap<string, Conversation>>(new Map());
  readonly watched = signal<Conversation | undefined>(undefined);
  /** Conversations on whose alerts something is being done. */
  readonly busy = signal<ReadonlySet<string>>(new Set());
  readonly judging = new Judging((asked) => this.desk.ask(asked));
  readonly #arrived = signal(0);
  /** Since when the one waits who has waited longest; offered ones wait too. */
  readonly waitingSince = signal<number | undefined>(undefined);
  readonly #waiting = new Map<string, number>();
  readonly #alerts = new Alerts();
  /** Of each alert, the last step of escalation that was rung for; 0: when it was raised. */
  readonly #called = new Map<string, number>();
  readonly #stop: () => void;

  constructor() {
    this.desk = new Desk({ topics: ['inbox', 'board'], onFrame: (frame) => this.#hear(frame) });
    this.desk.summaries.watch((changed) => this.#lines(changed));
    this.#stop = effect(() => setTitle(this.entries.value.length, common().board));
    this.desk.connect();
  }

  /** The counts are too old to be called live. */
  readonly stale = computed(() => this.counts.value !== undefined && now.value - this.#arrived.value > STALE_MS);

  /** The offer to me that runs out first. */
  readonly offered = computed(() => {
    void this.desk.summaries.version.value;
    const offers = [...this.desk.offers.value].flatMap(([conv, { expires_at }]) => {
      const line = this.desk.summaries.get(conv);
      return line && expires_at > now.value ? [{ line, expires_at }] : [];
    });
    return offers.sort((a, b) => a.expires_at - b.expires_at)[0];
  });

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

  /** Says something to colleagues alone; with an agent who speaks it counts as advice to them. */
  advise(conv: string, text: string): Promise<boolean> {
    return this.#tell({ t: 'note', conv, text });
  }

  /** Takes the floor, offered or from whoever has it; the inbox is where one answers. */
  async takeOver(conv: string): Promise<boolean> {
    const isMine = await this.#tell({ t: 'claim', conv });
    if (isMine) location.assign(`/inbox#${conv}`);
    return isMine;
  }

  async declineOffer(conv: string): Promise<void> {
    if (await this.#tell({ t: 'decline', conv })) this.desk.dropOffer(conv);
  }

  /** Takes notice of all alerts of an entry. */
  acknowledge(entry: Entry): Promise<boolean> {
    return this.#act(entry, ({ id }) => ({ t: 'alert_ack', conv: entry.conv, alert: id }));
  }

  /** Puts the alerts of an entry off. */
  snooze(entry: Entry, minutes: 5 | 15 | 60, reason: SnoozeReason): Promise<boolean> {
    return this.#act(entry, ({ id }) => ({ t: 'alert_snooze', conv: entry.conv, alert: id, minutes, reason }));
  }

  /** Closes every alert of the conversation that is not over; as false alarms, that stands as what I say of them. */
  async closeAlerts(entry: Entry, verdict: Verdict): Promise<boolean> {
    const { conv } = entry;
    const alerts = going(entry.summary);
    const isDone = await this.#act({ ...entry, alerts }, ({ id }) => ({ t: 'alert_close', conv, alert: id, verdict }));
    if (isDone && verdict === 'false_alarm') {
      const undo = { label: verdictWords().undo, run: () => void this.#undo({ conv, alerts }) };
      show({ kind: 'done', text: boardWords().saidFalse, action: undo });
    }
    return isDone;
  }

  /**
   * Says whether the alerts were right, or takes that back: then those that I closed as false alarms stand again.
   * `true` once the server has it of all of them.
   */
  async judge({ conv, alerts }: Pick<Entry, 'conv' | 'alerts'>, judgement: Exclude<Judgement, 'wrong'>): Promise<boolean> {
    const said = await Promise.all(alerts.map(({ id }) => this.judging.judge(conv, { alert: id }, judgement)));
    return said.every(Boolean);
  }

  /** Takes false alarms back. Their cards are gone, so what came of it is said here. */
  async #undo(which: Pick<Entry, 'conv' | 'alerts'>): Promise<void> {
    const { conv, alerts } = which;
    if (!(await this.judge(which, 'withdrawn'))) {
      const refused = alerts.map(({ id }) => this.judging.of(conv, { alert: id })).find((it) => it?.state === 'refused');
      if (refused?.state === 'refused') show({ kind: 'error', text: errorText(refused.code, language.value) });
      return;
    }
    const hasEnded = this.desk.summaries.get(conv)?.phase === 'closed';
    show({ kind: 'done', text: hasEnded ? boardWords().undoneOver : boardWords().undone });
  }

  /** Asks the same for each alert; `false` when something else is under way or one was refused. */
  async #act({ conv, alerts }: Entry, asked: (alert: AlertState) => Asked): Promise<boolean> {
    if (this.busy.value.has(conv)) return false;
    this.busy.value = new Set(this.busy.value).add(conv);
    const done = await Promise.all(alerts.map((alert) => this.#ask(asked(alert))));
    const busy = new Set(this.busy.value);
    busy.delete(conv);
    this.busy.value = busy;
    return done.every(Boolean);
  }

  async #tell(asked: Asked): Promise<boolean> {
    return this.desk.ask(asked).then(
      () => true,
      (error: unknown) => {
        showError(error);
        return false;
      },
    );
  }

  async #ask(asked: Asked): Promise<boolean> {
    try {
      await this.desk.ask(asked);
      return true;
    } catch (error) {
      const code = codeOf(error);
      // Somebody else was faster, or it is over: either way the line shows what became of it.
      const isSettled = code === 'conflict' || code === 'closed' || code === 'not_found';
      if (!isSettled) showError(error);
      return isSettled;
    }
  }

  #hear(frame: ServerFrame): void {
    if (frame.t === 'board') {
      this.#arrived.value = serverNow();
      this.counts.value = frame;
    } else if (frame.t === 'alert') {
      this.#call(frame.summary, frame.alert);
    } else if (frame.t === 'offer' && this.desk.ready.peek()) {
      const { summary } = frame;
      ring('offer', `${summary.conv} ${frame.expires_at}`);
      notify(visitorName(summary, common()), boardWords().offered(visitorName(summary, common())), summary.conv, () => this.watch(summary.conv));
    }
  }

  #lines(changed: Changed): void {
    let isTouched = false;
    for (const [conv, line] of changed) {
      isTouched = this.#alerts.take(conv, line) || isTouched;
      if (line?.waiting_since === undefined) this.#waiting.delete(conv);
      else this.#waiting.set(conv, line.waiting_since);
    }
    const first = Math.min(...this.#waiting.values());
    this.waitingSince.value = Number.isFinite(first) ? first : undefined;
    if (isTouched) this.#show();
  }

  /** Calls once for a new alert, and once for each time it is escalated to me; those that were there before this page
   * was are not new. */
  #call(line: Summary, alert: AlertState): void {
    const { escalated } = alert;
    const step = escalated && escalated.to === account.peek()?.staff ? escalated.step : 0;
    const isNews = step > (this.#called.get(alert.id) ?? -1);
    if (alert.acknowledged || alert.snoozed || alert.closed || !isNews) return;
    this.#called.set(alert.id, step);
    if (!this.desk.ready.peek()) return;
    ring('alert', `${alert.id} ${alert.called_at}`);
    const why = reasonsText(alert.reasons, common(), language.peek());
    notify(visitorName(line, common()), why, alert.id, () => this.watch(line.conv));
  }

  #show(): void {
    const before = this.entries.value.length;
    this.entries.value = this.#alerts.open();
    this.settled.value = this.#alerts.settled();
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
