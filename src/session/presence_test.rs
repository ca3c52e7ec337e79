use super::*;
use crate::domain::Language;
use futures_util::FutureExt;
use uuid::Uuid;

fn lin() -> Member {
    Member {
        id: StaffId(Uuid::from_u128(1)),
        email: "lin@demo.test".to_owned(),
        name: "Lin".to_owned(),
        role: Role::Agent,
        capacity: 3,
        language: Language::En,
        active: true,
    }
}

/// News so far, in short.
fn news(presence: &Presence) -> Vec<String> {
    let (news, _) = presence.news();
    news.into_iter()
        .map(|news| match news {
            DeskNews::Online { available, capacity, .. } => format!("online {available} {capacity}"),
            DeskNews::Offline { .. } => "offline".to_owned(),
            other => panic!("not ours to tell: {other:?}"),
        })
        .collect()
}

#[test]
fn the_first_socket_and_the_last_are_news() {
    let presence = Presence::default();
    presence.joined(&lin());
    assert_eq!(news(&presence), ["online true 3"]);
    presence.joined(&lin());
    presence.left(lin().id);
    assert!(news(&presence).is_empty());
    presence.left(lin().id);
    assert_eq!(news(&presence), ["offline"]);
}

#[test]
fn a_socket_that_goes_and_comes_at_once_is_no_news() {
    let presence = Presence::default();
    presence.joined(&lin());
    let _ = news(&presence);
    presence.left(lin().id);
    presence.joined(&lin());
    assert!(news(&presence).is_empty());
}

#[test]
fn changes_are_known_once_the_desk_was_told_and_not_before() {
    let presence = Presence::default();
    presence.joined(&lin());
    assert_eq!(presence.known().now_or_never(), None);
    let (_, told) = presence.news();
    presence.set_available(lin().id, false);
    presence.known.send_replace(told);
    assert_eq!(presence.known().now_or_never(), None, "the latest one is not among them");
    let (_, told) = presence.news();
    presence.known.send_replace(told);
    assert_eq!(presence.known().now_or_never(), Some(()));
}

#[test]
fn being_unavailable_outlives_the_sockets() {
    let presence = Presence::default();
    assert!(presence.is_available(&lin()));
    presence.joined(&lin());
    presence.set_available(lin().id, false);
    presence.left(lin().id);
    presence.joined(&lin());
    assert_eq!(news(&presence), ["online false 3"]);
    assert!(!presence.is_available(&lin()));
}

#[test]
fn a_supervisor_takes_conversations_only_when_they_say_so() {
    let presence = Presence::default();
    let sam = Member { role: Role::Supervisor, ..lin() };
    presence.joined(&sam);
    assert_eq!(news(&presence), ["online false 3"]);
    presence.set_available(sam.id, true);
    assert_eq!(news(&presence), ["online true 3"]);
}
