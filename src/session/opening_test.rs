use super::*;
use crate::domain::fixtures;

fn conv(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(n))
}

fn known(open: &[(u128, bool)]) -> Vec<Summary> {
    let phase = |open| if open { PhaseName::WithBot } else { PhaseName::Closed };
    open.iter().map(|(n, open)| Summary { phase: phase(*open), ..fixtures::summary(conv(*n)) }).collect()
}

/// What becomes of it, as a name: the conversation that is found, 0 for a new one, `None` for neither.
fn outcome(open: &[(u128, bool)], beside: &[u128], most: usize) -> Option<u128> {
    let beside: Vec<_> = beside.iter().copied().map(conv).collect();
    match opening(&known(open), &beside, most) {
        Opening::Found(found) => Some(found.conv.0.as_u128()),
        Opening::Fresh => Some(0),
        Opening::Full => None,
    }
}

/// What is known, beside what, how many at most; what becomes of it.
type Case<'a> = (&'a [(u128, bool)], &'a [u128], usize, Option<u128>);

#[test]
fn what_is_open_is_found_unless_another_is_wanted() {
    let (open, ended) = (true, false);
    let cases: [Case; 10] = [
        (&[], &[], 3, Some(0)),
        (&[(1, ended)], &[], 3, Some(0)),
        (&[(1, ended), (2, open), (3, open)], &[], 3, Some(2)),
        (&[(2, open)], &[2], 3, Some(0)),
        (&[(2, open), (3, open)], &[2], 3, Some(3)),
        (&[(2, open), (3, open)], &[3, 2], 3, Some(0)),
        (&[(2, open), (1, ended), (3, open), (4, open)], &[4, 3, 2], 3, None),
        (&[(2, open), (3, open), (4, open)], &[4, 3], 3, Some(2)),
        (&[(2, open)], &[2], 1, None),
        (&[(1, ended)], &[1, 9], 1, Some(0)),
    ];
    for (known, beside, most, wanted) in cases {
        assert_eq!(outcome(known, beside, most), wanted, "{known:?} beside {beside:?}, at most {most}");
    }
}

#[test]
fn a_request_that_comes_twice_finds_what_the_first_began() {
    let before = [(2, true)];
    assert_eq!(outcome(&before, &[2], 3), Some(0));
    let after = [(7, true), (2, true)];
    assert_eq!(outcome(&after, &[2], 3), Some(7));
}
