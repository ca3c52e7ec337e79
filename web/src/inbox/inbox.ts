// The state of the inbox: what is listed, what is opened, and what an agent can do. Owns no drawing.
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { call } from '../shared/api';
import type { AlertState, PromiseStanding, ServerFrame, Summary } from '../shared/protocol';
import { uuidv7 } from '../shared/uuid';
import { type Account, mayOversee } from '../staff/account';
import { notify, setTitle } from '../staff/attention';
import { now } from '../staff/clock';
import type { Conversation } from '../staff/conversation';
import { type Asked, Desk, offeredTo } from '../staff/desk';
import { visitorName } from '../staff/names';
import { doWithUndo, show, showError } from '../staff/notices';
import { Judging, saidBy } from '../staff/judgements';
import { OutgoingBox } from '../staff/outgoing';
import { showMessage } from '../staff/thread_view';
import { withResources } from '../staff/resources';
import { type Tone, ring, seen } from '../staff/sound';
import { common } from '../staff/texts';
import { previewText } from '../staff/preview';
import { Replies } from './canned/replies';
import { WordList } from './check/list';
import { Drafts } from './drafts';
import { fallingDue } from './due/due';
import { expertOf } from './experts/asked';
import { isAside, knownTags } from './filing/aside';
import { Trays } from './files/trays';
import { Filing } from './filing/filing';
import { type Filter, SavedFilters } from './filters/filters';
import { Listing } from './listing';
import { MessageSearch } from './search';
import { inboxWords } from './texts';
import { Transfers } from './transfer/transfers';

type Act = 'claim' | 'decline' | 'release' | 'resolve' | 'reopen';

const ENDED_MOST = 100;
/** The packet follows the line that announces it; later than this it must be looked up. */
const OFFER_LATE_MS = 1_000;

export class Inbox {
  readonly desk: Desk;
  readonly list: Listing;
  readonly drafts: Drafts;
  readonly outgoing: OutgoingBox;
  /** Files beside the drafts. */
  readonly trays: Trays;
  readonly search = new MessageSearch();
  readonly filing = new Filing((asked) => this.#ask(asked));
  readonly judging = new Judging((asked) => this.#ask(asked));
  /** Words that replies are checked against. */
  readonly wordList = new WordList();
  /** Texts that are sent often. */
  readonly replies = new Replies();
  readonly transfers: Transfers;
  readonly saved: SavedFilters;
  /** The conversation that is opened. */
  readonly selected = signal<string | undefined>(undefined);
  readonly opened = signal<Conversation | undefined>(undefined);
  /** The latest other conversations of the opened one's visitor; none while they are fetched. */
  readonly others = signal<readonly Summary[]>([]);
  readonly help = signal(false);
  /** The list shows what falls due instead of conversations. */
  readonly isDueShown = signal(false);
  /** Asks the composer to take the focus; grows. */
  readonly focusWanted = signal(0);
  /** The last wish that was granted; a wish waits for a field to take it. */
  focusServed = 0;
  /** An act is on its way: its buttons rest. */
  readonly busy = signal<Act | undefined>(undefined);
  /** When each conversation was last looked at. */
  readonly #readAt = new Map<string, number>();
  readonly #stops: (() => void)[];

  constructor(readonly me: Account) {
    this.drafts = new Drafts(me.staff);
    this.saved = new SavedFilters(me.staff);
    this.desk = new Desk({
      topics: ['inbox'],
      onFrame: (frame) => this.#hear(frame),
      onLine: (line, before) => this.#line(line, before),
      onSnapshot: (topic) => topic === 'inbox' && this.#begin(),
    });
    this.transfers = new Transfers(me.staff, this.desk);
    this.list = new Listing(me.staff, this.desk.summaries, mayOversee(me.role));
    this.outgoing = new OutgoingBox(me.staff, this.desk.socket);
    this.trays = new Trays(this.desk, (conv, files) => this.outgoing.send(conv, 'msg', '', false, files));
    const refused = computed(() => this.outgoing.all.value.filter(({ code }) => code === 'banned_words').length);
    const fromAddress = (): void => this.open(location.hash.slice(1) || undefined);
    addEventListener('hashchange', fromAddress);
    this.#stops = [
      () => removeEventListener('hashchange', fromAddress),
      effect(() => {
        void now.value;
        this.list.tick();
        this.#expire();
      }),
      effect(() => {
        const typed = this.list.query.value;
        untracked(() => this.search.look(typed));
        if (typed !== '') this.isDueShown.value = false;
      }),
      () => this.search.close(),
      () => this.trays.close(),
      this.saved.close,
      effect(() => {
        if (refused.value > 0) untracked(() => void this.wordList.refresh());
      }),
      effect(() => setTitle(this.list.counts.value.owed + this.offered.value.length + this.invitations.value.length, common().inbox)),
    ];
    fromAddress();
    if (this.list.tab.value === 'closed') void this.loadEnded();
    this.desk.connect();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.desk.close();
  }

  /** Offers to me, the one that runs out first in front. */
  readonly offered = computed(() => {
    const offers = [...this.desk.offers.value].map(([conv, offer]) => ({ conv, ...offer }));
    return offers.sort((a, b) => a.expires_at - b.expires_at);
  });

  /** Promises with a time, in every conversation at hand. */
  readonly falling = computed(() => {
    void this.desk.summaries.version.value;
    return fallingDue(this.desk.summaries.all(), this.me.staff, now.value);
  });

  /** Conversations whose agent asks me for help. */
  readonly invitations = computed(() => {
    void this.desk.summaries.version.value;
    return [...this.desk.summaries.all()].filter((line) => expertOf(line, this.me.staff)?.standing === 'asked');
  });

  /** Every tag that the lines at hand have. */
  readonly tags = computed(() => {
    void this.desk.summaries.version.value;
    return knownTags(this.desk.summaries.all());
  });

  /** What I say of the scores and alerts of the opened conversation. */
  readonly said = computed(() => saidBy(this.me.staff, this.opened.value?.events.value ?? []));

  line(conv: string): Summary | undefined {
    void this.desk.summaries.version.value;
    return this.desk.summaries.get(conv);
  }

  open(conv: string | undefined): void {
    const before = this.selected.peek();
    if (conv === before) return;
    batch(() => {
      this.selected.value = conv;
      this.opened.value = conv === undefined ? undefined : this.desk.open(conv);
      this.others.value = [];
      if (conv !== undefined) this.list.cursor.value = conv;
    });
    if (conv !== undefined) void this.#know(conv);
    if (before !== undefined) this.desk.leave(before);
    if (conv !== undefined) void this.wordList.load();
    if (location.hash.slice(1) !== (conv ?? '')) history.pushState(null, '', conv === undefined ? location.pathname : `#${conv}`);
  }

  /** Opens a conversation at a message, once its log has come. */
  async openAt(conv: string, seq: number): Promise<void> {
    this.open(conv);
    const opened = this.opened.peek();
    if (!opened) return;
    await new Promise<void>((resolve) => {
      const stop = effect(() => {
        if (opened.events.value.length === 0 && opened.failed.value === undefined) return;
        queueMicrotask(() => {
          stop();
          resolve();
        });
      });
    });
    if (this.opened.peek() === opened) await showMessage(opened, seq);
  }

  /** The opened conversation was looked at, up to this place. */
  markRead(seq: number): void {
    const conv = this.selected.peek();
    const line = conv === undefined ? undefined : this.desk.summaries.get(conv);
    if (!line || document.visibilityState !== 'visible') return;
    if (this.#readAt.get(line.conv) !== line.last_at) {
      this.#readAt.set(line.conv, line.last_at);
      this.desk.summaries.version.value += 1;
    }
    if (line.agent === this.me.staff) this.desk.socket.hint({ t: 'read', conv: line.conv, seq });
  }

  /** Whether a row wears the dot: mine, and the visitor wrote since I looked. */
  isUnread(line: Summary): boolean {
    const theirs = line.agent === this.me.staff && line.phase === 'with_agent' && line.last_by.who === 'visitor';
    return theirs && line.last_at > (this.#readAt.get(line.conv) ?? 0);
  }

  /** Takes the floor: accepts an offer, claims what waits, or takes over. */
  async claim(conv: string): Promise<void> {
    this.open(conv);
    if (!(await this.#act('claim', conv))) return;
    this.desk.dropOffer(conv);
    this.writeIn(conv, 'reply');
  }

  /** What is written of why goes along: whoever passed it on reads it. */
  async decline(conv: string): Promise<void> {
    const reason = this.transfers.whyNot(conv);
    const asked: Asked = { t: 'decline', conv, ...(reason !== '' && { reason }) };
    if (await this.#act('decline', conv, asked)) this.desk.dropOffer(conv);
  }

  async release(conv: string): Promise<void> {
    if (await this.#act('release', conv)) show({ kind: 'done', text: inboxWords().released });
  }

  async resolve(conv: string): Promise<void> {
    const line = this.desk.summaries.get(conv);
    const mine = line?.agent === this.me.staff && line.phase === 'with_agent';
    if (!(await this.#act('resolve', conv))) return;
    const words = inboxWords();
    show({ kind: 'done', text: words.resolved, action: { label: words.undo, run: () => void this.reopen(conv, mine) } });
  }

  /** @param again also takes the floor, for those who had it: reopening gives it to the assistant */
  async reopen(conv: string, again: boolean): Promise<void> {
    if ((await this.#act('reopen', conv)) && again) await this.#act('claim', conv);
  }

  /** Says what became of a promise; undo opens it again. */
  async settlePromise(conv: string, promise: number, standing: PromiseStanding): Promise<void> {
    const words = inboxWords();
    const text = standing === 'kept' ? words.promiseKept : words.promiseDropped;
    const settle = (to: PromiseStanding): Promise<void> => this.#ask({ t: 'promise', conv, promise, standing: to });
    await doWithUndo(() => settle(standing), () => settle('open'), text, inboxWords().undo);
  }

  /** Says that a question is answered; undo opens it again. */
  async settleQuestion(conv: string, message: number): Promise<void> {
    const settle = (answered: boolean): Promise<void> => this.#ask({ t: 'question', conv, message, answered });
    await doWithUndo(() => settle(true), () => settle(false), inboxWords().questionAnswered, inboxWords().undo);
  }

  async setAvailable(available: boolean): Promise<void> {
    this.desk.available.value = available;
    await this.#ask({ t: 'me', available }).catch((error: unknown) => {
      this.desk.available.value = !available;
      showError(error);
    });
  }

  writeIn(conv: string, mode: 'reply' | 'note'): void {
    batch(() => {
      this.drafts.change(conv, { mode });
      this.focusWanted.value += 1;
    });
  }

  /** Puts a text under what is written of the reply; whoever writes sends it. */
  insert(conv: string, text: string): void {
    this.drafts.change(conv, { reply: withResources(this.drafts.of(conv).reply, text) });
    this.writeIn(conv, 'reply');
  }

  /** Changes what the list shows; what has ended is fetched for it. */
  show(change: Partial<Filter>): void {
    const { tab, sort, query, shelf, stage, language } = { ...this.list.filter, ...change };
    this.list.view({ tab, sort, query, shelf, stage, language });
    this.isDueShown.value = false;
    if (tab === 'closed') void this.loadEnded();
  }

  /** Fetches what ended before this page was opened. */
  loadEnded(): Promise<void> {
    return this.#load(`/v1/conversations/closed?limit=${ENDED_MOST}`);
  }

  async #load(path: string): Promise<void> {
    try {
      const { conversations } = await call<{ conversations: Summary[] }>('GET', path);
      for (const line of conversations) this.desk.summaries.take(line);
    } catch (error) {
      showError(error);
    }
  }

  /** Fetches the line of a conversation, which may be older than those at hand, and those of its visitor's others. */
  async #know(conv: string): Promise<void> {
    // Without it the conversation is there all the same; what it lacks is asked for again when it is opened anew.
    const known = await call<{ conversation: Summary; others: Summary[] }>('GET', `/v1/conversations/${conv}`).catch(() => undefined);
    if (!known) return;
    for (const line of [known.conversation, ...known.others]) this.desk.summaries.take(line);
    if (this.selected.peek() === conv) this.others.value = known.others;
  }

  /** The server was reached, and has told how things stand. */
  #begin(): void {
    queueMicrotask(() => this.list.begin());
    void this.wordList.load();
    void this.replies.load();
    // What goes on comes by itself.
    void this.#load('/v1/promises');
  }

  async #act(act: Act, conv: string, asked: Asked = { t: act, conv }): Promise<boolean> {
    if (this.busy.value) return false;
    this.busy.value = act;
    try {
      await this.#ask(asked);
      return true;
    } catch (error) {
      showError(error);
      return false;
    } finally {
      this.busy.value = undefined;
    }
  }

  #ask(asked: Asked): Promise<void> {
    return this.desk.ask(asked);
  }

  #hear(frame: ServerFrame): void {
    if (frame.t === 'alert') this.#alert(frame.summary, frame.alert);
    if (frame.t === 'offer') {
      const { summary, expires_at } = frame;
      this.call('offer', `${summary.conv} ${expires_at}`, summary, inboxWords().offer(visitorName(summary, common())));
    }
  }

  /** Calls for an alert that nobody took notice of, where I am the one to be called. */
  #alert(line: Summary, alert: AlertState): void {
    if (alert.escalated?.to !== this.me.staff || alert.acknowledged || alert.snoozed || alert.closed) return;
    this.call('alert', `${alert.id} ${alert.called_at}`, line, inboxWords().alertForYou);
  }

  #line(line: Summary, before: Summary | undefined): void {
    this.transfers.hear(line, before);
    // Most conversations never have one.
    if (line.experts ?? before?.experts) void import('./experts/experts').then(({ hear }) => hear(this, line, before));
    const isOffered = offeredTo(line) === this.me.staff;
    if (!isOffered) this.desk.dropOffer(line.conv);
    if (line.agent !== this.me.staff && !isOffered) return;
    if (isOffered) setTimeout(() => void this.#findOffer(line.conv), OFFER_LATE_MS);
    const mine = line.agent === this.me.staff;
    const spoke = mine && line.last_by.who === 'visitor' && before !== undefined && line.last_at > before.last_at;
    if (!spoke || line.phase !== 'with_agent' || isAside(line, now.peek())) return;
    const said = `${line.conv} ${line.last_at}`;
    if (this.selected.peek() === line.conv && document.hasFocus()) seen('message', said);
    else this.call('message', said, line, previewText(line));
  }

  /** An offer that came before this page did: its packet stands in the log. */
  async #findOffer(conv: string): Promise<void> {
    const isOpen = (): boolean => {
      const line = this.desk.summaries.get(conv);
      return line !== undefined && offeredTo(line) === this.me.staff && !this.desk.offers.peek().has(conv);
    };
    if (!isOpen()) return;
    const answer = await this.desk.socket.request({ t: 'history', id: uuidv7(), conv }).catch(() => undefined);
    if (answer?.t !== 'history' || !isOpen()) return;
    const found = answer.items.findLast((item) => item.t === 'event' && item.event.kind === 'offered');
    if (found?.t === 'event' && found.event.kind === 'offered' && found.event.agent === this.me.staff) {
      this.desk.keepOffer(conv, found.event);
    }
  }

  #expire(): void {
    for (const { conv, expires_at } of this.offered.peek()) if (expires_at <= now.peek()) this.desk.dropOffer(conv);
  }

  /** @param which the same in every tab */
  call(tone: Tone, which: string, line: Summary, text: string): void {
    if (!this.desk.ready.peek()) return;
    ring(tone, which);
    notify(visitorName(line, common()), text, line.conv, () => this.open(line.conv));
  }
}
