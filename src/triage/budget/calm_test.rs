use super::*;
use crate::domain::outcome::AngerAlerts;
use crate::triage::budget::fixtures::calm_chat;

fn with(rating: Option<u8>, alerts: AngerAlerts) -> Outcome {
    Outcome { rating, alerts, ..calm_chat(1, 0.0) }
}

#[test]
fn what_was_said_decides_and_what_nobody_knows_is_left_out() {
    let none = AngerAlerts::default();
    let raised = AngerAlerts { raised: 1, ..none };
    let answered = AngerAlerts { intervened: 1, ..raised };
    let done = AngerAlerts { done: 1, ..answered };
    let mistaken = AngerAlerts { false_alarm: 1, ..answered };
    let cases = [
        ("a chat like most", with(None, none), Some(true)),
        ("rated badly", with(Some(2), none), Some(false)),
        ("rated so so", with(Some(3), none), Some(true)),
        ("an alert that nobody judged", with(None, raised), None),
        ("an alert that somebody replied after", with(None, answered), None),
        ("replied after, rated well: perhaps thanks to that", with(Some(5), answered), None),
        ("nobody did anything, and the visitor was content", with(Some(4), raised), Some(true)),
        ("dealt with", with(Some(5), done), Some(false)),
        ("a false alarm", with(None, mistaken), Some(true)),
        ("a false alarm, but rated badly", with(Some(1), mistaken), Some(false)),
        ("an alert was missing", Outcome { missed: true, ..with(Some(5), none) }, Some(false)),
        ("a threat", Outcome { sensitive: true, ..with(Some(5), none) }, None),
    ];
    for (what, outcome, expected) in cases {
        assert_eq!(is_calm(&outcome), expected, "{what}");
    }
}

#[test]
fn a_chat_that_was_hardly_read_says_nothing() {
    assert!(is_read(&Outcome { scored: 2, unread: 2, ..calm_chat(1, 0.0) }));
    assert!(!is_read(&Outcome { scored: 2, unread: 3, ..calm_chat(1, 0.0) }));
    assert!(!is_read(&Outcome { scored: 0, unread: 0, ..calm_chat(1, 0.0) }));
    assert!(!is_read(&calm_chat(1, f32::NAN)));
}
