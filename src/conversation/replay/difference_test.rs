//! Two beliefs that look alike, and orders that differ.

use super::*;
use crate::conversation::fixtures::*;
use crate::domain::{Command, Risks, Timestamp};

fn record() -> Vec<Stamped<Event>> {
    let mut chat = Chat::opened();
    chat.put(&say(visitor(), 1, "liars")).unwrap();
    chat.put(&Command::Scored { message: Seq(2), scoring: score(0.9, Risks::default()) }).unwrap();
    chat.log
}

fn same(log: Vec<Stamped<Event>>) -> Redecided {
    Redecided { log, places: BTreeMap::from([(Seq(2), Seq(2))]) }
}

#[test]
fn one_bit_of_one_belief_is_found_with_its_place() {
    let record = record();
    assert_eq!(differences(CONV, &record, &same(record.clone())), []);
    let mut other = record.clone();
    let Event::Scored { belief, .. } = &mut other[2].event else { panic!("scored") };
    belief.slow = f32::from_bits(belief.slow.to_bits() ^ 1);
    let found = differences(CONV, &record, &same(other));
    assert_eq!((found.len(), found[0].seq), (1, Seq(3)));
    assert!(found[0].to_string().contains("seq 3: belief after message 2 was"), "{}", found[0]);
}

#[test]
fn the_same_at_another_time_is_no_same_log() {
    let record = record();
    let mut other = record.clone();
    other[2].at = Timestamp(9);
    let found = differences(CONV, &record, &same(other));
    assert_eq!((found.len(), found[0].seq), (1, Seq(3)));
}
