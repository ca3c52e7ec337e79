//! Transfers as the desk sees them: whose load they are, who is asked no more, and what a team's place is.

use super::super::fixtures::{ANA, LIN, chat, member, summary};
use super::super::topics::{Topic, Topics};
use super::*;
use crate::domain::{Epoch, Passing, TransferReason};

const GRACE: Duration = Duration::from_secs(30);

fn at(seconds: u64) -> Moment {
    Moment { wall: Timestamp(1_000_000).plus(Duration::from_secs(seconds)), steady: Duration::from_secs(seconds) }
}

fn both() -> Roster {
    let mut roster = Roster::new(GRACE);
    roster.online(LIN, member(2, true));
    roster.online(ANA, member(1, true));
    roster
}

/// Lin holds it and has asked Ana.
fn passing(n: u128) -> Summary {
    let reason = TransferReason::try_from("Knows returns".to_owned()).unwrap();
    let (to_name, by_name, epoch) = ("Ana".to_owned(), "Lin".to_owned(), Epoch(3));
    let passing = Passing { to: ANA, to_name, by: LIN, by_name, reason, epoch, expires_at: at(20).wall };
    Summary { passing: Some(passing), ..held(n) }
}

fn held(n: u128) -> Summary {
    summary(chat(n), PhaseName::WithAgent, Some(LIN), at(0).wall)
}

fn hear(roster: &mut Roster, summary: &Summary) -> Option<Post> {
    roster.conversation(summary, at(1))
}

fn load(roster: &Roster, staff: StaffId) -> u32 {
    roster.colleagues().people.iter().find(|one| one.staff == staff).map_or(0, |one| one.load)
}

#[test]
fn it_counts_for_both_until_the_colleague_has_answered() {
    let mut roster = both();
    assert_eq!(hear(&mut roster, &held(1)), None);
    assert_eq!(hear(&mut roster, &passing(1)), None, "there is room");
    assert_eq!((load(&roster, LIN), load(&roster, ANA)), (1, 1));
    let _ = hear(&mut roster, &summary(chat(2), PhaseName::Waiting, None, at(1).wall));
    let posts = roster.due(at(1));
    assert!(matches!(posts.as_slice(), [(_, Command::Offer { agent: LIN, .. })]), "Ana has no room: {posts:?}");
    let _ = hear(&mut roster, &held(1));
    assert_eq!(load(&roster, ANA), 0, "she said no");
}

#[test]
fn a_second_one_at_the_same_time_is_ended_where_there_is_no_room() {
    let mut roster = both();
    for n in [1, 2] {
        let _ = hear(&mut roster, &held(n));
    }
    assert_eq!(hear(&mut roster, &passing(1)), None);
    assert_eq!(hear(&mut roster, &passing(2)), Some((chat(2), Command::EndOffer { agent: ANA })));
}

#[test]
fn whoever_goes_is_asked_no_more_and_loses_nothing_that_is_not_theirs() {
    let mut roster = both();
    let _ = hear(&mut roster, &held(1));
    let _ = hear(&mut roster, &passing(1));
    assert_eq!(roster.offline(ANA, at(2)), [(chat(1), Command::EndOffer { agent: ANA })]);
    let posts = roster.due(at(60));
    assert!(posts.is_empty(), "Lin still holds it: {posts:?}");
    let _ = roster.offline(LIN, at(61));
    assert_eq!(roster.due(at(120)), [(chat(1), Command::LoseAgent { agent: LIN })]);
}

#[test]
fn a_team_is_demanded_until_patience_is_over() {
    let topic = Topic::new("returns".to_owned(), &["return".to_owned()], 0);
    let rules = Rules { topics: Topics(vec![topic]), ..Rules::default() };
    let patience = rules.patience.as_secs();
    let mut roster = Roster::following(GRACE, rules);
    roster.online(LIN, member(2, true));
    let mut ana = member(1, true);
    ana.profile.skills = vec![0];
    roster.online(ANA, ana);
    let _ = hear(&mut roster, &summary(chat(9), PhaseName::WithAgent, Some(ANA), at(0).wall));
    let waiting = summary(chat(1), PhaseName::Waiting, None, at(1).wall);
    let waiting = Summary { team: Some("returns".to_owned()), waited_ms: Some(600_000), ..waiting };
    let _ = hear(&mut roster, &waiting);
    assert!(roster.due(at(1)).is_empty(), "Ana has the skill, and no room");
    let posts = roster.due(at(2 + patience));
    assert!(matches!(posts.as_slice(), [(_, Command::Offer { agent: LIN, .. })]), "{posts:?}");
}
