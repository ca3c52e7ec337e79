use super::*;
use uuid::Uuid;

fn conv(number: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(number))
}

#[test]
fn what_nobody_follows_is_not_kept() {
    let changes = Changes::default();
    changes.note([(conv(1), 1)]);
    assert_eq!(changes.behind(), 0);
    assert!(changes.take(Duration::ZERO).conversations.is_empty());
}

#[test]
fn messages_of_a_conversation_add_up_until_they_are_done() {
    let changes = Changes::default();
    changes.follow();
    changes.note([(conv(1), 2), (conv(1), 1)]);
    let taken = changes.take(Duration::from_mins(1));
    assert_eq!(taken.conversations, [(conv(1), 3)]);
    assert_eq!(changes.behind(), 3);
    changes.done(3);
    assert_eq!(changes.behind(), 0);
}

#[test]
fn beyond_the_most_only_the_loss_is_known() {
    let changes = Changes::default();
    changes.follow();
    changes.note((0..MOST as u128 + 5).map(|number| (conv(number), 1)));
    changes.note([(conv(0), 1)]);
    let taken = changes.take(Duration::ZERO);
    assert_eq!((taken.conversations.len(), taken.lost), (MOST, 5));
    assert_eq!(changes.behind(), MOST as u64 + 6);
}

#[test]
fn an_end_wakes_whoever_waits() {
    let changes = Changes::default();
    changes.follow();
    std::thread::scope(|threads| {
        let waits = threads.spawn(|| changes.take(Duration::from_hours(1)));
        let rests = threads.spawn(|| changes.rest(Duration::from_hours(1)));
        changes.end();
        assert!(waits.join().unwrap().conversations.is_empty());
        rests.join().unwrap();
    });
    assert!(changes.is_over());
}
