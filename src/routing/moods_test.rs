use super::super::fixtures::{chat, summary};
use super::*;
use proptest::prelude::*;

const MINUTE: i64 = 60_000;

/// So many minutes after a start at minute 0, which lies long back.
fn at(minutes: i64) -> Moment {
    Moment { wall: Timestamp(minutes * MINUTE + 1_234), steady: Duration::from_hours(5) }
}

fn site(name: &str) -> SiteId {
    SiteId::try_from(name.to_owned()).unwrap()
}

fn hear(moods: &mut Moods, n: u128, of: &str, phase: PhaseName, stage: Stage) {
    let line = summary(chat(n), phase, None, Timestamp(0));
    moods.hear(&Summary { site: site(of), stage, ..line });
}

/// Minute, calm, watch, concern, critical.
fn shown(moods: &Moods, of: Option<&str>, now: i64) -> Vec<(i64, [u32; 4])> {
    let history = moods.history(of.map(site).as_ref(), at(now).wall);
    let figures = |Mood { at, stages: s }: Mood| (at.0 / MINUTE, [s.calm, s.watch, s.concern, s.critical]);
    history.moods.into_iter().map(figures).collect()
}

#[test]
fn one_sample_a_minute_says_how_many_are_at_each_stage() {
    let mut moods = Moods::default();
    hear(&mut moods, 1, "shop", PhaseName::WithBot, Stage::Calm);
    hear(&mut moods, 2, "shop", PhaseName::Waiting, Stage::Critical);
    moods.note(at(10));
    hear(&mut moods, 1, "shop", PhaseName::WithAgent, Stage::Watch);
    hear(&mut moods, 3, "blog", PhaseName::WithBot, Stage::Concern);
    moods.note(at(10));
    assert_eq!(shown(&moods, None, 10), [(10, [1, 0, 0, 1])], "the minute has its sample");
    moods.note(at(11));
    hear(&mut moods, 2, "shop", PhaseName::Closed, Stage::Critical);
    hear(&mut moods, 3, "blog", PhaseName::Closed, Stage::Concern);
    moods.note(at(12));
    assert_eq!(shown(&moods, None, 12), [(10, [1, 0, 0, 1]), (11, [0, 1, 1, 1]), (12, [0, 1, 0, 0])]);
    assert_eq!(shown(&moods, Some("blog"), 12), [(10, [0; 4]), (11, [0, 0, 1, 0]), (12, [0; 4])]);
    assert_eq!(moods.history(None, at(12).wall).sites, [site("blog"), site("shop")]);
}

#[test]
fn a_minute_that_nobody_counted_has_no_sample() {
    let mut moods = Moods::default();
    for minute in [10, 11, 15] {
        moods.note(at(minute));
    }
    let minutes: Vec<i64> = shown(&moods, None, 15).into_iter().map(|(minute, _)| minute).collect();
    assert_eq!(minutes, [10, 11, 15]);
}

#[test]
fn a_start_counts_nothing_until_it_has_heard_of_all() {
    let mut moods = Moods::default();
    let began = |seconds: i64| Moment {
        wall: Timestamp(10 * MINUTE + seconds * 1_000),
        steady: Duration::from_secs(seconds.unsigned_abs()),
    };
    for seconds in 0..60 {
        moods.note(began(seconds));
    }
    assert_eq!(shown(&moods, None, 11), []);
    moods.note(began(60));
    assert_eq!(shown(&moods, None, 11), [(11, [0; 4])]);
}

#[test]
fn what_is_older_than_two_hours_is_forgotten_and_not_shown() {
    let mut moods = Moods::default();
    for minute in 0..500 {
        moods.note(at(minute));
        assert!(moods.samples.len() <= 120, "bounded");
    }
    let minutes: Vec<i64> = shown(&moods, None, 499).into_iter().map(|(minute, _)| minute).collect();
    assert_eq!((minutes.len(), minutes[0]), (120, 380));
    assert_eq!(shown(&moods, None, 700), [], "nor by a desk that slept");
}

#[test]
fn a_clock_that_is_set_back_begins_there() {
    let mut moods = Moods::default();
    for minute in [10, 11, 12, 11, 12] {
        moods.note(at(minute));
    }
    let minutes: Vec<i64> = shown(&moods, None, 12).into_iter().map(|(minute, _)| minute).collect();
    assert_eq!(minutes, [10, 11, 12]);
}

#[test]
fn more_sites_than_are_told_apart_count_together() {
    let mut moods = Moods::default();
    for n in 0..150_u32 {
        hear(&mut moods, u128::from(n), &format!("s{n}"), PhaseName::WithBot, Stage::Calm);
    }
    moods.note(at(1));
    assert_eq!(shown(&moods, None, 1), [(1, [150, 0, 0, 0])]);
    assert_eq!(moods.history(None, at(1).wall).sites.len(), SITES);
}

proptest! {
    /// Whatever was heard, in whatever order: a sample counts each open conversation once, by what was heard last.
    #[test]
    fn a_sample_counts_each_open_conversation_once(heard in proptest::collection::vec((0_u128..8, 0_u8..4, any::<bool>()), 0..60)) {
        let mut moods = Moods::default();
        let mut last = std::collections::BTreeMap::new();
        for (n, stage, is_open) in heard {
            let (stage, phase) = (STAGES[usize::from(stage)], if is_open { PhaseName::WithBot } else { PhaseName::Closed });
            hear(&mut moods, n, "shop", phase, stage);
            last.insert(n, is_open.then_some(stage));
        }
        moods.note(at(1));
        let expected = STAGES.map(|stage| u32::try_from(last.values().filter(|at| **at == Some(stage)).count()).unwrap());
        prop_assert_eq!(shown(&moods, None, 1), vec![(1, expected)]);
    }
}

const STAGES: [Stage; 4] = [Stage::Calm, Stage::Watch, Stage::Concern, Stage::Critical];
