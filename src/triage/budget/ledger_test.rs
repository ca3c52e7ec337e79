use super::*;
use crate::domain::budget::{Why, parted};
use crate::triage::budget::fixtures::{basis, shop};

fn scope(site: Option<SiteId>) -> Scope {
    Scope { site, language: Language::En }
}

fn change(version: u32, scope: &Scope, step: Step, to: Option<Lines>) -> LinesChange {
    LinesChange {
        version,
        at: Timestamp(i64::from(version)),
        scope: scope.clone(),
        step,
        why: Why::Scheduled,
        from: None,
        to,
        chats: 500,
        per_100: [10.0, 5.0, 1.0],
        basis: basis(),
        reference: vec![0.0; 101],
        fit: None,
    }
}

const A: Lines = [-1.0, 0.0, 1.0];
const B: Lines = [-0.5, 0.5, 1.5];

fn history() -> Vec<LinesChange> {
    let (everywhere, here) = (scope(None), scope(Some(shop())));
    vec![
        change(1, &everywhere, Step::Shadowed, Some(A)),
        change(2, &everywhere, Step::Promoted, Some(A)),
        change(3, &here, Step::Shadowed, Some(B)),
        change(4, &here, Step::Promoted, Some(B)),
        change(5, &here, Step::Held, Some(B)),
        change(6, &here, Step::RolledBack, None),
        change(7, &everywhere, Step::Reset, None),
    ]
}

#[test]
fn the_history_up_to_a_version_gives_the_policy_that_decided() {
    let (history, base) = (history(), Policy::default());
    let decided = |version| {
        let policy = Ledger::at(&history, version).policy(&base, &shop());
        (policy.lines_by_language.en, parted(&policy.version).1)
    };
    assert_eq!(decided(0), (None, None));
    assert_eq!(decided(1), (None, None), "in shadow");
    assert_eq!(decided(2), (Some(A), Some(2)), "the workspace's");
    assert_eq!(decided(3), (Some(A), Some(2)));
    assert_eq!(decided(4), (Some(B), Some(4)), "the site's own");
    assert_eq!(decided(5), (Some(B), Some(4)), "the number of the record that changed them");
    assert_eq!(decided(6), (Some(A), Some(6)));
    assert_eq!(decided(7), (None, None));
}

#[test]
fn another_site_and_another_language_keep_theirs() {
    let (ledger, base) = (Ledger::at(&history(), 4), Policy::default());
    let elsewhere = SiteId::try_from("elsewhere".to_owned()).unwrap();
    assert_eq!(ledger.policy(&base, &elsewhere).lines_by_language.en, Some(A));
    assert_eq!(ledger.policy(&base, &shop()).lines_by_language.zh, None);
    assert_eq!(ledger.policy(&base, &shop()).lines.map(f32::to_bits), base.lines.map(f32::to_bits));
}

#[test]
fn what_was_in_shadow_is_over_once_it_came_into_force() {
    let ledger = Ledger::at(&history(), 3);
    let standing = ledger.standing(&scope(Some(shop()))).unwrap();
    assert_eq!(standing.candidate, Some(Candidate { lines: B, since: Timestamp(3) }));
    let ledger = Ledger::at(&history(), 4);
    let standing = ledger.standing(&scope(Some(shop()))).unwrap();
    assert_eq!((standing.candidate, standing.lines, standing.before), (None, Some(B), Some(None)));
    assert_eq!((standing.since, standing.computed_at), (Some(Timestamp(4)), Some(Timestamp(3))));
}

#[test]
fn versions_have_two_parts() {
    assert_eq!(versioned("3", Some(7)), "3+b7");
    assert_eq!(versioned("3", None), "3");
    assert_eq!(parted("3+b7"), ("3", Some(7)));
    assert_eq!(parted("3"), ("3", None));
    assert_eq!(parted("mine+best"), ("mine+best", None));
    assert_eq!(parted("3+b99999999999"), ("3+b99999999999", None));
}
