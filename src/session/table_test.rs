use super::super::live::Who;
use super::*;
use crate::domain::{SiteId, Timestamp, VisitorId};
use crate::fanout::{Frame, Outbox};
use crate::protocol::ServerFrame;
use crate::store::Visitor;

fn session(id: u128, visitor: u128) -> Arc<Session> {
    let visitor = Visitor {
        id: VisitorId(Uuid::from_u128(visitor)),
        site: SiteId::try_from("shop".to_owned()).expect("a name"),
        token_hash: [0; 32],
        identity: None,
        expires_at: Timestamp(i64::MAX),
    };
    Session::new(Uuid::from_u128(id), Who::Visitor(visitor), None, Timestamp(0))
}

fn person(visitor: u128) -> Person {
    Person::Visitor(VisitorId(Uuid::from_u128(visitor)))
}

fn pong() -> ServerFrame {
    ServerFrame::Pong { now: Timestamp(0) }
}

#[test]
fn a_session_is_found_by_id_and_person_until_removed() {
    let mut table = Table::default();
    for id in 1..=2 {
        table.insert(&session(id, 7));
    }
    assert_eq!(table.of(person(7)).len(), 2);
    assert!(table.remove(Uuid::from_u128(1)).is_some());
    assert!(table.remove(Uuid::from_u128(2)).is_some());
    assert!(table.get(Uuid::from_u128(1)).is_none());
    assert!(table.people.is_empty() && table.staff().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_cut_session_waits_two_minutes_for_its_client() {
    let mut table = Table::default();
    let session = session(1, 7);
    table.insert(&session);
    let link = session.connect(0, &pong()).expect("fresh");
    assert!(session.disconnect(&link));
    let since = session.cut_since().expect("cut");
    table.note_cut(session.id, since);
    tokio::time::advance(CUT_LIFE.checked_sub(Duration::from_secs(1)).unwrap()).await;
    assert!(table.expired(Instant::now(), CUT_BYTES).is_empty());
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(table.expired(Instant::now(), CUT_BYTES).len(), 1);
    assert!(table.get(session.id).is_none());
}

#[tokio::test(start_paused = true)]
async fn a_session_that_came_back_does_not_expire() {
    let mut table = Table::default();
    let session = session(1, 7);
    table.insert(&session);
    let link = session.connect(0, &pong()).expect("fresh");
    session.disconnect(&link);
    table.note_cut(session.id, session.cut_since().expect("cut"));
    let _link = session.connect(0, &pong()).expect("resumed");
    tokio::time::advance(CUT_LIFE * 2).await;
    assert!(table.expired(Instant::now(), CUT_BYTES).is_empty());
    assert!(table.get(session.id).is_some());
}

#[tokio::test(start_paused = true)]
async fn the_longest_cut_make_way_for_what_those_after_them_keep() {
    let mut table = Table::default();
    let sessions: Vec<_> = (1..=5).map(|id| session(id, id)).collect();
    for session in &sessions {
        table.insert(session);
        let link = session.connect(0, &pong()).expect("fresh");
        assert!(session.disconnect(&link));
        table.note_cut(session.id, session.cut_since().expect("cut"));
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    // Whoever came back keeps nothing of those that wait.
    let _link = sessions[1].connect(0, &pong()).expect("resumed");
    let bare = sessions[0].keeps();
    assert!(table.expired(Instant::now(), bare * 4).is_empty(), "four wait");
    sessions[4].push(Frame::of(&ServerFrame::State {
        conv: crate::domain::ConversationId(Uuid::from_u128(9)),
        seq: crate::domain::Seq(1),
        at: Timestamp(0),
        what: crate::protocol::server::StateChange::Opened,
        name: Some("x".repeat(bare)),
    }));
    let gone: Vec<Uuid> = table.expired(Instant::now(), bare * 4).iter().map(|session| session.id).collect();
    assert_eq!(gone, [sessions[0].id, sessions[2].id], "in the order in which they were cut");
    assert!(table.get(sessions[1].id).is_some(), "it has a socket");
}

#[tokio::test(start_paused = true)]
async fn one_person_has_so_many_sessions_and_the_longest_cut_makes_way() {
    let mut table = Table::default();
    let most = MOST_PER_PERSON as u128;
    let mut links = Vec::new();
    for id in 1..=most {
        let session = session(id, 7);
        table.insert(&session);
        let link = session.connect(0, &pong()).expect("fresh");
        links.push((session, link));
    }
    assert!(table.make_room(person(7)).is_err(), "all of them have sockets");
    assert_eq!(table.make_room(person(8)).map(|gone| gone.is_none()), Ok(true));
    for at in [5, 2] {
        let (session, link) = &links[at];
        assert!(session.disconnect(link));
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    let gone = table.make_room(person(7)).expect("two are cut").expect("one makes way");
    assert_eq!(gone.id, links[5].0.id);
}

#[tokio::test]
async fn a_second_socket_takes_the_session_over() {
    let session = session(1, 7);
    let first = session.connect(0, &pong()).expect("fresh");
    let second = session.connect(0, &pong()).expect("taken over");
    let ending = first.over().await;
    assert!(!ending.resumable, "{ending:?}");
    assert!(!session.disconnect(&first), "the first socket's end is not the session's");
    assert!(session.cut_since().is_none());
    session.push(Frame::of(&pong()));
    let mut batch = Vec::new();
    session.take(&second, 9, 9_999, &mut batch).await;
    assert_eq!(batch.len(), 2, "welcome and frame go to the second");
}
