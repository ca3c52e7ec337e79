//! The index and the thread that follows the log, over a real database file: what is found is what was said, once, after
//! whatever becomes of the file.

use super::store_contract::{append, conversation, noted, opened, said};
use attune::domain::{ConversationId, Language, Seq, SiteId, Stamped, Timestamp};
use attune::search::{Found, Query, Search, Speaker, TIME_LIMIT, Words, beside, spans};
use attune::store::sqlite::Settings;
use attune::store::{SqliteStore, Store};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

struct Bench {
    folder: TempDir,
    store: SqliteStore,
    search: Search,
}

impl Bench {
    fn new() -> Self {
        Self::limited(TIME_LIMIT)
    }

    fn limited(limit: Duration) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, search) = open(folder.path(), limit);
        Self { folder, store, search }
    }

    fn index(&self) -> PathBuf {
        beside(&database(self.folder.path()))
    }

    /// Stops both, lets something happen to the files, and starts both.
    async fn again(self, meanwhile: impl FnOnce(&Path)) -> Self {
        let index = self.index();
        self.search.stop();
        self.store.close().await.expect("closes");
        let Self { folder, store, search } = self;
        drop((store, search));
        meanwhile(&index);
        let (store, search) = open(folder.path(), TIME_LIMIT);
        Self { folder, store, search }
    }

    /// A conversation in which these were said, one after the other.
    async fn say(&self, texts: &[&str]) -> ConversationId {
        let conv = conversation();
        let said = (2..).zip(texts).map(|(seq, text)| said(seq, seq, text));
        let events = std::iter::once(opened(1, 1)).chain(said).collect();
        self.store.append(&append(conv, events)).await.expect("appends");
        conv
    }

    async fn found(&self, query: Query) -> Found {
        caught_up(&self.search).await;
        self.search.find(query).await.expect("searches")
    }

    async fn texts(&self, typed: &str) -> Vec<String> {
        texts(&self.found(query(typed)).await)
    }
}

fn database(folder: &Path) -> PathBuf {
    folder.join("attune.db")
}

fn open(folder: &Path, limit: Duration) -> (SqliteStore, Search) {
    let store = SqliteStore::open(database(folder), Settings::default()).expect("opens");
    let search = Search::start(&database(folder), store.changes(), limit).expect("starts");
    (store, search)
}

async fn caught_up(search: &Search) {
    for _ in 0..3_000 {
        let standing = search.standing();
        if standing.behind == 0 && !standing.is_rebuilding {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the index stays behind: {:?}", search.standing());
}

/// Asks until so many parcels are found.
async fn until_found(bench: &Bench, count: usize) {
    for _ in 0..3_000 {
        if bench.search.find(query("parcel")).await.is_ok_and(|found| found.hits.len() == count) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not made again");
}

fn query(typed: &str) -> Query {
    Query::of(Words::parse(typed).expect("words"))
}

fn texts(found: &Found) -> Vec<String> {
    let text =
        |logged: &Stamped| serde_json::to_value(&logged.event).expect("JSON")["text"].as_str().map(str::to_owned);
    found.hits.iter().filter_map(|hit| text(&hit.logged)).collect()
}

#[tokio::test]
async fn a_conversation_that_is_forgotten_is_found_again_only_when_taken_up() {
    let bench = Bench::new();
    let (conv, _other) = (bench.say(&["a parcel", "two words"]).await, bench.say(&["another parcel"]).await);
    assert_eq!(bench.texts("parcel").await.len(), 2);
    for _ in 0..2 {
        bench.search.forget(conv).await.expect("forgets");
        assert_eq!(bench.texts("parcel").await, ["another parcel"]);
    }
    let bench = bench.again(|_| ()).await;
    assert_eq!(bench.texts("parcel").await, ["another parcel"], "after a restart too");
    bench.search.remember(conv).await.expect("takes it up");
    assert_eq!(bench.texts("parcel").await.len(), 2);
    assert_eq!(bench.texts("words").await.len(), 1);
}

#[tokio::test]
async fn an_index_made_anew_between_the_steps_of_an_erasure_loses_the_words_all_the_same() {
    let bench = Bench::new();
    let conv = bench.say(&["a parcel"]).await;
    assert_eq!(bench.texts("parcel").await.len(), 1);
    // As after `forget`, when the index was then made again from the log: it holds the words, and the log is gone.
    let mut closing = append(conv, vec![said(3, 3, "bye")]);
    closing.summary.phase = attune::domain::PhaseName::Closed;
    bench.store.append(&closing).await.expect("appends");
    bench.found(query("bye")).await;
    attune::store::Erase::erase(&bench.store, conv).await.expect("erases");
    bench.search.forget(conv).await.expect("forgets");
    bench.say(&["something else"]).await;
    until_found(&bench, 0).await;
    let words = || {
        let index = rusqlite::Connection::open(bench.index()).expect("opens");
        let held: i64 = index
            .query_row("SELECT count(*) FROM words WHERE words MATCH 'parcel'", [], |row| row.get(0))
            .unwrap_or(-1);
        held
    };
    while words() != 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn both_languages_are_found_newest_first() {
    let bench = Bench::new();
    let conv = bench.say(&["Where is my refund?", "我要退款", "refunds take long", "我要退貨，不要退款"]).await;
    assert_eq!(bench.texts("refund").await, ["refunds take long", "Where is my refund?"]);
    assert_eq!(bench.texts("退款").await, ["我要退貨，不要退款", "我要退款"]);
    assert_eq!(bench.texts("退货").await, ["我要退貨，不要退款"]);
    assert_eq!(bench.texts("要").await, ["我要退貨，不要退款", "我要退款"]);
    assert_eq!(bench.texts("refund \"take long\"").await, ["refunds take long"]);
    assert_eq!(bench.texts("款退").await, Vec::<String>::new());
    let hit = bench.found(query("退款")).await.hits.remove(0);
    assert_eq!((hit.summary.conv, hit.logged.seq), (conv, Seq(5)));
    assert_eq!(serde_json::to_value(hit.spans).expect("JSON"), serde_json::json!([{"start": 7, "end": 9}]));
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_double() {
    let bench = Bench::new();
    let all: Vec<String> = (0..25).map(|number| format!("parcel {number}")).collect();
    bench.say(&all.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let found = bench.found(Query { before, limit: 10, ..query("parcel") }).await;
        assert!(found.is_complete);
        seen.extend(texts(&found));
        before = found.next;
        if before.is_none() {
            break;
        }
    }
    let newest_first: Vec<String> = all.into_iter().rev().collect();
    assert_eq!(seen, newest_first);
}

#[tokio::test]
async fn filters_hold_what_they_say() {
    let bench = Bench::new();
    let conv = bench.say(&["among my parcels", "我的 parcel"]).await;
    bench.store.append(&append(conv, vec![noted(4)])).await.expect("appends");
    let with = |change: fn(&mut Query)| {
        let mut asked = query("among");
        change(&mut asked);
        asked
    };
    assert_eq!(texts(&bench.found(with(|_| {})).await), ["among my parcels", "among us"]);
    assert_eq!(texts(&bench.found(with(|q| q.speaker = Some(Speaker::Note))).await), ["among us"]);
    assert_eq!(texts(&bench.found(with(|q| q.speaker = Some(Speaker::Visitor))).await), ["among my parcels"]);
    assert_eq!(texts(&bench.found(with(|q| q.from = Some(Timestamp(1_002)))).await), ["among my parcels"]);
    assert_eq!(texts(&bench.found(with(|q| q.to = Some(Timestamp(1_002)))).await), ["among us"]);
    let site = |name: &str| Some(SiteId::try_from(name.to_owned()).expect("a name"));
    assert_eq!(bench.found(Query { site: site("shop"), ..query("among") }).await.hits.len(), 2);
    assert_eq!(bench.found(Query { site: site("sho"), ..query("among") }).await.hits.len(), 0);
    let zh = Query { language: Some(Language::Zh), ..query("parcel") };
    assert_eq!(texts(&bench.found(zh).await), ["我的 parcel"]);
}

#[tokio::test]
async fn what_was_said_before_a_start_is_found_after_it_once() {
    let bench = Bench::new();
    bench.say(&["first parcel"]).await;
    caught_up(&bench.search).await;
    // Said while no index follows, as after a kill between the commit and the index.
    bench.search.stop();
    bench.say(&["second parcel"]).await;
    let bench = bench.again(|_| {}).await;
    let mut found = bench.texts("parcel").await;
    found.sort();
    assert_eq!(found, ["first parcel", "second parcel"]);
}

#[tokio::test]
async fn an_index_that_is_deleted_or_broken_is_made_again() {
    let mut bench = Bench::new();
    let texts: Vec<String> = (0..30).map(|number| format!("parcel number {number}")).collect();
    bench.say(&texts.iter().map(String::as_str).collect::<Vec<_>>()).await;
    caught_up(&bench.search).await;
    let harm: [fn(&Path); 3] = [
        |index| std::fs::remove_file(index).expect("removed"),
        |index| std::fs::write(index, "rubbish, and rather much of it").expect("written"),
        |index| {
            let file = std::fs::OpenOptions::new().write(true).open(index).expect("opens");
            file.set_len(4_096).expect("cut");
        },
    ];
    for harm in harm {
        bench = bench.again(harm).await;
        let found = bench.found(Query { limit: 50, ..query("parcel") }).await;
        assert_eq!(found.hits.len(), 30);
    }
}

#[tokio::test]
async fn an_index_broken_under_a_running_server_is_made_again() {
    let bench = Bench::new();
    bench.say(&["a parcel"]).await;
    assert_eq!(bench.texts("parcel").await, ["a parcel"]);
    // Straight into the tables, as a failing disk would: the words are gone, and the index says so.
    let raw = rusqlite::Connection::open(bench.index()).expect("opens");
    raw.execute_batch("DELETE FROM words_data WHERE id > 100").expect("broken");
    let broken = bench.search.find(query("parcel")).await;
    assert!(broken.is_err(), "{broken:?}");
    bench.say(&["another parcel"]).await;
    until_found(&bench, 2).await;
}

#[tokio::test]
async fn an_index_deleted_under_a_running_server_is_made_again() {
    let bench = Bench::new();
    bench.say(&["a parcel"]).await;
    caught_up(&bench.search).await;
    std::fs::remove_file(bench.index()).expect("removed");
    until_found(&bench, 1).await;
    assert!(bench.index().exists());
}

#[tokio::test]
async fn another_epoch_of_the_database_has_an_index_of_its_own() {
    let bench = Bench::new();
    bench.say(&["a parcel"]).await;
    caught_up(&bench.search).await;
    let bench = bench
        .again(|index| {
            // As a restored backup that lacks what was said: another epoch, another log.
            let raw = rusqlite::Connection::open(index.with_file_name("attune.db")).expect("opens");
            let sql = "UPDATE meta SET value = 'other' WHERE key = 'epoch'; DELETE FROM event WHERE seq > 1";
            raw.execute_batch(sql).expect("changed");
        })
        .await;
    assert_eq!(bench.texts("parcel").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_search_without_time_answers_what_it_has() {
    let bench = Bench::limited(Duration::ZERO);
    let texts: Vec<String> = (0..2_000).map(|number| format!("a b c {number}")).collect();
    bench.say(&texts.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let found = bench.found(query("\"b a\" \"c a\" \"a c\"")).await;
    assert!(!found.is_complete);
    assert!(found.hits.is_empty());
}

#[tokio::test]
async fn a_row_that_cannot_be_read_keeps_nothing_else_out() {
    let bench = Bench::new();
    bench.search.stop();
    let conv = bench.say(&["one parcel", "two parcels", "three parcels"]).await;
    let bench = bench
        .again(|index| {
            let raw = rusqlite::Connection::open(index.with_file_name("attune.db")).expect("opens");
            let sql = "UPDATE event SET body = '{' WHERE conversation = ?1 AND seq = 3";
            raw.execute(sql, [conv.0.as_bytes()]).expect("changed");
        })
        .await;
    assert_eq!(bench.texts("parcel").await, ["three parcels", "one parcel"]);
}

/// Words of both languages, so few that they often meet.
const LEXICON: [&str; 12] =
    ["refund", "Refunds", "late", "order", "AB-1", "a1", "退款", "退貨", "货款", "款", "运费退", "iphone壳"];
const ASKED: [&str; 14] = [
    "refund",
    "late",
    "order",
    "ab",
    "\"late refund\"",
    "AB-1",
    "退",
    "款",
    "退货",
    "货款",
    "运费",
    "款退",
    "\"款 退货\"",
    "壳",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// The index against the plain reading of every text.
    #[test]
    fn the_index_finds_what_stands_in_the_texts(
        messages in proptest::collection::vec(
            proptest::collection::vec((0..LEXICON.len(), prop_oneof![Just(""), Just(" "), Just("，")]), 1..6),
            1..40,
        ),
        pairs in proptest::collection::vec((0..ASKED.len(), 0..ASKED.len()), 20),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let bench = Bench::new();
            let said: Vec<String> = messages
                .iter()
                .map(|words| words.iter().flat_map(|(word, gap)| [LEXICON[*word], gap]).collect::<String>() + " end")
                .collect();
            bench.say(&said.iter().map(String::as_str).collect::<Vec<_>>()).await;
            for (one, other) in pairs {
                let (one, other) = (ASKED[one], ASKED[other]);
                let holds = |text: &str, typed| !spans(text, &Words::parse(typed).expect("words")).is_empty();
                let mut wanted: Vec<String> = said.iter().filter(|text| holds(text, one) && holds(text, other)).cloned().collect();
                wanted.reverse();
                let found = bench.found(Query { limit: 50, ..query(&format!("{one} {other}")) }).await;
                prop_assert_eq!(texts(&found), wanted, "{} {}", one, other);
            }
            Ok(())
        })?;
    }
}
