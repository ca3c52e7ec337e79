use super::*;
use crate::evaluation::Unavailable;
use crate::evaluation::fake_lab::{FakeLab, blank, values};

fn row(text: &str, label: &str, split: &str) -> String {
    format!(r#"{{"text":"{text}","label":"{label}","split":"{split}"}}"#)
}

fn lab() -> FakeLab {
    let bank = [
        row("where is my card", "card_arrival", "train"),
        row("card has not come", "card_arrival", "train"),
        row("change my pin", "change_pin", "train"),
        row("new pin please", "change_pin", "train"),
        row("my card did not come", "card_arrival", "validation"),
        row("my card is not here yet", "card_arrival", "validation"),
        row("how to change a pin", "change_pin", "validation"),
        row("i want another pin", "change_pin", "validation"),
        row("where is my card", "card_arrival", "validation"),
    ];
    let clinc: Vec<String> = ["juggling zebras", "who won the match", "sing to us", "tall trees"]
        .map(|text| row(text, "oos", "validation"))
        .into();
    FakeLab::new(&[("en_banking77.jsonl.gz", bank.join("\n")), ("en_clinc150.jsonl.gz", clinc.join("\n"))], |_| blank())
}

#[test]
fn a_question_that_is_a_way_to_ask_is_not_asked() {
    let trial = trial(&mut lab(), "banking77").unwrap();
    let asked = [Half::Development, Half::Test].map(|half| trial.half(half).count());
    assert_eq!(asked.iter().sum::<usize>(), 4 + 4, "{asked:?}");
    assert!(asked.iter().all(|count| *count > 0), "{asked:?}");
    let titles: Vec<&str> = trial.shelf.articles().iter().map(|article| article.title.as_str()).collect();
    assert_eq!(titles, ["card arrival", "change pin"]);
}

#[test]
fn the_table_has_every_side_beside_both() {
    let sections = sections();
    let section = sections.iter().find(|section| section.name == "retrieval banking77").unwrap();
    let found = values(&section.run(&mut lab()).unwrap());
    let measures: Vec<&str> = found.iter().map(|(name, _)| name.split(" | ").nth(1).unwrap()).collect();
    for measure in
        ["recall@1, words", "recall@3, meanings", "recall@1, both", "answered where no article is right, both"]
    {
        assert!(measures.contains(&measure), "{measures:?}");
    }
    assert!(found.iter().all(|(_, value)| (0.0..=1.0).contains(value)), "{found:?}");
}

#[test]
fn a_fit_ranks_what_is_right_first_and_is_surer_where_something_is() {
    let trial = trial(&mut lab(), "banking77").unwrap();
    let Fitted { weights, report } = fit(std::slice::from_ref(&trial));
    let fitted = &weights["en"][&Mode::Hybrid];
    let judged = trial.judged(Mode::Hybrid, fitted, Half::Development);
    let mean = |is_known: bool| {
        let sure: Vec<f32> =
            judged.iter().filter(|one| (one.place != Place::NoneIsRight) == is_known).map(|one| one.sure).collect();
        sure.iter().sum::<f32>() / sure.len() as f32
    };
    assert!(judged.iter().filter(|one| one.place != Place::NoneIsRight).all(|one| one.place.is_among(1)), "{judged:?}");
    assert!(mean(true) > mean(false), "{judged:?}");
    assert!(report.contains("retrieval banking77 Hybrid at 0.5: rightly"), "{report}");
    let written = toml::to_string(&weights).unwrap();
    assert_eq!(toml::from_str::<crate::knowledge::judge::AllWeights>(&written).unwrap(), weights);
}

#[test]
fn a_missing_file_is_said() {
    let found = trial(&mut FakeLab::new(&[], |_| blank()), "afqmc");
    assert_eq!(found.err(), Some(Unavailable("no zh_afqmc_pairs.jsonl.gz".to_owned())));
}

#[test]
fn routine_questions_stand_apart_from_those_worded_far_off_and_an_offer_counts_beside_an_answer() {
    let line = |text: &str, article: &str, far: &str| {
        format!(r#"{{"language":"en","text":"{text}","article":{article},"set":"held_out"{far}}}"#)
    };
    let lines = [
        line("send it back", r#""How do I return something?""#, ""),
        line("that thing, the other way", r#""How do I return something?""#, r#","far":true"#),
        line("qqq zzz", "null", ""),
    ];
    let mut lab = FakeLab::new(&[("questions.jsonl", lines.join("\n"))], |_| blank());
    let sections = sections();
    let section = sections.iter().find(|section| section.name == "retrieval shop en").unwrap();
    let found = values(&section.run(&mut lab).unwrap());
    let of = |measure: &str| {
        let name = format!("retrieval shop en | {measure} | ");
        found.iter().find(|(found, _)| found.starts_with(&name)).unwrap_or_else(|| panic!("no {measure}: {found:?}")).1
    };
    let all = f64::midpoint(of("recall@3, both, routine wording"), of("recall@3, both, worded far off"));
    assert!((of("recall@3, both") - all).abs() < 1e-9, "each question is in one of the two");
    for wording in ["", ", routine wording", ", worded far off"] {
        let rightly = of(&format!("answered rightly, both{wording}"));
        assert!(of(&format!("answered rightly or offered, both{wording}")) >= rightly, "{wording}");
    }
    let needless = of("offered something where no article is right, both");
    assert!((0.0..=1.0).contains(&needless), "{needless}");
}

#[test]
fn an_offer_is_what_the_bot_would_show_as_buttons() {
    let judged = |sure, offers_right, place| Judged { place, sure, offers: true, offers_right, is_far: false };
    assert!(judged(ANSWER_AT, false, Place::At(1)).is_contained());
    assert!(!judged(ANSWER_AT, false, Place::At(2)).is_contained(), "a wrong answer hides the right one");
    assert!(judged(OFFER_AT, true, Place::At(3)).is_contained());
    assert!(!judged(OFFER_AT, false, Place::At(1)).is_contained(), "not offered");
}
