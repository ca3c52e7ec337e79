//! The comparison against challengers whose worth is known, and its figures against cases worked out by hand.

use super::labelled::sign_test;
use super::*;
use crate::domain::{Risks, Seq};
use rand::Rng;
use uuid::Uuid;

fn pair(conv: u128, message: u64, champion: f32, challenger: Option<f32>) -> Paired {
    let reading = |anger: f32| Reading { anger, level: 3.0 * anger, confidence: 1.0, ..Reading::default() };
    Paired {
        at: Timestamp(i64::try_from(message).unwrap()),
        conv: ConversationId(Uuid::from_u128(conv)),
        message: Seq(message),
        language: Some(if conv.is_multiple_of(2) { Language::En } else { Language::Zh }),
        models: Models { champion: "old".to_owned(), challenger: "new".to_owned() },
        champion: reading(champion),
        challenger: challenger.map(reading),
    }
}

fn of(pairs: &[Paired]) -> Report {
    compare(pairs, &Policy::default(), &Labels::new())
}

fn judged((pairs, labels): &(Vec<Paired>, Labels)) -> Report {
    compare(pairs, &Policy::default(), labels)
}

/// Forty chats of ten messages: the truth, and two models that see it through noise of these widths.
fn planted(champion: f32, challenger: f32) -> (Vec<Paired>, Labels) {
    let mut dice = StdRng::seed_from_u64(7);
    let (mut pairs, mut labels) = (Vec::new(), Labels::new());
    for message in 1..=400_u64 {
        let is_angry = dice.random_bool(0.3);
        let mut seen = |width: f32| {
            let logit = if is_angry { 1.0 } else { -1.0 } + dice.random_range(-width..=width);
            1.0 / (1.0 + (-logit).exp())
        };
        let (one, other) = (seen(champion), seen(challenger));
        let pair = pair(u128::from(message / 10), message, one, Some(other));
        labels.insert((pair.conv, pair.message), is_angry);
        pairs.push(pair);
    }
    (pairs, labels)
}

#[test]
fn a_model_agrees_with_itself_and_is_no_better() {
    let mut planted = planted(2.0, 2.0);
    for pair in &mut planted.0 {
        pair.challenger = Some(pair.champion);
    }
    let report = judged(&planted);
    let all = &report.groups[0];
    assert_eq!((all.name, all.n), ("all", 400));
    assert!(all.agreement >= 1.0 && all.distance <= 0.0);
    assert!(
        [all.anger, all.level]
            .iter()
            .all(|found| [found.value, found.low, found.high].iter().all(|figure| figure.abs() <= 0.0))
    );
    assert!(all.flips.iter().all(|flip| (flip.up, flip.down) == (0, 0) && flip.champion == flip.challenger));
    assert_eq!(report.verdict.outcome, Outcome::NoDifferenceShown);
    assert!(report.labelled.unwrap().mcnemar.p >= 1.0);
}

#[test]
fn better_worse_and_equal_challengers_are_told_apart() {
    for (champion, challenger, wanted) in
        [(4.0, 1.5, Outcome::Better), (1.5, 4.0, Outcome::Worse), (3.0, 3.0, Outcome::NoDifferenceShown)]
    {
        let report = judged(&planted(champion, challenger));
        assert_eq!(report.verdict.outcome, wanted, "{}", report.verdict.words);
        assert_eq!(report, judged(&planted(champion, challenger)), "the same every time");
    }
}

#[test]
fn a_challenger_that_orders_alike_and_exaggerates_is_worse() {
    let mut planted = planted(2.0, 2.0);
    for pair in &mut planted.0 {
        let exaggerated =
            if pair.champion.anger > 0.5 { 0.6 } else { 0.4 } + 0.4 * (pair.champion.anger - 0.5).signum();
        pair.challenger = Some(Reading { anger: exaggerated + 0.001 * pair.champion.anger, ..pair.champion });
    }
    let report = judged(&planted);
    assert!(report.labelled.as_ref().unwrap().brier.difference.low > 0.0, "{:?}", report.labelled);
    assert_eq!(report.verdict.outcome, Outcome::Worse, "{}", report.verdict.words);
}

#[test]
fn without_enough_labels_nothing_is_judged() {
    let (pairs, mut labels) = planted(4.0, 0.5);
    let report = of(&pairs);
    assert_eq!((report.labelled, report.verdict.outcome), (None, Outcome::NotJudged));
    let mut left = 19;
    labels.retain(|_, is_angry| {
        left -= i32::from(*is_angry);
        !*is_angry || left >= 0
    });
    let report = judged(&(pairs, labels));
    assert_eq!(report.labelled.as_ref().unwrap().positives, 19);
    assert_eq!(report.verdict.outcome, Outcome::NotJudged, "{}", report.verdict.words);
}

#[test]
fn every_reading_is_counted_where_it_belongs() {
    let mut pairs = vec![pair(1, 1, 0.9, Some(0.1)), pair(2, 2, 0.2, Some(0.6)), pair(2, 3, 0.2, Some(0.3))];
    pairs.push(pair(2, 4, 0.2, None));
    pairs.insert(0, Paired { models: Models::default(), ..pair(9, 9, 0.0, Some(1.0)) });
    let report = of(&pairs);
    assert_eq!((report.n, report.conversations, report.failed, report.others), (3, 2, 1, 1));
    let names: Vec<(&str, usize)> = report.groups.iter().map(|group| (group.name, group.n)).collect();
    assert_eq!(names, [("all", 3), ("en", 2), ("zh", 1)]);
    let all = &report.groups[0];
    assert!((all.agreement - 1.0 / 3.0).abs() < 1e-9);
    assert!((all.anger.value - (-0.8 + 0.4 + 0.1) / 3.0).abs() < 1e-6);
    assert!((all.distance - (0.8 + 0.4 + 0.1) / 3.0).abs() < 1e-6);
    let angry = all.flips[0];
    assert_eq!((angry.champion, angry.challenger, angry.up, angry.down), (1, 1, 1, 1));
    assert_eq!(report.period, Some((Timestamp(1), Timestamp(4))));
}

#[test]
fn decisions_flip_at_the_policys_own_lines() {
    let policy = Policy::default();
    let with = |risks: Risks| Reading { anger: 0.01, confidence: 1.0, risks, ..Reading::default() };
    let mut distressed = pair(2, 1, 0.01, None);
    distressed.champion = with(Risks { distress: policy.distress - 0.01, ..Risks::default() });
    distressed.challenger = Some(with(Risks { distress: policy.distress + 0.01, ..Risks::default() }));
    let mut threatening = pair(2, 2, 0.01, None);
    threatening.champion = with(Risks { legal: policy.threat + 0.01, ..Risks::default() });
    threatening.challenger = Some(with(Risks { legal: policy.threat - 0.01, ..Risks::default() }));
    let report = of(&[distressed, threatening]);
    let flip = |line: &str| {
        let found = report.groups[0].flips.iter().find(|flip| flip.line == line).expect(line);
        (found.champion, found.challenger, found.up, found.down)
    };
    assert_eq!(flip("distress alert"), (0, 1, 1, 0));
    assert_eq!(flip("threat alert"), (1, 0, 0, 1));
    assert_eq!(flip("anger .5"), (0, 0, 0, 0));
    let calm_and_furious = of(&[pair(2, 1, 0.01, Some(0.999))]);
    let names: Vec<&str> =
        calm_and_furious.groups[0].flips.iter().filter(|flip| flip.up == 1).map(|flip| flip.line).collect();
    assert!(["anger .5", "watch", "concern", "critical"].iter().all(|line| names.contains(line)), "{names:?}");
}

/// An interval over messages would take the ten messages of a chat for ten witnesses.
#[test]
fn messages_of_one_chat_are_not_counted_as_news() {
    let of_chats = |chats: u128| -> Vec<Paired> {
        let mut dice = StdRng::seed_from_u64(3);
        let mut shifts = Vec::new();
        (0..400_u64)
            .map(|message| {
                let conv = u128::from(message) % chats;
                if u128::from(message) < chats {
                    shifts.push(dice.random_range(-0.3..0.3));
                }
                let shift: f32 = shifts[usize::try_from(conv).unwrap()];
                pair(conv, message, 0.5, Some(0.5 + shift))
            })
            .collect()
    };
    let width = |report: Report| report.groups[0].anger.high - report.groups[0].anger.low;
    let (few, many) = (width(of(&of_chats(10))), width(of(&of_chats(400))));
    assert!(few > 3.0 * many, "{few} and {many}");
}

#[test]
fn the_exact_test_is_the_fair_coins() {
    // 2 (1 + 12 + 66) / 4096.
    assert!((sign_test(2, 10) - 158.0 / 4_096.0).abs() < 1e-12);
    assert!((sign_test(10, 2) - sign_test(2, 10)).abs() < 1e-15);
    for (one, other) in [(0, 0), (5, 5), (0, 1)] {
        assert!((sign_test(one, other) - 1.0).abs() < 1e-12);
    }
    let many = sign_test(4_000, 5_000);
    assert!(many > 0.0 && many < 1e-20, "{many}");
}

#[test]
fn percentiles_are_those_of_the_nearest_rank() {
    let found = percentiles((1..=200).map(|n| n * 1_000));
    let all = [found.p50, found.p95, found.p99].map(|figure| format!("{figure}"));
    assert_eq!(all, ["100", "190", "198"]);
    assert!(percentiles(std::iter::empty()).p50.is_nan());
}

#[test]
fn the_report_of_nothing_says_so_in_both_shapes() {
    let report = of(&[]);
    assert!(markdown(&report).contains("Nothing was read by both yet."));
    let value = serde_json::to_value(&report).unwrap();
    assert_eq!((&value["n"], &value["verdict"]["outcome"]), (&serde_json::json!(0), &serde_json::json!("not_judged")));
    let only_failures = of(&[pair(1, 1, 0.5, None)]);
    assert!(markdown(&only_failures).contains("the challenger failed on 1."), "{}", markdown(&only_failures));
}

#[test]
fn the_markdown_holds_every_part() {
    let text = markdown(&judged(&planted(4.0, 1.5)));
    for part in [
        "**Challenger better: AUROC +0.",
        "| all | 400 |",
        "| zh | concern |",
        "| legal |",
        "| challenger | 0.00",
        "McNemar",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}
