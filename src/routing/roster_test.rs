//! R1 and R2 over random plans, and what follows from people leaving; and the proof that these properties can fail:
//! faults are planted into the roster, and each is found.

#[path = "world_test.rs"]
mod world;

use super::super::fixtures::{LIN, chat, member, summary};
use super::*;
use crate::routing::holds::Holds;
use crate::routing::offer_hours::OfferHours;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::sync::Arc;
use world::{GRACE, Plan, Planner, Step, World, calendars, plans, profile, rules};

const CASES: u32 = 4_000;

fn check(planner: impl Fn() -> Box<dyn Planner>) -> Result<(), TestError<Plan>> {
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    // The same plans every time: whether a rare fault is found must not be a matter of luck.
    let dice = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, dice);
    runner.run(&plans(), |plan| World::new(planner()).play(&plan).map_err(TestCaseError::fail))
}

fn finds(planner: impl Fn() -> Box<dyn Planner>, rule: &str) {
    match check(planner) {
        Err(TestError::Fail(reason, plan)) => {
            assert!(reason.message().starts_with(rule), "found another fault: {reason} in {plan:?}");
            assert!(plan.len() <= 10, "not reduced to its core: {plan:?}");
        }
        other => panic!("{rule}: {CASES} plans did not find the fault: {other:?}"),
    }
}

/// A roster that does one thing wrong.
struct Faulty {
    roster: Roster,
    hear: fn(&mut Roster, &Summary, Moment) -> Option<Post>,
    capacity: fn(u32) -> u32,
    says: fn(&Post) -> bool,
    hours: OfferHours,
    look: fn(&mut OfferHours, Moment) -> Offering,
    holds: Holds,
    keep: fn(&mut Holds, Moment) -> Vec<Hold>,
}

impl Faulty {
    fn none() -> Self {
        Self {
            roster: Roster::following(GRACE, rules()),
            hear: Roster::conversation,
            capacity: |told| told,
            says: |_| true,
            hours: OfferHours::new(Arc::new(calendars()), false),
            look: |hours, now| hours.at(now.wall),
            holds: Holds::new(Arc::new(calendars()), &rules()),
            keep: |holds, now| holds.at(now.wall),
        }
    }
}

impl Planner for Faulty {
    fn conversation(&mut self, summary: &Summary, now: Moment) -> Vec<Post> {
        (self.hear)(&mut self.roster, summary, now).into_iter().filter(self.says).collect()
    }
    fn online(&mut self, staff: StaffId, capacity: u32, available: bool) {
        let profile = profile(u8::try_from(staff.0.as_u128()).unwrap());
        self.roster.online(staff, Member { profile, ..member((self.capacity)(capacity), available) });
    }
    fn offline(&mut self, staff: StaffId, now: Moment) -> Vec<Post> {
        self.roster.offline(staff, now).into_iter().filter(self.says).collect()
    }
    fn due(&mut self, now: Moment) -> Vec<Post> {
        self.roster.offer((self.look)(&mut self.hours, now));
        self.roster.keep((self.keep)(&mut self.holds, now));
        self.roster.due(now).into_iter().filter(self.says).collect()
    }
}

#[test]
fn the_rules_hold_over_random_plans() {
    if let Err(found) = check(|| Box::new(Faulty::none())) {
        panic!("{found}");
    }
}

#[test]
fn hours_that_nobody_keeps_are_found() {
    finds(|| Box::new(Faulty { look: |_, _| Offering::ALL, ..Faulty::none() }), "hours");
}

#[test]
fn an_opening_that_goes_unnoticed_is_found() {
    // Looks once, and goes by that.
    let look = |hours: &mut OfferHours, _: Moment| hours.at(Timestamp(18 * 60_000));
    finds(move || Box::new(Faulty { look, ..Faulty::none() }), "R2");
}

#[test]
fn a_conversation_that_is_not_kept_for_its_team_is_found() {
    finds(|| Box::new(Faulty { keep: |_, _| Vec::new(), ..Faulty::none() }), "kept");
}

#[test]
fn one_that_is_kept_without_end_is_found() {
    // Looks once, when the team has just opened, and goes by that.
    let keep = |holds: &mut Holds, _: Moment| holds.at(Timestamp(16 * 60_000));
    finds(move || Box::new(Faulty { keep, ..Faulty::none() }), "R2");
}

#[test]
fn one_that_is_kept_though_it_is_hot_is_found() {
    let hear = |roster: &mut Roster, summary: &Summary, now: Moment| {
        let stage = if summary.team.is_some() { Stage::Calm } else { summary.stage };
        roster.conversation(&Summary { stage, ..summary.clone() }, now)
    };
    finds(move || Box::new(Faulty { hear, ..Faulty::none() }), "R2");
}

#[test]
fn one_conversation_too_many_is_found() {
    finds(|| Box::new(Faulty { capacity: |told| told + 1, ..Faulty::none() }), "R1");
}

#[test]
fn a_freed_agent_that_goes_unnoticed_is_found() {
    let hear = |roster: &mut Roster, summary: &Summary, now: Moment| {
        (summary.phase != PhaseName::Closed).then(|| roster.conversation(summary, now)).flatten()
    };
    finds(move || Box::new(Faulty { hear, ..Faulty::none() }), "R2");
}

#[test]
fn asking_the_one_who_just_said_no_is_found() {
    let hear = |roster: &mut Roster, news: &Summary, now: Moment| {
        if news.phase == PhaseName::Waiting {
            roster.conversation(&summary(news.conv, PhaseName::Closed, None, now.wall), now);
        }
        roster.conversation(news, now)
    };
    finds(move || Box::new(Faulty { hear, ..Faulty::none() }), "passed");
}

#[test]
fn an_offer_that_stays_with_an_absent_agent_is_found() {
    let says = |post: &Post| !matches!(post.1, Command::EndOffer { .. });
    finds(move || Box::new(Faulty { says, ..Faulty::none() }), "absent");
}

#[test]
fn a_conversation_that_stays_with_a_lost_agent_is_found() {
    let says = |post: &Post| !matches!(post.1, Command::LoseAgent { .. });
    finds(move || Box::new(Faulty { says, ..Faulty::none() }), "lost");
}

#[test]
fn a_desk_that_starts_anew_calls_the_supervisor_all_the_same() {
    let hot = |n| Summary { stage: Stage::Critical, ..summary(chat(n), PhaseName::Waiting, None, at(0).wall) };
    let sam = StaffId(uuid::Uuid::from_u128(0xB2));
    let staffed = || {
        let mut roster = Roster::new(GRACE);
        roster.online(LIN, member(1, true));
        roster.online(sam, Member { supervises: true, ..member(1, false) });
        roster.conversation(&summary(chat(9), PhaseName::WithAgent, Some(LIN), at(0).wall), at(0));
        for n in [1, 2] {
            roster.conversation(&hot(n), at(0));
        }
        roster
    };
    let to_sam = Command::Offer { agent: sam, name: "Agent".to_owned(), packet: None };
    let mut roster = staffed();
    assert_eq!(roster.due(at(359)), []);
    assert_eq!(roster.tickets(at(359).wall).len(), 2);
    assert_eq!(roster.due(at(360)), [(chat(1), to_sam.clone())], "one place, one offer");
    assert_eq!(staffed().due(at(360)), [(chat(1), to_sam)]);
    // The offer lapses: back in the queue, with the place that it had, and not to the same at once.
    let offered = Summary { stage: Stage::Critical, ..summary(chat(1), PhaseName::HandingOff, Some(sam), at(0).wall) };
    roster.conversation(&offered, at(361));
    roster.conversation(&hot(1), at(391));
    assert_eq!(roster.tickets(at(391).wall)[0].conv, chat(1));
    let second = Command::Offer { agent: sam, name: "Agent".to_owned(), packet: None };
    assert_eq!(roster.due(at(391)), [(chat(2), second)], "the next who waits");
}

fn at(seconds: u64) -> Moment {
    Moment { wall: Timestamp(1_000_000).plus(Duration::from_secs(seconds)), steady: Duration::from_secs(seconds) }
}

#[test]
fn a_visitor_who_comes_back_meets_the_same_person_although_the_desk_was_not_there() {
    let mut roster = Roster::new(GRACE);
    let ana = super::super::fixtures::ANA;
    let conv = chat(1);
    roster.online(ana, member(9, true));
    roster.online(LIN, member(9, true));
    let _ = roster.conversation(&summary(chat(2), PhaseName::WithAgent, Some(LIN), at(2).wall), at(2));
    let waiting = Summary { last_agent: Some(LIN), ..summary(conv, PhaseName::Waiting, None, at(3).wall) };
    let _ = roster.conversation(&waiting, at(3));
    let posts = roster.due(at(3));
    assert!(matches!(posts.as_slice(), [(to, Command::Offer { agent: LIN, .. })] if *to == conv), "{posts:?}");
}

#[test]
fn who_gives_a_conversation_back_is_not_asked_again_at_once() {
    let mut roster = Roster::new(GRACE);
    roster.online(LIN, member(9, true));
    roster.online(super::super::fixtures::ANA, member(9, true));
    let conv = chat(1);
    let _ = roster.conversation(&summary(conv, PhaseName::WithAgent, Some(LIN), at(0).wall), at(0));
    let _ = roster.conversation(&summary(conv, PhaseName::Waiting, None, at(1).wall), at(1));
    let posts = roster.due(at(1));
    assert!(matches!(posts.as_slice(), [(_, Command::Offer { agent, .. })] if *agent != LIN), "{posts:?}");
}

#[test]
fn plans_reach_what_they_should() {
    // A property over plans that never hand over anything would hold for any roster.
    let plan = [Step::Online(0, 2, true), Step::Ask(0), Step::Deliver, Step::Accept(0), Step::Offline(0)];
    let mut world = World::new(Box::new(Faulty::none()));
    world.play(&plan).unwrap();
    assert_eq!(world.held_by(0), 1);
    world.play(&[Step::Pass(40), Step::Online(1, 1, true)]).unwrap();
    world.play(&[Step::Accept(0)]).unwrap();
    assert_eq!((world.held_by(0), world.held_by(1)), (0, 1));
}

#[test]
fn one_more_message_moves_nothing_and_whatever_the_queue_goes_by_does() {
    let mut roster = Roster::new(GRACE);
    let waits = summary(chat(1), PhaseName::Waiting, None, at(0).wall);
    let held = summary(chat(2), PhaseName::WithAgent, Some(LIN), at(0).wall);
    for news in [&waits, &held] {
        roster.conversation(news, at(0));
    }
    let moves = |roster: &mut Roster, news: &Summary| {
        roster.due(at(1));
        roster.conversation(news, at(1));
        roster.has_moved()
    };
    for before in [&waits, &held] {
        let said = Summary { last_seq: before.last_seq.next(), last_at: at(1).wall, ..before.clone() };
        assert!(!moves(&mut roster, &said), "a message: {:?}", before.phase);
    }
    assert!(moves(&mut roster, &Summary { stage: Stage::Critical, ..waits.clone() }), "it is hotter");
    assert!(moves(&mut roster, &summary(chat(1), PhaseName::HandingOff, Some(LIN), at(0).wall)), "it is offered");
    assert!(moves(&mut roster, &summary(chat(2), PhaseName::Closed, None, at(0).wall)), "a place is free");
    assert!(moves(&mut roster, &summary(chat(3), PhaseName::WithBot, None, at(0).wall)), "it is new");
    roster.due(at(2));
    roster.online(LIN, member(1, true));
    assert!(roster.has_moved(), "somebody came");
}
