//! Policy files: what is wrong is said, all of it.

use super::*;

#[test]
fn an_empty_file_is_the_built_in_policy_and_the_built_in_policy_is_sound() {
    assert_eq!(Policy::parse("").unwrap(), Policy::default());
    let written = toml::to_string(&Policy::default()).unwrap();
    assert_eq!(Policy::parse(&written).unwrap(), Policy::default());
}

#[test]
fn single_numbers_can_be_replaced() {
    let policy = Policy::parse("version = \"strict\"\nlines = [-2.0, -1.0, 0.5]\nalert_stage = \"critical\"").unwrap();
    assert_eq!(
        (policy.lines, policy.alert_stage, policy.alpha),
        ([-2.0, -1.0, 0.5], Stage::Critical, Policy::default().alpha)
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
fn unknown_and_ill_typed_names_are_refused_with_their_line() {
    assert!(Policy::parse("clip = 5.0\nalfa = 0.3").unwrap_err().contains("alfa"));
    assert!(Policy::parse("lines = [0.0]").unwrap_err().contains("line 1"));
}
