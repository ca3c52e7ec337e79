use super::*;
use std::collections::HashMap;
use uuid::Uuid;

const CHAT: ConversationId = ConversationId(Uuid::from_u128(1));
const LIN: StaffId = StaffId(Uuid::from_u128(10));
const ANA: StaffId = StaffId(Uuid::from_u128(11));

#[derive(Default)]
struct Memory {
    passed: HashMap<StaffId, Duration>,
}

impl Past for Memory {
    fn passed(&self, _: ConversationId, staff: StaffId) -> Option<Duration> {
        self.passed.get(&staff).copied()
    }
}

fn agent(staff: StaffId, load: u32, capacity: u32) -> Agent {
    Agent {
        staff,
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

fn ticket(n: u128) -> Ticket {
    let conv = ConversationId(Uuid::from_u128(n));
    Ticket {
        conv,
        stage: Stage::Calm,
        language: Language::Zh,
        since: Timestamp(0),
        waited: Duration::ZERO,
        in_distress: false,
        last_agent: None,
        topic: None,
        segment: None,
        kept: false,
    }
}

/// By the default rules, nobody having waited.
fn pairs(tickets: &[Ticket], agents: Vec<Agent>, past: &impl Past) -> Vec<(ConversationId, StaffId)> {
    assign(tickets, agents, past, (&Rules::default(), Timestamp(0)))
}

/// By these rules, after this wait.
fn chosen(ticket: Ticket, agents: &[Agent], rules: &Rules, waited: Duration) -> Option<StaffId> {
    let now = ticket.since.plus(waited);
    assign(&[ticket], agents.to_vec(), &Memory::default(), (rules, now)).first().map(|(_, staff)| *staff)
}

fn whom(agents: Vec<Agent>, past: &Memory) -> Option<StaffId> {
    pairs(&[ticket(1)], agents, past).first().map(|(conv, staff)| {
        assert_eq!(*conv, CHAT);
        *staff
    })
}

#[test]
fn the_least_loaded_by_share_of_their_capacity() {
    let nobody = Memory::default();
    assert_eq!(whom(vec![agent(LIN, 2, 3), agent(ANA, 1, 3)], &nobody), Some(ANA));
    // One of two is more than two of five.
    assert_eq!(whom(vec![agent(LIN, 1, 2), agent(ANA, 2, 5)], &nobody), Some(ANA));
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 0, 3)], &nobody), Some(LIN));
}

#[test]
fn nobody_gets_more_than_their_capacity() {
    let tickets: Vec<Ticket> = (1..=9).map(ticket).collect();
    let pairs = pairs(&tickets, vec![agent(LIN, 1, 3), agent(ANA, 0, 1)], &Memory::default());
    let of = |staff| pairs.iter().filter(|(_, to)| *to == staff).count();
    assert_eq!((of(LIN), of(ANA), pairs.len()), (2, 1, 3));
    let first: Vec<u128> = pairs.iter().map(|(conv, _)| conv.0.as_u128()).collect();
    assert_eq!(first, [1, 2, 3], "the order of the queue is kept");
    assert!(whom(vec![agent(LIN, 5, 3), agent(ANA, 0, 0)], &Memory::default()).is_none());
}

#[test]
fn the_previous_owner_first_even_when_more_loaded() {
    let again = Ticket { last_agent: Some(LIN), ..ticket(1) };
    let whom = |agents| pairs(&[again], agents, &Memory::default()).first().map(|(_, staff)| *staff);
    assert_eq!(whom(vec![agent(LIN, 2, 3), agent(ANA, 0, 3)]), Some(LIN));
    assert_eq!(whom(vec![agent(LIN, 3, 3), agent(ANA, 0, 3)]), Some(ANA));
}

#[test]
fn the_visitors_language_before_the_load() {
    let speaks = Agent { language: Some(Language::Zh), ..agent(LIN, 2, 3) };
    let does_not = Agent { language: Some(Language::En), ..agent(ANA, 0, 3) };
    assert_eq!(whom(vec![speaks.clone(), does_not.clone()], &Memory::default()), Some(LIN));
    assert_eq!(whom(vec![Agent { load: 3, ..speaks }, does_not], &Memory::default()), Some(ANA));
}

#[test]
fn who_let_it_pass_is_asked_again_only_when_nobody_else_is_there() {
    let mut past = Memory { passed: HashMap::from([(LIN, Duration::from_secs(5))]) };
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 2, 3)], &past), Some(ANA));
    // Ana is there and full: it waits for her.
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 3, 3)], &past), None);
    // Somebody who takes nothing at all is nobody.
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 0, 0)], &past), Some(LIN));
    assert_eq!(whom(vec![agent(LIN, 0, 3)], &past), Some(LIN));
    // Everybody let it pass: the round begins anew, with the one who did so first.
    past.passed.insert(ANA, Duration::from_secs(4));
    assert_eq!(whom(vec![agent(LIN, 0, 3), agent(ANA, 2, 3)], &past), Some(ANA));
}

#[test]
fn one_that_nobody_fits_does_not_hold_up_the_next() {
    struct FirstPassed;
    impl Past for FirstPassed {
        fn passed(&self, conv: ConversationId, staff: StaffId) -> Option<Duration> {
            (conv == CHAT && staff == LIN).then_some(Duration::ZERO)
        }
    }
    let pairs = pairs(&[ticket(1), ticket(2)], vec![agent(LIN, 0, 1), agent(ANA, 1, 1)], &FirstPassed);
    assert_eq!(pairs, [(ticket(2).conv, LIN)]);
}

const NOT_LONG: Duration = Duration::from_secs(59);
const LONG: Duration = Duration::from_mins(1);

#[test]
fn skill_and_language_are_waited_for_and_then_anybody_will_do() {
    let rules = Rules::default();
    let can = |skills: &[u8], languages: &[Language]| Profile {
        skills: skills.to_vec(),
        languages: languages.to_vec(),
        ..Profile::default()
    };
    let about = Ticket { topic: Some(1), ..ticket(1) };
    let skilled = Agent { profile: can(&[0, 1], &[]), ..agent(LIN, 3, 3) };
    let free = agent(ANA, 0, 3);
    let both = [skilled.clone(), free.clone()];
    assert_eq!(chosen(about, &both, &rules, NOT_LONG), None, "Lin is there, and full");
    assert_eq!(chosen(about, &both, &rules, LONG), Some(ANA));
    assert_eq!(chosen(about, &[Agent { load: 2, ..skilled }, free.clone()], &rules, LONG), Some(LIN), "still better");
    assert_eq!(
        chosen(about, std::slice::from_ref(&free), &rules, Duration::ZERO),
        Some(ANA),
        "nobody there has the skill"
    );
    // Who says what they answer in does not answer in anything else at once; who says nothing does.
    let english = Agent { profile: can(&[], &[Language::En]), ..free.clone() };
    assert_eq!(chosen(ticket(1), &[english.clone(), agent(LIN, 3, 3)], &rules, NOT_LONG), None);
    assert_eq!(chosen(ticket(1), &[english, agent(LIN, 2, 3)], &rules, NOT_LONG), Some(LIN));
}

#[test]
fn what_is_kept_for_a_team_goes_to_nobody_else_however_long_it_waits() {
    let rules = Rules::default();
    let kept = Ticket { topic: Some(1), kept: true, ..ticket(1) };
    let skilled = Agent { profile: Profile { skills: vec![1], ..Profile::default() }, ..agent(LIN, 2, 3) };
    let both = [skilled.clone(), agent(ANA, 0, 3)];
    let long = rules.bound() * 9;
    assert_eq!(chosen(kept, &both, &rules, Duration::ZERO), Some(LIN), "whoever has the skill is asked at any time");
    assert_eq!(chosen(kept, &[Agent { load: 3, ..skilled }, agent(ANA, 0, 3)], &rules, long), None);
    assert_eq!(chosen(kept, &both[1..], &rules, long), None, "nobody there has it");
    assert_eq!(chosen(Ticket { kept: false, ..kept }, &both[1..], &rules, long), Some(ANA));
    let next = assign(&[kept, ticket(2)], both[1..].to_vec(), &Memory::default(), (&rules, Timestamp(0)));
    assert_eq!(next, [(ticket(2).conv, ANA)], "it holds up nobody");
}

#[test]
fn anger_raises_the_least_tier() {
    let rules = Rules::default();
    let senior = Agent { profile: Profile { tier: 2, ..Profile::default() }, ..agent(LIN, 2, 3) };
    let agents = [senior.clone(), agent(ANA, 0, 3)];
    for (stage, wanted) in [(Stage::Calm, ANA), (Stage::Concern, ANA), (Stage::Critical, LIN)] {
        assert_eq!(chosen(Ticket { stage, ..ticket(1) }, &agents, &rules, Duration::ZERO), Some(wanted), "{stage:?}");
    }
    let critical = Ticket { stage: Stage::Critical, last_agent: Some(ANA), ..ticket(1) };
    assert_eq!(chosen(critical, &agents, &rules, Duration::ZERO), Some(LIN), "before the one who held it last");
    let full = [Agent { load: 3, ..senior }, agent(ANA, 0, 3)];
    assert_eq!((chosen(critical, &full, &rules, NOT_LONG), chosen(critical, &full, &rules, LONG)), (None, Some(ANA)));
}

#[test]
fn nobody_is_offered_more_hot_conversations_than_the_limit() {
    let rules = Rules { hot_chats: 2, ..Rules::default() };
    let hot = |n| Ticket { stage: Stage::Concern, ..ticket(n) };
    let tickets: Vec<Ticket> = (1..=9).map(hot).collect();
    let nobody = Memory::default();
    let now = Timestamp(0).plus(rules.bound()).minus(Duration::from_millis(1));
    let agents = || vec![agent(LIN, 0, 9), Agent { hot: 1, ..agent(ANA, 1, 9) }];
    let pairs = assign(&tickets, agents(), &nobody, (&rules, now));
    assert_eq!(pairs.len(), 3, "{pairs:?}");
    let busy = [Agent { hot: 2, ..agent(LIN, 2, 9) }];
    assert_eq!(chosen(ticket(1), &busy, &rules, Duration::ZERO), Some(LIN), "a calm one is another matter");
    assert_eq!(chosen(Ticket { in_distress: true, ..hot(1) }, &busy, &rules, Duration::ZERO), Some(LIN));
    assert_eq!(chosen(hot(1), &busy, &rules, rules.bound()), Some(LIN), "nobody starves for it");
}

#[test]
fn anger_counts_as_load_and_who_had_it_rests() {
    let rules = Rules::default();
    let angry = [Agent { hot: 2, anger: 5, ..agent(LIN, 2, 4) }, agent(ANA, 3, 4)];
    assert_eq!(chosen(ticket(1), &angry, &rules, Duration::ZERO), Some(ANA), "2 with much anger are more than 3");
    let rested = [Agent { rests: true, ..agent(LIN, 0, 4) }, agent(ANA, 3, 4)];
    let hot = Ticket { stage: Stage::Concern, ..ticket(1) };
    assert_eq!(chosen(hot, &rested, &rules, Duration::ZERO), Some(ANA));
    assert_eq!(chosen(ticket(1), &rested, &rules, Duration::ZERO), Some(LIN), "a calm one is no strain");
    assert_eq!(chosen(hot, &rested[..1], &rules, Duration::ZERO), Some(LIN), "nobody waits for it");
}

#[test]
fn places_kept_free_go_to_the_most_urgent_alone() {
    let rules = Rules { express_places: 1, ..Rules::default() };
    let agents = [agent(LIN, 1, 2), agent(ANA, 1, 1)];
    let critical = Ticket { stage: Stage::Critical, ..ticket(1) };
    assert_eq!(chosen(ticket(1), &agents, &rules, Duration::ZERO), None);
    assert_eq!(chosen(ticket(1), &agents, &rules, rules.bound()), Some(LIN), "nobody starves for it");
    assert_eq!(chosen(critical, &agents, &rules, Duration::ZERO), Some(LIN));
    assert_eq!(chosen(Ticket { in_distress: true, ..ticket(1) }, &agents, &rules, Duration::ZERO), Some(LIN));
    assert_eq!(chosen(ticket(1), &[agent(LIN, 0, 2)], &rules, Duration::ZERO), Some(LIN), "one is left");
}
