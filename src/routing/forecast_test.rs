use super::super::fixtures::chat;
use super::super::rules::Profile;
use super::*;
use crate::domain::{ConversationId, Language, StaffId, Stage};
use proptest::collection::vec;
use proptest::test_runner::{Config, TestRunner};
use proptest::{prop_assert, prop_assert_eq};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(10_000_000);
/// Until the answer, before anything was measured.
const ANSWER: u64 = 15;

/// Nobody has let anything pass, or these have.
struct Passes(Vec<StaffId>);

impl Past for Passes {
    fn passed(&self, _: ConversationId, staff: StaffId) -> Option<Duration> {
        self.0.contains(&staff).then_some(Duration::ZERO)
    }
}

fn ticket(n: u128, waited: u64) -> Ticket {
    Ticket {
        conv: chat(n),
        stage: Stage::Calm,
        language: Language::En,
        since: Timestamp(NOW.0 - i64::try_from(waited * 1_000).unwrap()),
        waited: Duration::ZERO,
        in_distress: false,
        last_agent: None,
        topic: None,
        segment: None,
        kept: false,
    }
}

fn staff(n: u8) -> StaffId {
    StaffId(Uuid::from_u128(u128::from(n)))
}

fn agent(n: u8, load: u32, capacity: u32) -> Agent {
    Agent {
        staff: staff(n),
        load,
        capacity,
        language: None,
        profile: Profile::default(),
        hot: 0,
        anger: 0,
        rests: false,
        on_call: false,
        off_hours: false,
    }
}

fn seconds_with(tickets: &[Ticket], agents: &[Agent], past: &Passes, rules: &Rules) -> Vec<Option<u64>> {
    let waits = forecast(tickets, agents, past, (rules, &Pace::default(), NOW));
    waits.into_iter().map(|wait| wait.map(|wait| wait.as_secs())).collect()
}

fn seconds(tickets: &[Ticket], agents: &[Agent]) -> Vec<Option<u64>> {
    seconds_with(tickets, agents, &Passes(Vec::new()), &Rules::default())
}

#[test]
fn everybody_before_and_every_place_counts() {
    let queue = [ticket(1, 30), ticket(2, 20), ticket(3, 10)];
    let one = [agent(1, 1, 1)];
    assert_eq!(seconds(&queue[..1], &one), [Some(600 + ANSWER)]);
    let four = [agent(1, 2, 2), agent(2, 4, 4)];
    assert_eq!(seconds(&queue, &four), [Some(100 + ANSWER), Some(170 + ANSWER), Some(236 + ANSWER)]);
    assert_eq!(seconds(&queue, &[agent(1, 1, 3)]), [Some(ANSWER), Some(ANSWER), Some(600 + ANSWER)]);
}

#[test]
fn who_is_nobodys_is_told_nothing() {
    assert_eq!(seconds(&[ticket(1, 0)], &[]), [None]);
    assert_eq!(seconds(&[ticket(1, 0)], &[agent(1, 0, 0)]), [None], "no places");
    let long: Vec<Ticket> = (0..60).map(|n| ticket(n, 0)).collect();
    assert_eq!(seconds(&long, &[agent(1, 1, 1)]).last(), Some(&None), "too long to be said");
}

#[test]
fn a_free_place_that_does_not_fit_is_reached_when_patience_is_over() {
    let zh = Profile { languages: vec![Language::Zh], ..Profile::default() };
    let en = Profile { languages: vec![Language::En], ..Profile::default() };
    let busy = |load| Agent { profile: en.clone(), ..agent(1, load, load) };
    let free = Agent { profile: zh, ..agent(2, 0, 4) };
    assert_eq!(seconds(&[ticket(1, 20)], &[busy(1), free.clone()]), [Some(40 + ANSWER)], "a minute of patience");
    assert_eq!(seconds(&[ticket(1, 0)], &[busy(20), free.clone()]), [Some(30 + ANSWER)], "one who fits is free sooner");
    assert_eq!(seconds(&[ticket(1, 70)], &[busy(1), free]), [Some(ANSWER)], "it is over");
}

#[test]
fn only_those_before_who_could_take_the_same_place_count() {
    let profile = |language| Profile { languages: vec![language], ..Profile::default() };
    let agents = [
        Agent { profile: profile(Language::En), ..agent(1, 10, 10) },
        Agent { profile: profile(Language::Zh), ..agent(2, 10, 10) },
    ];
    let zh = Ticket { language: Language::Zh, ..ticket(3, 1) };
    assert_eq!(seconds(&[ticket(1, 1), ticket(2, 1), zh], &agents)[2], Some(60 + ANSWER));
    let en = seconds(&[ticket(1, 1), ticket(2, 1), ticket(3, 1)], &agents)[2];
    assert!(en > Some(60 + ANSWER), "the third of its kind: {en:?}");
}

#[test]
fn a_hot_one_waits_for_a_hot_one_where_the_limit_is_reached() {
    let hot = Ticket { stage: Stage::Concern, ..ticket(1, 0) };
    let at_limit = Agent { hot: 3, ..agent(1, 3, 6) };
    assert_eq!(seconds(&[hot], std::slice::from_ref(&at_limit)), [Some(200 + ANSWER)], "one of three leaves");
    assert_eq!(seconds(&[ticket(1, 0)], &[at_limit]), [Some(ANSWER)], "the limit is not theirs");
}

#[test]
fn kept_places_and_those_who_let_it_pass_do_not_count() {
    let rules = Rules { express_places: 1, ..Rules::default() };
    let nobody = Passes(Vec::new());
    let waits = |ticket| seconds_with(&[ticket], &[agent(1, 1, 2)], &nobody, &rules);
    assert_eq!(waits(ticket(1, 0)), [Some(600 + ANSWER)]);
    assert_eq!(waits(Ticket { in_distress: true, ..ticket(1, 0) }), [Some(ANSWER)]);
    let passed = Passes(vec![staff(2)]);
    let waits = seconds_with(&[ticket(1, 90)], &[agent(1, 1, 1), agent(2, 0, 1)], &passed, &Rules::default());
    assert_eq!(waits, [Some(60 + ANSWER)], "they are asked again in a minute");
}

#[test]
fn what_is_kept_for_a_team_is_told_no_time_and_delays_nobody() {
    let kept = Ticket { topic: Some(1), kept: true, ..ticket(1, 900) };
    let waits = |queue: &[Ticket]| {
        forecast(queue, &[agent(1, 4, 4)], &Passes(Vec::new()), (&Rules::default(), &Pace::default(), NOW))
    };
    assert_eq!(waits(&[kept, ticket(2, 1)]), [None, waits(&[ticket(2, 1)])[0]]);
}

/// What `forecast` says it is, said plainly: each counts everybody before it.
fn plainly(
    tickets: &[Ticket],
    agents: &[Agent],
    past: &impl Past,
    (rules, pace): (&Rules, &Pace),
) -> Vec<Option<Duration>> {
    let fits: Vec<Vec<bool>> =
        tickets.iter().map(|ticket| Choice::new(ticket, past, (rules, NOW)).fitting(agents)).collect();
    let time = |those: Vec<&Agent>, rivals: usize, ticket: &Ticket| {
        let places: Vec<(u32, u32)> =
            those.iter().map(|agent| Choice::new(ticket, past, (rules, NOW)).places(agent)).collect();
        let (free, leaving): (u32, u32) =
            (places.iter().map(|(free, _)| free).sum(), places.iter().map(|(_, leaving)| leaving).sum());
        let kept = if is_urgent(ticket, rules, NOW) { 0 } else { rules.express_places };
        pace.time_for((u32::try_from(rivals).unwrap() + 1 + kept).saturating_sub(free), leaving)
    };
    let wait = |(place, ticket): (usize, &Ticket)| {
        let shares = |theirs: &&Vec<bool>| theirs.iter().zip(&fits[place]).any(|(a, b)| *a && *b);
        let rivals = fits[..place].iter().filter(shares).count();
        let who =
            |is_in: &dyn Fn(usize) -> bool| (0..agents.len()).filter(|at| is_in(*at)).map(|at| &agents[at]).collect();
        let fit = time(who(&|at| fits[place][at]), rivals, ticket);
        let any = time(who(&|at| Choice::new(ticket, past, (rules, NOW)).is_ever_asked(&agents[at])), place, ticket);
        let any = any.map(|time| time.max(Choice::new(ticket, past, (rules, NOW)).until_anybody(agents)));
        let soonest = fit.into_iter().chain(any).min()?;
        Some(soonest + pace.answer()).filter(|wait| *wait <= LONGEST)
    };
    tickets.iter().enumerate().map(wait).collect()
}

/// Some let some pass.
struct SomePass(u64);

impl Past for SomePass {
    fn passed(&self, conv: ConversationId, staff: StaffId) -> Option<Duration> {
        let mixed = (conv.0.as_u128() as u64).wrapping_mul(31).wrapping_add(staff.0.as_u128() as u64);
        (self.0 > 0 && mixed % 7 < self.0).then_some(Duration::ZERO)
    }
}

/// Waited, stage, language, topic, distress: five kinds of things that an agent may lack or be spared.
type Waiting = (u64, u8, bool, u8, bool);

fn waiting((n, (waited, stage, english, topic, in_distress)): (u128, Waiting)) -> Ticket {
    let stage = [Stage::Calm, Stage::Watch, Stage::Concern, Stage::Critical][usize::from(stage)];
    let language = if english { Language::En } else { Language::Zh };
    let topic = (topic > 0).then_some(topic);
    Ticket { stage, language, in_distress, topic, ..ticket(n, waited) }
}

#[test]
fn it_says_what_counting_everybody_before_says() {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let agents = vec((0..6_u32, 0..3_u32, proptest::bool::ANY, 0..6_u32), 1..70);
    let tickets = vec((0..1_000_u64, 0..4_u8, proptest::bool::ANY, 0..3_u8, proptest::bool::ANY), 1..30);
    let told = TestRunner::new(config).run(&(agents, tickets, 0..3_u32, 0..3_u64), |(agents, queue, kept, passes)| {
        let skilled = |agent: Agent| {
            let (skills, tier) = (vec![agent.staff.0.as_u128() as u8 % 3], 1 + (agent.staff.0.as_u128() as u8 % 2));
            Agent { profile: Profile { skills, tier, ..agent.profile.clone() }, ..agent }
        };
        let agents: Vec<Agent> = (1..).zip(agents).map(drawn).map(skilled).collect();
        let queue: Vec<Ticket> = (1..).zip(queue).map(waiting).collect();
        let (rules, past) = (Rules { express_places: kept, ..Rules::default() }, SomePass(passes));
        let told = forecast(&queue, &agents, &past, (&rules, &Pace::default(), NOW));
        prop_assert_eq!(told, plainly(&queue, &agents, &past, (&rules, &Pace::default())));
        Ok(())
    });
    if let Err(found) = told {
        panic!("{found}");
    }
}

#[test]
fn a_queue_of_ten_thousand_is_compared_by_its_kinds_and_not_each_with_each() {
    let skills = |n: u8| Profile { skills: vec![n % 3], tier: 1 + n % 2, ..Profile::default() };
    let agents: Vec<Agent> = (1..=200).map(|n| Agent { profile: skills(n), ..agent(n, 4, 4) }).collect();
    let kind = |n: u128| (0, (n % 4) as u8, n.is_multiple_of(3), (n % 5) as u8 % 3, n.is_multiple_of(11));
    let queue: Vec<Ticket> = (0..10_000).map(|n| waiting((n, kind(n)))).collect();
    let mut before = Before::default();
    let told =
        forecast_behind(&mut before, &queue, &agents, &Passes(Vec::new()), (&Rules::default(), &Pace::default(), NOW));
    assert_eq!((told.len(), before.all), (10_000, 10_000));
    // Of three topics and two tiers: so many groups each is compared with, at most, instead of 5,000 on average.
    assert!((2..=6).contains(&before.by_fitting.len()), "{} groups", before.by_fitting.len());
}

/// Load, room, whether it answers in English alone, hot ones.
type Drawn = (u32, u32, bool, u32);

fn drawn((n, (load, room, english, hot)): (u8, Drawn)) -> Agent {
    let languages = vec![if english { Language::En } else { Language::Zh }];
    let profile = Profile { languages, ..Profile::default() };
    Agent { profile, hot: hot.min(load), ..agent(n, load, load + room) }
}

#[test]
fn nobody_behind_is_told_less_and_another_of_the_same_kind_makes_nobody_wait_longer() {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let plans = (vec((0..6_u32, 0..3_u32, proptest::bool::ANY, 0..6_u32), 1..6), vec(0..200_u64, 1..20), 0..3_u32);
    let told = TestRunner::new(config).run(&plans, |(agents, mut waited, express_places)| {
        let mut agents: Vec<Agent> = (1..).zip(agents).map(drawn).collect();
        waited.sort_unstable();
        let queue: Vec<Ticket> = (1..).zip(waited.into_iter().rev()).map(|(n, waited)| ticket(n, waited)).collect();
        let rules = Rules { express_places, ..Rules::default() };
        let waits = |agents: &[Agent]| forecast(&queue, agents, &Passes(Vec::new()), (&rules, &Pace::default(), NOW));
        let before = waits(&agents);
        prop_assert_eq!(before.len(), queue.len());
        for pair in before.windows(2) {
            // Longest is none, which sorts first.
            prop_assert!(pair[1].is_none() || (pair[0].is_some() && pair[0] <= pair[1]), "{before:?}");
        }
        agents.push(Agent { staff: staff(99), ..agents[0].clone() });
        for (one, with_more) in before.iter().zip(waits(&agents)) {
            prop_assert!(one.is_none() || (with_more.is_some() && with_more <= *one), "{before:?}, then {with_more:?}");
        }
        Ok(())
    });
    if let Err(found) = told {
        panic!("{found}");
    }
}
