//! Transfers as the desk sees them: whose load they are, who is asked no more, and what a team's place is.

use super::super::fixtures::{ANA, LIN, chat, member, summary};
use super::super::topics::{Topic, Topics};
use super::*;
use crate::domain::{AlertId, AlertKind, Epoch, Passing, Seq, TransferReason};

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

/// Returns are kept for Ana, and Lin is free.
fn keeping() -> Roster {
    let topic = Topic::new("returns".to_owned(), &["return".to_owned()], 0).kept_until_open();
    let mut roster = Roster::following(GRACE, Rules { topics: Topics(vec![topic]), ..Rules::default() });
    roster.online(LIN, member(9, true));
    roster.keep(vec![Hold { skill: 0, opens_at: Some(at(9_000).wall) }]);
    roster
}

fn for_returns(n: u128) -> Summary {
    Summary { team: Some("returns".to_owned()), ..summary(chat(n), PhaseName::Waiting, None, at(1).wall) }
}

fn offered(roster: &mut Roster, seconds: u64) -> Vec<ConversationId> {
    roster.due(at(seconds)).into_iter().map(|(conv, _)| conv).collect()
}

#[test]
fn it_is_kept_for_a_closed_team_but_never_who_is_angry_threatens_or_is_in_distress() {
    let mut roster = keeping();
    hear(&mut roster, &for_returns(1));
    // Words alone keep nobody waiting: no person has said whose it is.
    let told = Summary { preview: "I return it".to_owned(), last_by: Party::Visitor, ..for_returns(2) };
    hear(&mut roster, &Summary { team: None, ..told });
    assert_eq!(offered(&mut roster, 5_000), [chat(2)]);
    assert_eq!(roster.unanswered(at(5_000).wall).count(), 1, "only the one before Lin has waited in vain");
    assert_eq!(roster.kept_until(chat(1)), Some(at(9_000).wall));
    assert_eq!(roster.kept().collect::<Vec<_>>(), [("returns".to_owned(), at(9_000).wall, 1)]);

    hear(&mut roster, &Summary { stage: Stage::Watch, ..for_returns(1) });
    assert_eq!(offered(&mut roster, 5_001), []);
    hear(&mut roster, &Summary { stage: Stage::Concern, ..for_returns(1) });
    assert_eq!(offered(&mut roster, 5_002), [chat(1)], "angry");
    for (n, kind) in [(3, AlertKind::Threat), (4, AlertKind::Distress)] {
        let id = AlertId(uuid::Uuid::from_u128(n));
        let alert = AlertState::raised(id, (kind, Stage::Concern), Vec::new(), Seq(1), at(1).wall);
        hear(&mut roster, &Summary { alerts: vec![alert], ..for_returns(n) });
        assert_eq!(offered(&mut roster, 5_003), [chat(n)], "{kind:?}");
    }
}

#[test]
fn what_is_kept_goes_to_its_team_first_and_to_anybody_when_nothing_keeps_it() {
    let mut roster = keeping();
    hear(&mut roster, &for_returns(1));
    assert_eq!(offered(&mut roster, 2), []);
    assert!(roster.keep(vec![Hold { skill: 0, opens_at: None }]) && roster.has_moved());
    assert_eq!((offered(&mut roster, 9_000), roster.kept_until(chat(1))), (vec![], None), "it has just opened");
    assert_eq!(roster.kept().count(), 0, "and is closed no more");
    assert!(roster.keep(Vec::new()));
    assert_eq!(offered(&mut roster, 9_060), [chat(1)], "nobody of them came");
    let mut roster = keeping();
    hear(&mut roster, &for_returns(1));
    let mut ana = member(1, true);
    ana.profile.skills = vec![0];
    roster.online(ANA, ana);
    let posts = roster.due(at(3));
    assert!(matches!(posts.as_slice(), [(_, Command::Offer { agent: ANA, .. })]), "she works late: {posts:?}");
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
