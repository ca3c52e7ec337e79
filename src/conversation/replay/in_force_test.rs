//! Versions with and without lines.

use super::*;
use crate::domain::budget::{Basis, Scope, Step, Why};
use crate::domain::{Language, Timestamp};
use crate::triage::Term;

fn change(version: u32, lines: [f32; 3]) -> LinesChange {
    LinesChange {
        version,
        at: Timestamp(50),
        scope: Scope { site: None, language: Language::En },
        step: Step::Promoted,
        why: Why::Scheduled,
        from: None,
        to: Some(lines),
        chats: 500,
        per_100: [10.0, 5.0, 1.0],
        basis: Basis { model: "m".to_owned(), policy: "a".to_owned() },
        reference: Vec::new(),
        fit: None,
    }
}

#[test]
fn lines_hold_from_their_record_on_and_for_their_policy_alone() {
    let policy = |version: &str| Arc::new(Policy { version: version.to_owned(), ..Policy::default() });
    let term = |since, version| Term { since: Timestamp(since), policy: policy(version) };
    let policies = Policies::of([term(0, "a"), term(100, "b")]).unwrap();
    let in_force = InForce::new(Arc::new(policies), vec![change(1, [1.0, 2.0, 3.0]), change(2, [1.5, 2.5, 3.5])]);
    let site = SiteId::try_from("shop".to_owned()).unwrap();
    let at = |at, version| {
        let policy = in_force.at(Moment { at: Timestamp(at), version, site: Some(&site) });
        (policy.version.clone(), policy.lines_of(Some(Language::En)))
    };
    let own = Policy::default().lines_of(Some(Language::En));
    assert_eq!(at(10, Some("a")), ("a".to_owned(), own));
    assert_eq!(at(60, Some("a+b1")), ("a+b1".to_owned(), [1.0, 2.0, 3.0]));
    assert_eq!(at(60, Some("a+b2")), ("a+b2".to_owned(), [1.5, 2.5, 3.5]));
    assert_eq!(at(120, Some("b")), ("b".to_owned(), own));
    assert_eq!(at(60, None).0, "a");
}
