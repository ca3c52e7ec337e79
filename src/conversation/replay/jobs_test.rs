//! One at a time, to an end, with what it shows; and stopped.

use super::*;
use crate::clock::SystemClock;
use crate::conversation::evolve;
use crate::conversation::fixtures::*;
use crate::conversation::{State, decide, stamp};
use crate::domain::ConversationId;
use crate::domain::{Command, Party, Risks, SiteId, Timestamp};
use crate::store::{Append, MemoryStore, Period};
use crate::triage::Policy;
use std::time::Duration as Span;

/// Angry conversations, one for each id, a minute apart.
async fn store_with(chats: u128) -> Arc<MemoryStore> {
    let store = Arc::new(MemoryStore::new());
    for n in 1..=chats {
        let mut chat = Chat::opened();
        chat.log.clear();
        chat.state = State::default();
        let conv = ConversationId(Uuid::from_u128(n));
        let put = |chat: &mut Chat, command: &Command| {
            let around = crate::conversation::Surroundings { conv, ..chat.around() };
            let events = stamp(&chat.state, decide(&chat.state, command, around).unwrap().events, chat.now);
            chat.state = events.iter().fold(std::mem::take(&mut chat.state), evolve);
            chat.log.extend(events);
        };
        chat.now = Timestamp(60_000 * i64::try_from(n).unwrap());
        put(&mut chat, &open());
        for (id, anger) in [(1, 0.9), (2, 0.99), (3, 0.99)] {
            put(&mut chat, &say(visitor(), id, "words"));
            let message = chat.state.first_unscored().unwrap();
            put(&mut chat, &Command::Scored { message, scoring: score(anger, Risks::default()) });
        }
        let (events, summary) = (chat.log.clone(), chat.state.summary(conv).unwrap());
        store.append(&Append { conv, events, summary, outcome: None, claim: None }).await.unwrap();
    }
    store
}

async fn replays(store: &Arc<MemoryStore>) -> (Arc<Replays>, TaskTracker, CancellationToken) {
    let clock: SharedClock = Arc::new(SystemClock);
    let book = PolicyBook::open(store.clone(), Arc::clone(&clock), Policy::default()).await.unwrap();
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let beside = (tasks.clone(), stop.clone());
    (Replays::new(store.clone(), clock, Arc::new(book), beside), tasks, stop)
}

fn wanted(policy: Option<&str>) -> Wanted {
    let policy = policy.map(|text| (text.to_owned(), Policy::parse(text).unwrap()));
    let period = Period { since: Timestamp(0), until: Timestamp(i64::MAX), site: None };
    Wanted { policy, period, supervisors: 2, by: Party::System }
}

async fn ended(replays: &Replays, id: Uuid) -> Job {
    tokio::time::timeout(Span::from_secs(20), async {
        loop {
            let job = replays.get(id).unwrap();
            if job.standing != Standing::Running {
                return job;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn a_replay_ends_with_what_would_have_been_and_its_text_may_be_applied_for_a_while() {
    let store = store_with(5).await;
    let (replays, ..) = replays(&store).await;
    let text = "version = \"deaf\"\nlines = [4.0, 4.5, 4.9]\n";
    let job = replays.begin(wanted(Some(text))).await.unwrap();
    assert!(!replays.has_shown(job.id, text), "it goes on");
    let job = ended(&replays, job.id).await;
    assert_eq!((job.done, job.total, job.skipped), (5, 5, 0));
    let Standing::Done(found) = &job.standing else { panic!("{job:?}") };
    assert_eq!((found.old.conversations, found.new.alerts, found.gained), (5, 0, 0));
    assert!(found.old.alerts >= 5 && found.lost == found.old.alerts, "{found:?}");
    assert!(replays.has_shown(job.id, text));
    assert!(!replays.has_shown(job.id, &format!("{text}\n")), "exactly this text");
    assert!(!replays.has_shown(Uuid::nil(), text));
    let audit = store.audit(10).await.unwrap();
    assert_eq!((audit.len(), audit[0].act.as_str()), (1, "replay"));
    assert!(audit[0].detail.contains("\"deaf\""), "{}", audit[0].detail);
}

#[tokio::test]
async fn without_a_policy_the_log_is_held_against_what_was_in_force() {
    let store = store_with(3).await;
    let (replays, ..) = replays(&store).await;
    let mut asked = wanted(None);
    asked.period.until = Timestamp(130_000);
    let job = replays.begin(asked).await.unwrap();
    let Standing::Done(found) = ended(&replays, job.id).await.standing else { panic!("done") };
    assert_eq!((found.old.conversations, found.changes.len()), (2, 0));
    assert_eq!(found.old.alerts, found.new.alerts);
    assert!(!replays.has_shown(job.id, ""), "there is no text to apply");
    let mut nowhere = wanted(None);
    nowhere.period.site = SiteId::try_from("nowhere".to_owned()).ok();
    let job = replays.begin(nowhere).await.unwrap();
    let Standing::Done(found) = ended(&replays, job.id).await.standing else { panic!("done") };
    assert_eq!(found.old.conversations, 0);
}

#[tokio::test]
async fn one_goes_on_at_a_time_and_can_be_stopped() {
    let store = store_with(50).await;
    let (replays, tasks, stop) = replays(&store).await;
    let first = replays.begin(wanted(None)).await.unwrap();
    assert!(matches!(replays.begin(wanted(None)).await, Err(NotBegun::Busy)));
    assert!(replays.cancel(first.id));
    assert_eq!(ended(&replays, first.id).await.standing, Standing::Cancelled);
    assert!(!replays.cancel(Uuid::nil()));
    let second = replays.begin(wanted(None)).await.unwrap();
    stop.cancel();
    assert_eq!(ended(&replays, second.id).await.standing, Standing::Cancelled, "with the server");
    tasks.close();
    tasks.wait().await;
}
