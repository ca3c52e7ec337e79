use super::super::assign::{Agent, Past, assign};
use super::super::rules::{Ladder, Profile, SENIOR};
use super::*;
use crate::domain::{ConversationId, Language, StaffId, Stage};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::collections::HashMap;
use std::time::Duration;
use uuid::Uuid;

const LIN: StaffId = StaffId(Uuid::from_u128(10));
const SEN: StaffId = StaffId(Uuid::from_u128(11));
const SAM: StaffId = StaffId(Uuid::from_u128(12));

#[derive(Default)]
struct Memory(HashMap<StaffId, Duration>);

impl Past for Memory {
    fn passed(&self, _: ConversationId, staff: StaffId) -> Option<Duration> {
        self.0.get(&staff).copied()
    }
}

fn ticket(n: u128, stage: Stage) -> Ticket {
    Ticket {
        conv: ConversationId(Uuid::from_u128(n)),
        stage,
        language: Language::En,
        since: Timestamp(0),
        waited: Duration::ZERO,
        in_distress: false,
        last_agent: None,
        topic: None,
        segment: None,
        kept: false,
    }
}

fn agent(staff: StaffId, load: u32, tier: u8) -> Agent {
    let profile = Profile { tier, ..Profile::default() };
    Agent {
        staff,
        load,
        capacity: 4,
        language: None,
        profile,
        hot: load,
        anger: 0,
        rests: false,
        on_call: false,
        off_hours: false,
    }
}

fn supervisor(load: u32) -> Agent {
    Agent { on_call: true, ..agent(SAM, load, 1) }
}

fn after(seconds: u64) -> Timestamp {
    Timestamp(0).plus(Duration::from_secs(seconds))
}

fn whom(ticket: Ticket, agents: &[Agent], past: &Memory, seconds: u64) -> Option<StaffId> {
    assign(&[ticket], agents.to_vec(), past, (&Rules::default(), after(seconds))).first().map(|(_, staff)| *staff)
}

#[test]
fn the_rungs_are_climbed_by_waiting_in_anger_or_distress() {
    let rules = Rules::default();
    let hot = ticket(1, Stage::Concern);
    for (seconds, wanted) in [(0, Rung::Queue), (179, Rung::Queue), (180, Rung::Senior), (359, Rung::Senior)] {
        assert_eq!(rung(&hot, &rules, after(seconds)), wanted, "{seconds}");
    }
    assert_eq!(rung(&hot, &rules, after(360)), Rung::Supervisor);
    assert_eq!(rung(&ticket(1, Stage::Watch), &rules, after(9_999)), Rung::Queue);
    assert_eq!(rung(&Ticket { in_distress: true, ..ticket(1, Stage::Calm) }, &rules, after(180)), Rung::Senior);
    assert_eq!(rung(&hot, &Rules { ladder: None, ..rules }, after(9_999)), Rung::Queue);
}

#[test]
fn at_the_top_is_who_climbed_every_rung_and_who_waited_for_the_bound() {
    let rules = Rules::default();
    let top = |ticket: &Ticket, rules: &Rules, seconds| is_at_the_top(ticket, rules, after(seconds));
    let (hot, calm) = (ticket(1, Stage::Concern), ticket(2, Stage::Calm));
    assert_eq!([359, 360].map(|seconds| top(&hot, &rules, seconds)), [false, true]);
    assert_eq!([719, 720].map(|seconds| top(&calm, &rules, seconds)), [false, true], "three lifts");
    let without = Rules { ladder: None, ..rules };
    assert_eq!([360, 720].map(|seconds| top(&hot, &without, seconds)), [false, true], "without a ladder like the calm");
}

#[test]
fn seniors_are_asked_first_although_they_have_more() {
    let (hot, past) = (ticket(1, Stage::Concern), Memory::default());
    let agents = [agent(LIN, 0, 1), agent(SEN, 3, SENIOR)];
    assert_eq!(whom(hot, &agents, &past, 179), Some(LIN));
    assert_eq!(whom(hot, &agents, &past, 180), Some(SEN), "before the limit of hot conversations, too");
    let full = [agent(LIN, 0, 1), agent(SEN, 4, SENIOR)];
    assert_eq!(whom(hot, &full, &past, 180), Some(LIN), "nobody waits for a senior who has no room");
    let said_no = Memory(HashMap::from([(SEN, Duration::ZERO)]));
    assert_eq!(whom(hot, &agents, &said_no, 180), Some(LIN));
}

#[test]
fn supervisors_are_asked_last_and_only_when_nobody_else_has_room() {
    let (hot, past) = (ticket(1, Stage::Critical), Memory::default());
    let busy = [agent(LIN, 4, 1), supervisor(0)];
    assert_eq!(whom(hot, &busy, &past, 359), None);
    assert_eq!(whom(hot, &busy, &past, 360), Some(SAM));
    assert_eq!(whom(ticket(1, Stage::Calm), &busy, &past, 9_999), None, "a calm visitor goes on waiting");
    assert_eq!(whom(hot, &[agent(LIN, 2, 1), supervisor(0)], &past, 360), Some(LIN), "whoever has room goes before");
    assert_eq!(whom(hot, &[agent(LIN, 4, 1), supervisor(4)], &past, 360), None, "R1 holds for supervisors");
    let said_no = Memory(HashMap::from([(SAM, Duration::ZERO)]));
    assert_eq!(whom(hot, &busy, &said_no, 360), None, "not at once again: whoever is freed can take it meanwhile");
}

/// Everybody's choice of tickets, agents and waits: the capacity holds, supervisors are spared until the last rung,
/// nobody junior goes before a senior with room, and nobody on a rung is left while somebody who is asked has room.
#[test]
fn over_random_queues_the_ladder_keeps_its_promises() {
    let stage = (0..4_usize).prop_map(|n| [Stage::Calm, Stage::Watch, Stage::Concern, Stage::Critical][n]);
    let tickets = vec((stage, 0..600_u64, any::<bool>()), 1..12);
    let agents = vec((0..4_u32, 0..5_u32, 1..4_u8, any::<bool>()), 1..6);
    let rules = Rules { ladder: Some(Ladder::default()), ..Rules::default() };
    let now = after(600);
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    proptest!(config, |(tickets in tickets, agents in agents)| {
        let tickets: Vec<Ticket> = tickets.into_iter().zip(1..).map(|((stage, since, in_distress), n)| {
            Ticket { since: after(since), in_distress, ..ticket(n, stage) }
        }).collect();
        let agents: Vec<Agent> = agents.into_iter().zip(1..).map(|((load, capacity, tier, on_call), n)| {
            Agent { capacity, on_call, ..agent(StaffId(Uuid::from_u128(n)), load, tier) }
        }).collect();
        let mut left: HashMap<StaffId, u32> = agents.iter().map(|agent| (agent.staff, agent.room())).collect();
        let pairs = assign(&tickets, agents.clone(), &Memory::default(), (&rules, now));
        for ticket in &tickets {
            let rung = rung(ticket, &rules, now);
            let has_room = |agent: &&Agent| left[&agent.staff] > 0;
            let is_senior = |agent: &Agent| agent.profile.tier >= SENIOR && !agent.on_call;
            let Some((_, to)) = pairs.iter().find(|(conv, _)| *conv == ticket.conv) else {
                let asked = |agent: &Agent| {
                    (agent.on_call && rung == Rung::Supervisor) || (rung > Rung::Queue && is_senior(agent))
                };
                prop_assert!(!agents.iter().filter(has_room).any(asked), "{ticket:?} is left");
                continue;
            };
            let agent = agents.iter().find(|agent| agent.staff == *to).unwrap();
            prop_assert!(has_room(&agent), "R1: {agent:?}");
            prop_assert!(!agent.on_call || rung == Rung::Supervisor, "{agent:?} is asked on {rung:?}");
            if rung > Rung::Queue && !is_senior(agent) {
                prop_assert!(!agents.iter().filter(has_room).any(is_senior), "{agent:?} goes before a senior");
            }
            *left.get_mut(to).unwrap() -= 1;
        }
    });
}
