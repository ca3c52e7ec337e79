//! Terms: what is in force when, and what had been.

use super::*;

fn policy(version: &str) -> Policy {
    Policy { version: version.to_owned(), ..Policy::default() }
}

fn term(since: i64, version: &str) -> Term {
    Term { since: Timestamp(since), policy: Arc::new(policy(version)) }
}

fn at(policies: &Policies, moment: i64) -> String {
    policies.at(Timestamp(moment)).version.clone()
}

#[test]
fn a_term_lasts_until_the_next_begins() {
    let policies = Policies::fixed(policy("base"));
    policies.adopt(term(20, "b"));
    policies.adopt(term(10, "a"));
    let in_force: Vec<String> = [0, 9, 10, 19, 20, 99].iter().map(|moment| at(&policies, *moment)).collect();
    assert_eq!(in_force, ["base", "base", "a", "a", "b", "b"]);
}

#[test]
fn the_first_term_of_a_history_has_no_beginning() {
    let policies = Policies::of([term(20, "b"), term(10, "a")]).unwrap();
    assert_eq!((at(&policies, 0), at(&policies, 20)), ("a".to_owned(), "b".to_owned()));
    assert!(Policies::of([]).is_none());
}

#[test]
fn a_version_left_behind_finds_its_policy_and_an_unknown_one_the_moments() {
    let policies = Policies::of([term(10, "a"), term(20, "b"), term(30, "a")]).unwrap();
    let of = |version: &str, moment| policies.of_version(version, Timestamp(moment)).version.clone();
    assert_eq!((of("a", 25), of("b", 35), of("c", 25)), ("a".to_owned(), "b".to_owned(), "b".to_owned()));
    assert_eq!(of("b", 15), "a", "what has not begun decided nothing");
}
