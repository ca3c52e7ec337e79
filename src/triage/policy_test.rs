//! Policy files: what is wrong is said, all of it.

use super::*;

#[test]
fn an_empty_file_is_the_built_in_policy_and_the_built_in_policy_is_sound() {
    assert_eq!(Policy::parse("").unwrap(), Policy::shipped());
    for policy in [Policy::shipped(), Policy::default()] {
        assert_eq!(Policy::parse(&toml::to_string(&policy).unwrap()).unwrap(), policy);
    }
}

#[test]
fn single_numbers_can_be_replaced() {
    let policy = Policy::parse("version = \"strict\"\nlines = [-2.0, -1.0, 0.5]\nalert_stage = \"critical\"").unwrap();
    assert_eq!(
        (policy.lines, policy.alert_stage, policy.alpha),
        ([-2.0, -1.0, 0.5], Stage::Critical, Policy::shipped().alpha)
    );
}

#[test]
fn every_problem_is_said_at_once() {
    let text = "version = \"\"\nclip = nan\nalpha = 0.0\nhalf_life_s = 0.0\nlines = [1.0, 0.0, 2.0]\nhysteresis = -1.0\n\
                hysteresis_turns = 0\nabuse = 1.5\nhuman = nan";
    let problems = Policy::parse(text).unwrap_err();
    for name in ["version", "clip", "alpha", "half_life_s", "lines", "hysteresis", "hysteresis_turns", "abuse", "human"]
    {
        assert!(problems.lines().any(|line| line.starts_with(&format!("{name} is "))), "{name}: {problems}");
    }
}

#[test]
fn unknown_names_ill_typed_values_and_broken_rules_are_said_together() {
    let problems = Policy::parse("alfa = 0.3\nlines = [0.0]\nhandoff_stage = \"hot\"\nclip = -1\nzzz = 1").unwrap_err();
    let said: Vec<&str> = problems.lines().collect();
    let expected = [
        ("alfa ", "did you mean alpha?"),
        ("lines is [0.0]", "length"),
        ("handoff_stage is \"hot\"", "`concern`"),
        ("zzz ", "no setting of a policy"),
        ("clip is -1.0", "above 0"),
    ];
    for (start, words) in expected {
        assert!(said.iter().any(|line| line.starts_with(start) && line.contains(words)), "{start}: {problems}");
    }
    assert!(!problems.lines().any(|line| line.starts_with("zzz") && line.contains("mean")), "{problems}");
}

#[test]
fn what_is_no_toml_is_shown_with_its_line() {
    assert!(Policy::parse("clip = 5.0\nalpha = ").unwrap_err().contains("line 2"));
}

#[test]
fn tables_take_their_fields_one_by_one() {
    let policy = Policy::parse(
        "lines = [-3.0, -2.0, -1.0]\n[behaviour]\nrepeat = 0.7\n[lines_by_language]\nzh = [-1.0, 0.0, 1.0]",
    )
    .unwrap();
    assert!((policy.behaviour.repeat - 0.7).abs() < 1e-6);
    assert!((policy.behaviour.silence - Policy::shipped().behaviour.silence).abs() < 1e-6);
    let expected = Policy { lines: [-1.0, 0.0, 1.0], ..policy.clone() };
    let by_language = |language| Policy { lines: policy.lines_of(language), ..policy.clone() };
    assert_eq!(by_language(Some(Language::Zh)), expected);
    assert_eq!(by_language(Some(Language::En)), policy);
    assert_eq!(by_language(None), policy);
    assert_eq!(Policy::parse(&toml::to_string(&policy).unwrap()).unwrap(), policy);
}

#[test]
fn problems_in_tables_are_named_with_their_place() {
    let text = "behaviour = { repet = 0.3, waiting = -0.1, curt = \"low\", shouting = 19, silence = nan }\n\
                lines_by_language = { en = [1.0, 0.0, 2.0], de = [0.0, 1.0, 2.0] }\n\
                distress_mention = 0.9\ndistress_imminent = 1.5";
    let problems = Policy::parse(text).unwrap_err();
    let severities = format!("distress in three severities is [0.9, {}, 1.5]", Policy::shipped().distress);
    let expected = [
        ("behaviour.repet ", "did you mean behaviour.repeat?"),
        ("behaviour.waiting is -0.1", "log-odds, 0 to 5"),
        ("behaviour.curt is \"low\"", "expected f32"),
        ("behaviour.shouting is 19", "log-odds, -10 to 10"),
        ("behaviour.silence is NaN", "log-odds, 0 to 5"),
        ("lines_by_language.en is ", "ascending"),
        ("lines_by_language.de ", "no setting"),
        ("distress_imminent is 1.5", "a probability"),
        (severities.as_str(), "ascending"),
    ];
    for (start, words) in expected {
        assert!(problems.lines().any(|line| line.starts_with(start) && line.contains(words)), "{start}: {problems}");
    }
    let not_a_table = Policy::parse("behaviour = 3").unwrap_err();
    assert!(not_a_table.starts_with("behaviour is 3; "), "{not_a_table}");
}
