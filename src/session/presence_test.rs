use super::*;
use crate::domain::Language;
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
    std::iter::from_fn(|| presence.next_news())
        .map(|news| match news {
            DeskNews::Online { available, capacity, .. } => format!("online {available} {capacity}"),
            DeskNews::Offline { .. } => "offline".to_owned(),
            DeskNews::Conversation(_) => panic!("not ours to tell"),
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
