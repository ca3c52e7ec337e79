//! The store's contract: one suite, run on every engine, each case under the engine's name.

use attune::domain::budget::{Basis, Fit, LinesChange, Scope, Step, Why};
use attune::domain::canned::{CannedReply, CannedText};
use attune::domain::handoff::Customer;
use attune::domain::identity::Identity;
use attune::domain::outcome::{AngerAlerts, JudgedReadings, Peak};
use attune::domain::{
    AlertEnd, AlertId, AlertKind, AlertState, AttachedFile, ConversationId, Event, FileId, FileKind, Judgement,
    Language, MessageId, MessageText, Outcome, Party, PhaseName, Promise, Reading, Role, Seq, SiteId, StaffId, Stage,
    Stamped, Subject, Summary, Timestamp, VisitorId,
};
use attune::store::sqlite::Settings;
use attune::store::{
    Append, ArrivingFile, AuditLine, FileBound, FileBounds, KeptFile, Login, MemoryStore, OpenPages, Overlay,
    OverlayKind, Period, PolicyOrigin, PolicyTerm, Sender, Site, SqliteStore, Staff, Store, StoreError, Visitor,
    WordingRule,
};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

macro_rules! on_every_engine {
    ($($case:ident),* $(,)?) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(super::Bench::memory()).await;
            })*
        }
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(super::Bench::sqlite()).await;
            })*
        }
    };
}

on_every_engine!(
    an_append_is_all_or_nothing,
    an_overtaken_append_conflicts_and_changes_nothing,
    an_append_brings_a_message_id_once,
    an_append_that_is_a_bug_is_refused,
    pages_go_both_ways_in_both_numberings,
    lists_show_what_changed_last_first,
    a_period_lists_what_began_in_it_page_by_page,
    sites_and_visitors_are_found_again,
    staff_is_found_by_mail_without_case,
    a_mail_address_belongs_to_one_person,
    logins_end_alone_and_all_at_once,
    ended_logins_are_deleted_so_many_at_once,
    a_claim_takes_room,
    of_claims_at_once_only_as_many_pass_as_there_is_room_for,
    policies_and_audit_are_kept_in_their_order,
    canned_replies_are_replaced_deleted_and_listed_by_shortcut,
    rules_of_wording_are_replaced_deleted_and_listed_by_id,
    what_admins_set_is_replaced_deleted_and_listed_by_id,
    feedback_is_found_over_all_logs_the_latest_first_kept,
    outcomes_come_in_the_order_they_were_written,
    an_outcome_stands_once_and_takes_the_last_place,
    ended_conversations_are_listed_by_when_their_promises_fall_due,
    the_history_of_lines_is_kept_and_numbered_once,
    the_epoch_stays_over_a_reopening,
    reads_see_every_answered_append,
    one_of_many_racing_appends_wins,
    conversations_do_not_disturb_each_other,
    pages_of_open_conversations_hold_each_once,
    what_is_erased_never_was,
    a_file_takes_its_room_before_it_comes,
    a_file_stands_beside_one_message,
    files_go_with_their_conversation_or_when_nobody_needs_them,
    a_closed_store_says_so,
);

/// A store under test, with the folder it lives in.
struct Bench {
    store: Arc<dyn Store>,
    folder: Option<TempDir>,
}

impl Bench {
    fn memory() -> Self {
        Self { store: Arc::new(MemoryStore::new()), folder: None }
    }

    fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(folder.path().join("deep/down/attune.db"), Settings::default()).expect("opens");
        Self { store: Arc::new(store), folder: Some(folder) }
    }

    /// Closed and opened again, where the engine can.
    async fn reopened(self) -> Self {
        let Some(folder) = self.folder else { return self };
        self.store.close().await.expect("closes");
        let store = SqliteStore::open(folder.path().join("deep/down/attune.db"), Settings::default()).expect("opens");
        Self { store: Arc::new(store), folder: Some(folder) }
    }
}

// Makers of values, shared with the tests of SQLite alone.

pub(crate) fn conversation() -> ConversationId {
    ConversationId(Uuid::now_v7())
}

pub(crate) fn opened(seq: u64, public: u64) -> Stamped<Event> {
    let event = Event::Opened {
        site: shop(),
        visitor: VisitorId(Uuid::nil()),
        customer: Customer::default(),
        before: None,
        earlier: None,
    };
    Stamped { seq: Seq(seq), public: Some(Seq(public)), at: Timestamp(1_000), by: Party::Visitor, event }
}

pub(crate) fn said(seq: u64, public: u64, text: &str) -> Stamped<Event> {
    with_id(seq, public, MessageId(Uuid::now_v7()), text)
}

fn with_id(seq: u64, public: u64, id: MessageId, text: &str) -> Stamped<Event> {
    let text = MessageText::try_from(text.to_owned()).expect("a text");
    let event = Event::Said {
        id,
        text,
        bot: None,
        answers: None,
        quick_replies: Vec::new(),
        flow: None,
        despite: Vec::new(),
        files: Vec::new(),
    };
    let at = Timestamp(1_000 + i64::try_from(seq).expect("small"));
    Stamped { seq: Seq(seq), public: Some(Seq(public)), at, by: Party::Visitor, event }
}

pub(crate) fn noted(seq: u64) -> Stamped<Event> {
    let event = Event::Noted {
        id: MessageId(Uuid::now_v7()),
        text: MessageText::try_from("among us".to_owned()).expect("a text"),
    };
    let by = Party::Staff { id: StaffId(Uuid::nil()), name: "Lin".to_owned() };
    Stamped { seq: Seq(seq), public: None, at: Timestamp(1_000), by, event }
}

pub(crate) fn append(conv: ConversationId, events: Vec<Stamped<Event>>) -> Append {
    let summary = summary(conv, &events);
    Append { conv, events, summary, outcome: None, claim: None }
}

fn summary(conv: ConversationId, events: &[Stamped<Event>]) -> Summary {
    let last = events.last().map_or(Seq(0), |logged| logged.seq);
    Summary {
        conv,
        site: shop(),
        visitor: VisitorId(Uuid::nil()),
        visitor_name: None,
        segment: None,
        language: Language::En,
        phase: PhaseName::WithBot,
        agent: None,
        agent_name: None,
        last_agent: None,
        stage: Stage::Calm,
        belief: Some(0.25),
        trend: 0.0,
        last_seq: last,
        last_public: last,
        preview: "…".to_owned(),
        files: 0,
        last_by: Party::Visitor,
        last_at: Timestamp(1_000),
        opened_at: Timestamp(1_000),
        waiting_since: None,
        waited_ms: None,
        team: None,
        passing: None,
        experts: Vec::new(),
        unanswered_since: None,
        alert: None,
        alerts: Vec::new(),
        promises: Vec::new(),
        questions: Vec::new(),
        tags: Vec::new(),
        snoozed_until: None,
        unscored: 0,
    }
}

fn shop() -> SiteId {
    SiteId::try_from("shop".to_owned()).expect("a site name")
}

fn member(email: &str, name: &str) -> Staff {
    Staff {
        id: StaffId(Uuid::new_v4()),
        email: email.to_owned(),
        name: name.to_owned(),
        role: Role::Agent,
        password_hash: "$argon2id$…".to_owned(),
        capacity: 3,
        language: Language::Zh,
        active: true,
    }
}

async fn log(store: &dyn Store, conv: ConversationId) -> Vec<Stamped<Event>> {
    store.events_after(conv, Seq(0), u32::MAX).await.expect("readable")
}

// The cases.

async fn an_append_is_all_or_nothing(bench: Bench) {
    let (store, conv) = (Arc::clone(&bench.store), conversation());
    let first = append(conv, vec![opened(1, 1), said(2, 2, "hello")]);
    store.append(&first).await.expect("appends");
    assert_eq!(log(&*store, conv).await, first.events);
    assert_eq!(store.summary(conv).await.expect("readable"), Some(first.summary.clone()));

    // The second event of this one breaks a rule: the first must not stay either, nor the summary.
    let id = MessageId(Uuid::now_v7());
    let mut broken = append(conv, vec![with_id(3, 3, id, "new"), with_id(4, 4, id, "hello")]);
    broken.summary.preview.push_str("not this");
    let error = store.append(&broken).await.expect_err("a duplicate");
    assert!(matches!(error, StoreError::DuplicateId(Some(found)) if found == id), "{error:?}");
    assert_eq!(log(&*store, conv).await, first.events);
    assert_eq!(store.summary(conv).await.expect("readable"), Some(first.summary));
}

async fn an_overtaken_append_conflicts_and_changes_nothing(bench: Bench) {
    let (store, conv) = (Arc::clone(&bench.store), conversation());
    store.append(&append(conv, vec![opened(1, 1)])).await.expect("appends");
    for late in [said(1, 9, "late"), said(3, 9, "gap")] {
        let after = Seq(late.seq.0 - 1);
        let error = store.append(&append(conv, vec![late])).await.expect_err("a conflict");
        assert!(matches!(error, StoreError::Conflict { conv: c, after: a } if c == conv && a == after), "{error:?}");
    }
    let fresh = conversation();
    let error = store.append(&append(fresh, vec![said(2, 1, "no beginning")])).await.expect_err("a conflict");
    assert!(matches!(error, StoreError::Conflict { .. }), "{error:?}");
    assert_eq!(log(&*store, conv).await.len(), 1);
    assert_eq!(store.summary(fresh).await.expect("readable"), None);
    store.append(&append(conv, vec![said(2, 2, "in time")])).await.expect("the right place is free");
}

async fn an_append_brings_a_message_id_once(bench: Bench) {
    let (store, conv, other) = (Arc::clone(&bench.store), conversation(), conversation());
    let id = MessageId(Uuid::now_v7());
    store.append(&append(conv, vec![with_id(1, 1, id, "once")])).await.expect("appends");
    let inside = append(other, vec![with_id(1, 1, id, "a"), with_id(2, 2, id, "b")]);
    let inside = store.append(&inside).await.expect_err("a duplicate within");
    assert!(matches!(inside, StoreError::DuplicateId(Some(found)) if found == id), "{inside:?}");
    store.append(&append(other, vec![with_id(1, 1, id, "elsewhere")])).await.expect("another conversation");
    assert_eq!(log(&*store, conv).await.len(), 1);
}

async fn an_append_that_is_a_bug_is_refused(bench: Bench) {
    let (store, conv) = (Arc::clone(&bench.store), conversation());
    let mut foreign = append(conv, vec![opened(1, 1)]);
    foreign.summary.conv = conversation();
    let same_public = append(conv, vec![opened(1, 1), said(2, 1, "same place for visitors")]);
    let gap_inside = append(conv, vec![opened(1, 1), said(3, 2, "gap")]);
    for bug in [append(conv, Vec::new()), append(conv, vec![opened(0, 1)]), gap_inside, foreign, same_public] {
        let error = store.append(&bug).await.expect_err("refused");
        assert!(matches!(error, StoreError::Engine(_)), "{error:?}");
    }
    assert_eq!(log(&*store, conv).await, Vec::new());
}

async fn pages_go_both_ways_in_both_numberings(bench: Bench) {
    let (store, conv) = (Arc::clone(&bench.store), conversation());
    // seq 1..=10, every second one hidden: public 1..=5 on the odd ones.
    let events = (1..=10).map(|n| if n % 2 == 1 { said(n, n / 2 + 1, "words") } else { noted(n) }).collect();
    store.append(&append(conv, events)).await.expect("appends");
    let seqs = |page: Result<Vec<Stamped<Event>>, StoreError>| -> Vec<u64> {
        page.expect("readable").iter().map(|logged| logged.seq.0).collect()
    };
    assert_eq!(seqs(store.events_after(conv, Seq(0), 3).await), [1, 2, 3]);
    assert_eq!(seqs(store.events_after(conv, Seq(8), 50).await), [9, 10]);
    assert_eq!(seqs(store.events_after(conv, Seq(u64::MAX), 50).await), [0; 0]);
    assert_eq!(seqs(store.events_before(conv, Seq(8), 3).await), [5, 6, 7]);
    assert_eq!(seqs(store.events_before(conv, Seq(u64::MAX), 2).await), [9, 10]);
    assert_eq!(seqs(store.events_before(conv, Seq(1), 2).await), [0; 0]);
    assert_eq!(seqs(store.public_after(conv, Seq(0), 2).await), [1, 3]);
    assert_eq!(seqs(store.public_after(conv, Seq(3), 50).await), [7, 9]);
    assert_eq!(seqs(store.public_before(conv, Seq(4), 2).await), [3, 5]);
    assert_eq!(seqs(store.public_before(conv, Seq(u64::MAX), 50).await), [1, 3, 5, 7, 9]);
    assert_eq!(seqs(store.events_after(conv, Seq(0), 0).await), [0; 0]);
    assert_eq!(seqs(store.events_after(conversation(), Seq(0), 50).await), [0; 0]);
}

async fn lists_show_what_changed_last_first(bench: Bench) {
    let store = Arc::clone(&bench.store);
    let mut made = Vec::new();
    for (at, phase) in
        [(5, PhaseName::WithBot), (9, PhaseName::Waiting), (7, PhaseName::Closed), (9, PhaseName::WithAgent)]
    {
        let conv = conversation();
        let mut append = append(conv, vec![Stamped { at: Timestamp(at), ..opened(1, 1) }]);
        append.summary.phase = phase;
        append.summary.agent = Some(StaffId(Uuid::nil()));
        append.summary.waiting_since = Some(Timestamp(at));
        store.append(&append).await.expect("appends");
        made.push(conv);
    }
    let ids = |list: Result<Vec<Summary>, StoreError>| -> Vec<ConversationId> {
        list.expect("readable").iter().map(|summary| summary.conv).collect()
    };
    assert_eq!(ids(store.open_conversations(None, 10).await), [made[3], made[1], made[0]]);
    assert_eq!(ids(store.open_conversations(None, 2).await), [made[3], made[1]]);
    assert_eq!(ids(store.open_conversations(Some(made[1]), 2).await), [made[0]]);
    assert!(ids(store.open_conversations(Some(made[0]), 2).await).is_empty());
    assert_eq!(ids(store.closed_conversations(10).await), [made[2]]);
    assert_eq!(ids(store.conversations_of(VisitorId(Uuid::nil()), 2).await), [made[3], made[1]]);
    assert!(ids(store.conversations_of(VisitorId(Uuid::max()), 2).await).is_empty());

    // A new event moves a line: up, and from one list to the other.
    let mut closing = append(made[0], vec![Stamped { at: Timestamp(11), ..said(2, 2, "bye") }]);
    closing.summary.phase = PhaseName::Closed;
    store.append(&closing).await.expect("appends");
    assert_eq!(ids(store.open_conversations(None, 10).await), [made[3], made[1]]);
    assert_eq!(ids(store.closed_conversations(10).await), [made[0], made[2]]);
    assert_eq!(ids(store.closed_conversations(1).await), [made[0]]);

    assert!(ids(store.closed_with_alerts(Timestamp(0)).await).is_empty());
    for (at, seq) in [(2, 2), (0, 3)] {
        let mut alerted = append(
            made[at],
            vec![Stamped { at: Timestamp(20 + i64::try_from(seq).expect("small")), ..said(seq, seq, "so") }],
        );
        alerted.summary.phase = PhaseName::Closed;
        alerted.summary.alerts = vec![raised()];
        store.append(&alerted).await.expect("appends");
    }
    assert_eq!(ids(store.closed_with_alerts(Timestamp(0)).await), [made[0], made[2]]);
    assert_eq!(ids(store.closed_with_alerts(Timestamp(23)).await), [made[0]]);
    assert!(ids(store.closed_with_alerts(Timestamp(24)).await).is_empty());
}

const ROOM: FileBounds =
    FileBounds { conversation_files: 3, conversation_bytes: 100, day_bytes: 150, at_once: 2, total_bytes: 1_000 };

/// About to arrive for a conversation.
fn arriving(conv: ConversationId, by: Sender, bytes: u64, at: i64) -> ArrivingFile {
    ArrivingFile { id: FileId(Uuid::now_v7()), conv, by, at: Timestamp(at), bytes }
}

fn arrived(file: &ArrivingFile) -> AttachedFile {
    let (id, bytes, kind) = (file.id, file.bytes, FileKind::Png);
    AttachedFile { id, name: "收据.png".to_owned(), kind, bytes, width: Some(3), height: None }
}

/// All of it is there.
async fn kept(store: &dyn Store, conv: ConversationId, by: Sender, bytes: u64, at: i64) -> AttachedFile {
    let file = arriving(conv, by, bytes, at);
    store.begin_file(file.clone(), ROOM).await.expect("room");
    store.finish_file(arrived(&file), [7; 32]).await.expect("written");
    arrived(&file)
}

fn somebody() -> Sender {
    Sender::Visitor(VisitorId(Uuid::now_v7()))
}

fn with_files(seq: u64, files: &[&AttachedFile]) -> Stamped<Event> {
    let mut logged = said(seq, seq, "x");
    if let Event::Said { files: beside, .. } = &mut logged.event {
        beside.extend(files.iter().map(|file| (*file).clone()));
    }
    logged
}

async fn a_file_takes_its_room_before_it_comes(bench: Bench) {
    let store = &bench.store;
    let (conv, by) = (conversation(), somebody());
    let no_room = |outcome: Result<(), StoreError>| match outcome {
        Err(StoreError::NoRoom(bound)) => bound,
        other => panic!("{other:?}"),
    };
    let begin = |conv, by, bytes, at| {
        let file = arriving(conv, by, bytes, at);
        async move { (store.begin_file(file.clone(), ROOM).await, file) }
    };
    assert_eq!(no_room(begin(conv, by, 101, 1).await.0), FileBound::Conversation);
    let (first, file) = begin(conv, by, 60, 1).await;
    first.expect("room");
    assert_eq!(store.file(file.id).await.expect("readable"), None, "it has not arrived");
    assert!(matches!(
        store.begin_file(file.clone(), ROOM).await,
        Err(StoreError::DuplicateId(_) | StoreError::NoRoom(_))
    ));
    assert_eq!(no_room(begin(conv, by, 41, 1).await.0), FileBound::Conversation, "what arrives counts");
    begin(conversation(), by, 10, 1).await.0.expect("room");
    assert_eq!(no_room(begin(conversation(), by, 10, 1).await.0), FileBound::AtOnce);
    store.finish_file(arrived(&file), [7; 32]).await.expect("written");
    assert_eq!(no_room(begin(conversation(), by, 81, 1).await.0), FileBound::Day);
    begin(conversation(), by, 81, DAY + 2).await.0.expect("room on the next day");
    // Staff have no day, and all have one end.
    let lin = Sender::Staff(StaffId(Uuid::now_v7()));
    let mut convs = Vec::new();
    while let (Ok(()), file) = begin(conversation(), lin, 100, 1).await {
        store.finish_file(arrived(&file), [7; 32]).await.expect("written");
        convs.push(file);
    }
    assert_eq!(convs.len(), 8, "1,000 bytes, of which 151 were taken");
    assert_eq!(no_room(begin(conversation(), lin, 100, 1).await.0), FileBound::Total);
    // What is given up has given its room back.
    store.give_up_file(file.id).await.expect("given up");
    begin(conversation(), lin, 100, 1).await.0.expect("room");
    let page = store.kept_files(None, 3).await.expect("readable");
    assert_eq!(page.len(), 3);
    let rest = store.kept_files(page.last().map(|kept| kept.file.id), 99).await.expect("readable");
    assert_eq!(rest.len(), 5);
}

const DAY: i64 = 24 * 3_600_000;

async fn a_file_stands_beside_one_message(bench: Bench) {
    let store = &bench.store;
    let (conv, other, by) = (conversation(), conversation(), somebody());
    let (mine, elsewhere) = (kept(&**store, conv, by, 10, 1).await, kept(&**store, other, by, 10, 1).await);
    let half = arriving(conv, by, 10, 1);
    store.begin_file(half.clone(), ROOM).await.expect("room");
    store.append(&append(conv, vec![opened(1, 1)])).await.expect("appends");
    let unknown = arrived(&arriving(conv, by, 10, 1));
    for file in [&elsewhere, &arrived(&half), &unknown] {
        let outcome = store.append(&append(conv, vec![with_files(2, &[&mine, file])])).await;
        assert!(matches!(outcome, Err(StoreError::FileNotFree)), "{outcome:?}");
    }
    assert_eq!(log(&**store, conv).await.len(), 1, "nothing was stored");
    let with = with_files(2, &[&mine]);
    store.append(&append(conv, vec![with.clone()])).await.expect("appends");
    assert_eq!(log(&**store, conv).await[1], with);
    let outcome = store.append(&append(conv, vec![with_files(3, &[&mine])])).await;
    assert!(matches!(outcome, Err(StoreError::FileNotFree)), "{outcome:?}");
    store.give_up_file(mine.id).await.expect("nothing to do");
    let bench = bench.reopened().await;
    let found = bench.store.file(mine.id).await.expect("readable").expect("there");
    assert_eq!(found, KeptFile { file: mine, conv, by, hash: [7; 32], message: Some(Seq(2)) });
}

async fn files_go_with_their_conversation_or_when_nobody_needs_them(bench: Bench) {
    let store = &bench.store;
    let (conv, by) = (conversation(), somebody());
    let named = kept(&**store, conv, by, 10, 1).await;
    let (old, young) = (kept(&**store, conv, by, 10, 1).await, kept(&**store, conv, by, 10, 9).await);
    let half = arriving(conversation(), by, 10, 1);
    store.begin_file(half.clone(), ROOM).await.expect("room");
    let mut ended = append(conv, vec![opened(1, 1), with_files(2, &[&named])]);
    ended.summary.phase = PhaseName::Closed;
    store.append(&ended).await.expect("appends");

    assert_eq!(store.give_up_loose(Timestamp(9)).await.expect("given up"), 2);
    let mut gone = vec![old.id, half.id];
    gone.sort_unstable();
    assert_eq!(store.gone_files(9).await.expect("readable"), gone);
    assert!(matches!(store.finish_file(arrived(&half), [7; 32]).await, Err(StoreError::FileNotFree)));
    store.forget_gone(gone).await.expect("forgotten");
    assert_eq!(store.gone_files(9).await.expect("readable"), []);
    assert_eq!(store.file(old.id).await.expect("readable"), None);

    store.erase(conv).await.expect("erases");
    let mut gone = vec![named.id, young.id];
    gone.sort_unstable();
    assert_eq!(store.gone_files(9).await.expect("readable"), gone, "named or not");
    assert_eq!(store.gone_files(1).await.expect("readable"), gone[..1]);
    for file in [named, young] {
        assert_eq!(store.file(file.id).await.expect("readable"), None);
    }
}

async fn what_is_erased_never_was(bench: Bench) {
    let store = &bench.store;
    let mut ended = Vec::new();
    for at in [30, 10, 20] {
        let conv = conversation();
        let mut append = append(conv, vec![Stamped { at: Timestamp(at), ..opened(1, 1) }]);
        append.summary.phase = PhaseName::Closed;
        append.outcome = Some(outcome(conv, "shop", None));
        store.append(&append).await.expect("appends");
        ended.push(conv);
    }
    let open = conversation();
    store.append(&append(open, vec![opened(1, 1)])).await.expect("appends");
    assert_eq!(store.ended_before(Timestamp(30), 9).await.expect("readable"), [ended[1], ended[2]]);
    assert_eq!(store.ended_before(Timestamp(31), 1).await.expect("readable"), [ended[1]]);
    for (until, count) in [(10, 0), (30, 2), (31, 3), (99, 3)] {
        assert_eq!(store.count_ended_before(Timestamp(until)).await.expect("readable"), count);
    }

    assert!(matches!(store.erase(open).await, Err(StoreError::GoesOn)));
    assert_eq!(log(&**store, open).await.len(), 1);
    for _ in 0..2 {
        store.erase(ended[1]).await.expect("erases, and what is gone once more");
    }
    assert_eq!(log(&**store, ended[1]).await, Vec::new());
    assert_eq!(store.summary(ended[1]).await.expect("readable"), None);
    let outcomes = store.outcomes_after(0, 9).await.expect("readable");
    assert_eq!(outcomes.iter().map(|(_, outcome)| outcome.conv).collect::<Vec<_>>(), [ended[0], ended[2]]);
    assert_eq!(store.ended_before(Timestamp(99), 9).await.expect("readable"), [ended[2], ended[0]]);
    // Its place is free again, from the beginning alone.
    assert!(matches!(
        store.append(&append(ended[1], vec![said(2, 2, "late")])).await,
        Err(StoreError::Conflict { .. })
    ));
    store.append(&append(ended[1], vec![opened(1, 1)])).await.expect("appends");

    let visitor = |token: u8, id: VisitorId| Visitor {
        id,
        site: shop(),
        token_hash: [token; 32],
        expires_at: Timestamp(9),
        identity: None,
    };
    let (gone, stays) = (VisitorId(Uuid::now_v7()), VisitorId(Uuid::now_v7()));
    for (token, id) in [(1, gone), (2, gone), (3, stays)] {
        store.put_visitor(visitor(token, id)).await.expect("written");
    }
    store.forget_visitor(gone).await.expect("forgets");
    for (token, found) in [(1, None), (2, None), (3, Some(stays))] {
        let known = store.visitor_by_token([token; 32]).await.expect("readable");
        assert_eq!(known.map(|visitor| visitor.id), found);
    }
}

async fn ended_conversations_are_listed_by_when_their_promises_fall_due(bench: Bench) {
    let store = &bench.store;
    let promise = |due: Option<i64>| {
        let (by, text) = (Party::Bot, "We will call you.".to_owned());
        Promise { seq: Seq(3), message: Seq(2), by, text, due: due.map(Timestamp) }
    };
    let closed = PhaseName::Closed;
    let cases = [
        (closed, vec![promise(Some(30)), promise(None)]),
        (closed, vec![promise(Some(20))]),
        (PhaseName::WithAgent, vec![promise(Some(10))]),
        (closed, vec![promise(None)]),
        (closed, Vec::new()),
        (closed, vec![promise(Some(5))]),
    ];
    let mut made = Vec::new();
    for (phase, promises) in cases {
        let conv = conversation();
        let mut append = append(conv, vec![opened(1, 1)]);
        (append.summary.phase, append.summary.promises) = (phase, promises);
        store.append(&append).await.expect("appends");
        made.push(conv);
    }
    let owing = async |since: i64, limit: u32| -> Vec<ConversationId> {
        let found = store.closed_with_promises(Timestamp(since), limit).await.expect("readable");
        found.iter().map(|summary| summary.conv).collect()
    };
    assert_eq!(owing(0, 9).await, [made[5], made[1], made[0]]);
    assert_eq!(owing(20, 9).await, [made[1], made[0]]);
    assert_eq!(owing(0, 1).await, [made[5]]);
    // Kept: it leaves the list.
    let mut kept = append(made[1], vec![said(2, 2, "done")]);
    kept.summary.phase = closed;
    store.append(&kept).await.expect("appends");
    assert_eq!(owing(6, 9).await, [made[0]]);
}

fn raised() -> AlertState {
    let about = (AlertKind::Anger, Stage::Concern);
    AlertState::raised(AlertId(Uuid::nil()), about, Vec::new(), Seq(1), Timestamp(1))
}

async fn sites_and_visitors_are_found_again(bench: Bench) {
    let site = Site {
        id: shop(),
        name: "小店".to_owned(),
        language: Language::Zh,
        origins: vec!["https://shop.example".to_owned()],
    };
    let mut visitor = Visitor {
        id: VisitorId(Uuid::new_v4()),
        site: shop(),
        token_hash: [7; 32],
        expires_at: Timestamp(5),
        identity: None,
    };
    bench.store.put_site(site.clone()).await.expect("puts");
    bench.store.put_visitor(visitor.clone()).await.expect("puts");
    visitor.expires_at = Timestamp(9);
    let attributes = [("plan".to_owned(), "金卡".to_owned())].into();
    visitor.identity = Some(Identity { user: "u7".to_owned(), name: Some("梅".to_owned()), email: None, attributes });
    bench.store.put_visitor(visitor.clone()).await.expect("moves the expiry");
    let bench = bench.reopened().await;
    let store = &bench.store;
    assert_eq!(store.site(&shop()).await.expect("readable"), Some(site.clone()));
    assert_eq!(store.visitor_by_token([7; 32]).await.expect("readable"), Some(visitor));
    assert_eq!(store.visitor_by_token([8; 32]).await.expect("readable"), None);
    let renamed = Site { name: "Shop".to_owned(), origins: Vec::new(), ..site };
    store.put_site(renamed.clone()).await.expect("replaces");
    assert_eq!(store.site(&shop()).await.expect("readable"), Some(renamed));
}

async fn staff_is_found_by_mail_without_case(bench: Bench) {
    let (lin, ana) = (member("Lin@Demo.Test", "Lin"), member("ÄNA@demo.test", "Ana"));
    for staff in [&lin, &ana] {
        bench.store.put_staff(staff.clone()).await.expect("puts");
    }
    let bench = bench.reopened().await;
    let store = &bench.store;
    assert_eq!(store.staff_by_email("lin@demo.TEST").await.expect("readable"), Some(lin.clone()));
    assert_eq!(store.staff_by_email("äna@demo.test").await.expect("readable"), Some(ana.clone()));
    assert_eq!(store.staff_by_email("nobody@demo.test").await.expect("readable"), None);
    assert_eq!(store.staff(lin.id).await.expect("readable"), Some(lin.clone()));
    assert_eq!(store.all_staff().await.expect("readable"), [ana, lin.clone()]);
    let gone = Staff { active: false, role: Role::Supervisor, ..lin };
    store.put_staff(gone.clone()).await.expect("replaces");
    assert_eq!(store.staff(gone.id).await.expect("readable"), Some(gone));
}

async fn a_mail_address_belongs_to_one_person(bench: Bench) {
    let (lin, other) = (member("lin@demo.test", "Lin"), member("LIN@demo.test", "Other"));
    bench.store.put_staff(lin.clone()).await.expect("puts");
    let error = bench.store.put_staff(other).await.expect_err("in use");
    assert!(matches!(error, StoreError::DuplicateId(None)), "{error:?}");
    assert_eq!(bench.store.all_staff().await.expect("readable"), [lin]);
}

async fn ended_logins_are_deleted_so_many_at_once(bench: Bench) {
    let lin = StaffId(Uuid::new_v4());
    for token in 1..=5_u8 {
        let login = Login { token_hash: [token; 32], staff: lin, expires_at: Timestamp(i64::from(token)) };
        bench.store.put_login(login).await.expect("puts");
    }
    let store = &bench.store;
    assert_eq!(store.delete_ended_logins(Timestamp(3), 2).await.expect("deletes"), 2);
    assert_eq!(store.delete_ended_logins(Timestamp(3), 2).await.expect("deletes"), 1);
    assert_eq!(store.delete_ended_logins(Timestamp(3), 2).await.expect("deletes"), 0);
    for (token, there) in [(1, false), (3, false), (4, true), (5, true)] {
        assert_eq!(store.login([token; 32]).await.expect("readable").is_some(), there, "{token}");
    }
}

/// A claim of a fresh conversation.
fn claimed(by: StaffId) -> Append {
    let conv = conversation();
    let mut claimed = append(conv, vec![opened(1, 1)]);
    (claimed.summary.phase, claimed.summary.agent, claimed.claim) = (PhaseName::WithAgent, Some(by), Some(by));
    claimed
}

async fn a_claim_takes_room(bench: Bench) {
    let lin = Staff { capacity: 2, ..member("lin@demo.test", "Lin") };
    let store = &bench.store;
    store.put_staff(lin.clone()).await.expect("puts");
    let first = claimed(lin.id);
    store.append(&first).await.expect("room for two");
    // Whatever is taken without a claim counts too.
    store.append(&Append { claim: None, ..claimed(lin.id) }).await.expect("no claim");
    let third = claimed(lin.id);
    let refused = store.append(&third).await.expect_err("full");
    assert!(matches!(refused, StoreError::AtCapacity), "{refused:?}");
    assert_eq!(store.summary(third.conv).await.expect("readable"), None, "nothing was stored");
    let again = Append { claim: Some(lin.id), summary: first.summary.clone(), ..append(first.conv, vec![noted(2)]) };
    store.append(&again).await.expect("what is claimed itself does not count");
    let mut over = append(first.conv, vec![noted(3)]);
    over.summary.phase = PhaseName::Closed;
    store.append(&over).await.expect("ends");
    store.append(&third).await.expect("there is room again");
    store.append(&claimed(StaffId(Uuid::new_v4()))).await.expect("of somebody unknown nothing is known");
}

async fn of_claims_at_once_only_as_many_pass_as_there_is_room_for(bench: Bench) {
    let lin = Staff { capacity: 3, ..member("lin@demo.test", "Lin") };
    bench.store.put_staff(lin.clone()).await.expect("puts");
    let claims: Vec<Append> = (0..12).map(|_| claimed(lin.id)).collect();
    let claims = claims.iter().map(|claim| bench.store.append(claim));
    let outcomes = futures_util::future::join_all(claims).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 3);
    assert!(outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).all(|e| matches!(e, StoreError::AtCapacity)));
}

async fn logins_end_alone_and_all_at_once(bench: Bench) {
    let (lin, ana) = (StaffId(Uuid::new_v4()), StaffId(Uuid::new_v4()));
    for (token, staff) in [(1, lin), (2, lin), (3, lin), (4, ana)] {
        let login = Login { token_hash: [token; 32], staff, expires_at: Timestamp(i64::from(token)) };
        bench.store.put_login(login).await.expect("puts");
    }
    let bench = bench.reopened().await;
    let store = &bench.store;
    let found = store.login([2; 32]).await.expect("readable").expect("there");
    assert_eq!((found.staff, found.expires_at), (lin, Timestamp(2)));
    store.delete_login([2; 32]).await.expect("ends");
    store.delete_login([9; 32]).await.expect("ending nothing is fine");
    assert_eq!(store.login([2; 32]).await.expect("readable"), None);
    store.delete_logins_of(lin).await.expect("ends all");
    for (token, there) in [(1, false), (3, false), (4, true)] {
        assert_eq!(store.login([token; 32]).await.expect("readable").is_some(), there, "{token}");
    }
}

async fn the_epoch_stays_over_a_reopening(bench: Bench) {
    let epoch = bench.store.epoch().await.expect("readable");
    assert!(epoch.len() >= 32, "{epoch}");
    let again = bench.reopened().await;
    assert_eq!(again.store.epoch().await.expect("readable"), epoch);
    let other = Bench::sqlite();
    assert_ne!(other.store.epoch().await.expect("readable"), epoch);
}

async fn reads_see_every_answered_append(bench: Bench) {
    let (store, conv) = (Arc::clone(&bench.store), conversation());
    for n in 1..=50 {
        store.append(&append(conv, vec![said(n, n, "word")])).await.expect("appends");
        let newest = store.events_before(conv, Seq(u64::MAX), 1).await.expect("readable");
        assert_eq!(newest[0].seq, Seq(n));
        assert_eq!(store.summary(conv).await.expect("readable").expect("there").last_seq, Seq(n));
    }
}

async fn one_of_many_racing_appends_wins(bench: Bench) {
    let (store, conv) = (Arc::clone(&bench.store), conversation());
    for n in 1..=10 {
        let racers = (0..8).map(|_| {
            let store = Arc::clone(&store);
            async move { store.append(&append(conv, vec![said(n, n, "mine")])).await }
        });
        let outcomes = futures_util::future::join_all(racers).await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let lost = outcomes.iter().filter(|o| matches!(o, Err(StoreError::Conflict { .. }))).count();
        assert_eq!((won, lost), (1, 7), "{outcomes:?}");
    }
    assert_eq!(log(&*store, conv).await.len(), 10);
}

async fn conversations_do_not_disturb_each_other(bench: Bench) {
    let store = Arc::clone(&bench.store);
    let writers = (0..40).map(|_| {
        let store = Arc::clone(&store);
        async move {
            let conv = conversation();
            for n in 1..=20 {
                store.append(&append(conv, vec![said(n, n, "word")])).await.expect("appends");
                // Every second round, a neighbour in the same group commit fails.
                if n % 2 == 0 {
                    store.append(&append(conv, vec![said(n, 99, "late")])).await.expect_err("conflicts");
                }
            }
            conv
        }
    });
    for conv in futures_util::future::join_all(writers).await {
        let seqs: Vec<u64> = log(&*store, conv).await.iter().map(|logged| logged.seq.0).collect();
        assert_eq!(seqs, (1..=20).collect::<Vec<_>>());
    }
}

async fn a_period_lists_what_began_in_it_page_by_page(bench: Bench) {
    let mut convs: Vec<ConversationId> = (0..5).map(|_| conversation()).collect();
    for (n, conv) in (0_i64..).zip(&convs) {
        let mut append = append(*conv, vec![opened(1, 1)]);
        append.summary.opened_at = Timestamp(100 * n);
        for event in &mut append.events {
            event.at = Timestamp(100 * n);
        }
        bench.store.append(&append).await.expect("appends");
    }
    convs.sort();
    let period = |since, until, site: Option<&str>| Period {
        since: Timestamp(since),
        until: Timestamp(until),
        site: site.map(|site| SiteId::try_from(site.to_owned()).expect("a site")),
    };
    let store = &bench.store;
    let list = async |period: Period, after, limit| {
        let found = store.opened_in(period, after, limit).await.expect("read");
        found.iter().map(|summary| (summary.conv, summary.opened_at.0)).collect::<Vec<_>>()
    };
    let began = |all: &[(ConversationId, i64)]| {
        let mut times: Vec<i64> = all.iter().map(|(_, at)| *at).collect();
        times.sort_unstable();
        times
    };
    assert_eq!(began(&list(period(100, 400, None), None, 10).await), [100, 200, 300]);
    let (first, rest) =
        (list(period(0, 500, None), None, 2).await, list(period(0, 500, None), Some(convs[1]), 9).await);
    let paged: Vec<ConversationId> = first.iter().chain(&rest).map(|(conv, _)| *conv).collect();
    assert_eq!(paged, convs, "each once, by id");
    assert_eq!(list(period(0, 500, Some("nowhere")), None, 10).await, []);
}

async fn canned_replies_are_replaced_deleted_and_listed_by_shortcut(bench: Bench) {
    let store = &bench.store;
    let text = |text: &str| {
        let text = MessageText::try_from(text.to_owned()).expect("a text");
        Some(CannedText { title: "标题".to_owned(), text })
    };
    let reply = |id: &str, zh| CannedReply { id: id.to_owned(), en: text("Hi {customer}"), zh };
    assert_eq!(store.canned_replies().await.expect("reads"), []);
    for put in [reply("wait", None), reply("bye", text("再见")), reply("wait", text("请稍候"))] {
        store.put_canned_reply(put).await.expect("puts");
    }
    let all = [reply("bye", text("再见")), reply("wait", text("请稍候"))];
    assert_eq!(store.canned_replies().await.expect("reads"), all);
    for id in ["wait", "nobody"] {
        store.delete_canned_reply(id).await.expect("deletes");
    }
    assert_eq!(store.canned_replies().await.expect("reads"), all[..1]);
}

async fn rules_of_wording_are_replaced_deleted_and_listed_by_id(bench: Bench) {
    let store = &bench.store;
    let rule = |id: &str, body: &str| WordingRule { id: id.to_owned(), body: body.to_owned() };
    assert_eq!(store.wording_rules().await.expect("reads"), []);
    for put in [rule("rivals", "{}"), rule("hype", "{\"why\":\"夸大\"}"), rule("rivals", "{\"level\":\"block\"}")] {
        store.put_wording_rule(put).await.expect("puts");
    }
    let all = [rule("hype", "{\"why\":\"夸大\"}"), rule("rivals", "{\"level\":\"block\"}")];
    assert_eq!(store.wording_rules().await.expect("reads"), all);
    for id in ["rivals", "nobody"] {
        store.delete_wording_rule(id).await.expect("deletes");
    }
    assert_eq!(store.wording_rules().await.expect("reads"), all[..1]);
}

async fn what_admins_set_is_replaced_deleted_and_listed_by_id(bench: Bench) {
    let (store, kind) = (&bench.store, OverlayKind::Article);
    let overlay = |id: &str, body: &str| Overlay { kind, id: id.to_owned(), body: body.to_owned() };
    assert_eq!(store.overlays(kind).await.expect("reads"), []);
    for put in [overlay("returns", "{}"), overlay("opening", "\"何时\""), overlay("returns", "[1]")] {
        store.put_overlay(put).await.expect("puts");
    }
    let all = [overlay("opening", "\"何时\""), overlay("returns", "[1]")];
    assert_eq!(store.overlays(kind).await.expect("reads"), all);
    for id in ["returns", "nobody"] {
        store.delete_overlay(kind, id).await.expect("deletes");
    }
    assert_eq!(store.overlays(kind).await.expect("reads"), all[..1]);
}

async fn policies_and_audit_are_kept_in_their_order(bench: Bench) {
    let sam = Party::Staff { id: StaffId(Uuid::from_u128(7)), name: "Sam".to_owned() };
    let term = |since: i64, origin, by: &Party| PolicyTerm {
        since: Timestamp(since),
        version: format!("v{since}"),
        toml: "version = \"v\"\n".to_owned(),
        origin,
        by: by.clone(),
    };
    let terms = [
        term(5, PolicyOrigin::Configured, &Party::System),
        term(20, PolicyOrigin::Applied, &sam),
        term(30, PolicyOrigin::Undone, &sam),
    ];
    for at in [1, 0, 2] {
        bench.store.put_policy(terms[at].clone()).await.expect("kept");
    }
    let twice = bench.store.put_policy(terms[1].clone()).await.expect_err("one for each moment");
    assert!(matches!(twice, StoreError::DuplicateId(None)), "{twice:?}");
    let line = |n: i64| AuditLine {
        at: Timestamp(n),
        by: sam.clone(),
        act: "replay".to_owned(),
        detail: format!("{{\"n\":{n}}}"),
    };
    for n in [3, 1, 2] {
        bench.store.put_audit(line(n)).await.expect("kept");
    }
    let bench = bench.reopened().await;
    assert_eq!(bench.store.policies().await.expect("read"), terms);
    assert_eq!(bench.store.audit(2).await.expect("read"), [line(2), line(1)], "the order of writing");
}

async fn pages_of_open_conversations_hold_each_once(bench: Bench) {
    let store = Arc::clone(&bench.store);
    let mut begun = Vec::new();
    for at in 0..70 {
        let conv = conversation();
        store.append(&append(conv, vec![Stamped { at: Timestamp(at), ..opened(1, 1) }])).await.expect("appends");
        begun.push(conv);
    }
    let mut pages = OpenPages::new(store.as_ref());
    let mut read = pages.next().await.expect("readable").expect("a page");
    assert!(read.len() < 70, "the first page is small");
    // What changes meanwhile moves nothing, neither of what was read nor of what was not.
    for (conv, phase) in
        [(begun[69], PhaseName::WithBot), (begun[1], PhaseName::WithBot), (begun[0], PhaseName::Closed)]
    {
        let mut change = append(conv, vec![Stamped { at: Timestamp(100), ..said(2, 2, "hello") }]);
        change.summary.phase = phase;
        store.append(&change).await.expect("appends");
    }
    let newcomer = conversation();
    store.append(&append(newcomer, vec![opened(1, 1)])).await.expect("appends");
    while let Some(page) = pages.next().await.expect("readable") {
        read.extend(page);
    }
    begun.reverse();
    begun.pop();
    assert_eq!(read.iter().map(|summary| summary.conv).collect::<Vec<_>>(), begun);
    assert!(pages.next().await.expect("readable").is_none());
}

async fn a_closed_store_says_so(bench: Bench) {
    let store = Arc::clone(&bench.store);
    store.probe().await.expect("writes");
    store.close().await.expect("closes");
    store.close().await.expect("closes twice");
    let unavailable = |error: StoreError| assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    unavailable(store.append(&append(conversation(), vec![opened(1, 1)])).await.expect_err("closed"));
    unavailable(store.probe().await.expect_err("closed"));
    unavailable(store.open_conversations(None, 1).await.expect_err("closed"));
    unavailable(store.epoch().await.expect_err("closed"));
}

fn outcome(conv: ConversationId, site: &str, language: Option<Language>) -> Outcome {
    Outcome {
        conv,
        site: SiteId::try_from(site.to_owned()).expect("a site name"),
        language,
        opened_at: Timestamp(1_000),
        closed_at: Timestamp(2_000),
        peak: Peak { level: -1.25, stage: Stage::Watch },
        scored: 3,
        unread: 1,
        rating: Some(4),
        alerts: AngerAlerts { raised: 1, intervened: 1, done: 0, false_alarm: 1 },
        sensitive: false,
        readings: JudgedReadings::default(),
        helped: false,
        basis: Basis { model: "abc".to_owned(), policy: "3".to_owned() },
    }
}

async fn outcomes_come_in_the_order_they_were_written(bench: Bench) {
    let convs = [conversation(), conversation(), conversation(), conversation()];
    let places = [("a", Some(Language::En)), ("a", Some(Language::Zh)), ("b", None), ("a", Some(Language::En))];
    let outcomes: Vec<Outcome> =
        convs.iter().zip(places).map(|(conv, (site, language))| outcome(*conv, site, language)).collect();
    for outcome in &outcomes {
        let ended = Append { outcome: Some(outcome.clone()), ..append(outcome.conv, vec![opened(1, 1)]) };
        bench.store.append(&ended).await.expect("appends");
    }
    let bench = bench.reopened().await;
    let all = bench.store.outcomes_after(0, 100).await.expect("reads");
    assert_eq!(all.iter().map(|(_, outcome)| outcome.clone()).collect::<Vec<_>>(), outcomes);
    let first = bench.store.outcomes_after(0, 1).await.expect("reads");
    assert_eq!(first, all[..1]);
    assert_eq!(bench.store.outcomes_after(all[1].0, 100).await.expect("reads"), all[2..]);
    assert_eq!(bench.store.outcomes_after(u64::MAX, 100).await.expect("reads"), []);
    let recent = bench.store.recent_outcomes(1).await.expect("reads");
    assert_eq!(recent, all[1..], "of each site and language the latest");
    assert_eq!(bench.store.recent_outcomes(0).await.expect("reads"), []);
}

async fn feedback_is_found_over_all_logs_the_latest_first_kept(bench: Bench) {
    let (first, second) = (conversation(), conversation());
    let hidden = |seq: u64, at: i64, event: Event| {
        let by = Party::Staff { id: StaffId(Uuid::nil()), name: "Lin".to_owned() };
        Stamped { seq: Seq(seq), public: None, at: Timestamp(at), by, event }
    };
    let alert = AlertId(Uuid::nil());
    let closed = |how| Event::AlertClosed { alert, how };
    let judged = || {
        let (subject, judgement) = (Subject::Alert { alert }, Judgement::Right);
        Event::Judged { subject, judgement, level: None, asked: false, read: None, mutes: None }
    };
    let (about, reasons, against, message) = (AlertKind::Anger, Vec::new(), None, Seq(2));
    let raised = Event::AlertRaised { alert, about, stage: Stage::Critical, reasons, against, message };
    let (stage, model) = (Stage::Calm, "m".to_owned());
    let read = Reading { language: None, anger: 0.5, base: 0.5, stage, model };
    let sampled = Event::Sampled { message: Seq(2), p: 0.5, read };
    let one = vec![
        opened(1, 1),
        said(2, 2, "judged, sampled, alert_raised, false_alarm"),
        hidden(3, 2_000, sampled),
        hidden(4, 2_500, closed(AlertEnd::Done)),
        hidden(5, 4_000, closed(AlertEnd::FalseAlarm)),
        hidden(6, 4_000, raised),
    ];
    bench.store.append(&append(first, one)).await.expect("appends");
    bench.store.append(&append(second, vec![opened(1, 1), hidden(2, 3_000, judged())])).await.expect("appends");
    let bench = bench.reopened().await;
    let found = async |since, limit| {
        let events = bench.store.feedback(Timestamp(since), limit).await.expect("reads");
        events.into_iter().map(|(conv, logged)| (conv, logged.seq.0, logged.at.0)).collect::<Vec<_>>()
    };
    let all = [(first, 3, 2_000), (second, 2, 3_000), (first, 5, 4_000), (first, 6, 4_000)];
    assert_eq!(found(0, 100).await, all);
    assert_eq!(found(3_000, 100).await, all[1..]);
    assert_eq!(found(0, 2).await, all[2..]);
}

async fn an_outcome_stands_once_and_takes_the_last_place(bench: Bench) {
    let (first, second) = (conversation(), conversation());
    for conv in [first, second] {
        let outcome = Some(outcome(conv, "a", Some(Language::En)));
        bench.store.append(&Append { outcome, ..append(conv, vec![opened(1, 1)]) }).await.expect("appends");
    }
    let before = bench.store.outcomes_after(0, 100).await.expect("reads");
    let judged = Outcome { helped: true, ..outcome(first, "b", None) };
    let again = Append { outcome: Some(judged.clone()), ..append(first, vec![noted(2)]) };
    bench.store.append(&again).await.expect("appends");
    let after = bench.store.outcomes_after(before[1].0, 100).await.expect("reads");
    assert_eq!(after.iter().map(|(_, outcome)| outcome).collect::<Vec<_>>(), [&judged]);
    assert_eq!(bench.store.outcomes_after(0, 100).await.expect("reads").len(), 2);
    let overtaken = Append { outcome: Some(judged), ..append(first, vec![said(7, 7, "late")]) };
    bench.store.append(&overtaken).await.expect_err("it follows nothing");
    assert_eq!(bench.store.outcomes_after(after[0].0, 100).await.expect("reads"), [], "all or nothing");
}

async fn the_history_of_lines_is_kept_and_numbered_once(bench: Bench) {
    let change = |version| LinesChange {
        version,
        at: Timestamp(5),
        scope: Scope { site: Some(shop()), language: Language::Zh },
        step: Step::Promoted,
        why: Why::NoWorse,
        from: None,
        to: Some([-1.0, 0.5, 1.5]),
        chats: 512,
        per_100: [10.0, 5.0, 1.0],
        basis: Basis { model: "abc".to_owned(), policy: "3".to_owned() },
        reference: vec![-2.5, 0.0, 1.0],
        fit: Some(Fit { mean: 0.1, sd: 0.2, chats: 600 }),
    };
    for version in [1, 2, 3] {
        bench.store.add_lines_change(change(version)).await.expect("adds");
    }
    let again = bench.store.add_lines_change(change(2)).await;
    assert!(matches!(again, Err(StoreError::DuplicateId(None))), "{again:?}");
    let bench = bench.reopened().await;
    assert_eq!(bench.store.lines_changes().await.expect("reads"), [change(1), change(2), change(3)]);
}
