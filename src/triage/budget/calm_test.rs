use super::*;
use crate::domain::outcome::{AngerAlerts, JudgedReadings, Peak};
use crate::triage::budget::fixtures::calm_chat;

/// A chat that a person was called to.
fn alarm() -> Outcome {
    Outcome { peak: Peak { level: 1.0, stage: Stage::Concern }, helped: true, ..calm_chat(1, 0.0) }
}

fn alert(done: u32, false_alarm: u32) -> Outcome {
    Outcome { alerts: AngerAlerts { raised: 1, intervened: 1, done, false_alarm }, ..alarm() }
}

fn read(right: bool, mistaken: bool, missed: bool) -> JudgedReadings {
    JudgedReadings { right, mistaken, missed }
}

#[test]
fn what_was_said_decides_and_what_nobody_knows_is_left_out() {
    let chat = || calm_chat(1, 0.0);
    let cases = [
        ("a chat like most", chat(), Some(true)),
        ("rated badly", Outcome { rating: Some(2), ..chat() }, Some(false)),
        ("rated so so", Outcome { rating: Some(3), ..chat() }, Some(true)),
        ("an alarm that nobody judged", alarm(), None),
        ("an alert that somebody replied after", alert(0, 0), None),
        ("rated well, perhaps thanks to the help", Outcome { rating: Some(5), ..alarm() }, None),
        ("rated well without help", Outcome { rating: Some(4), helped: false, ..alarm() }, Some(true)),
        ("dealt with", Outcome { rating: Some(5), ..alert(1, 0) }, Some(false)),
        ("dealt with, and one false alarm before", alert(1, 1), Some(false)),
        ("a false alarm", alert(0, 1), Some(true)),
        ("a false alarm, but rated badly", Outcome { rating: Some(1), ..alert(0, 1) }, Some(false)),
        ("a message that is not angry", Outcome { readings: read(false, true, false), ..alarm() }, Some(true)),
        ("a message that is angry", Outcome { readings: read(true, true, false), ..alarm() }, Some(false)),
        ("an angry message was missed", Outcome { readings: read(false, false, true), ..chat() }, Some(false)),
        (
            "rated well, but staff say it was right",
            Outcome { rating: Some(5), helped: false, ..alert(1, 0) },
            Some(false),
        ),
        ("a threat", Outcome { sensitive: true, ..chat() }, None),
        ("a threat, rated well", Outcome { sensitive: true, rating: Some(5), ..chat() }, None),
    ];
    for (what, outcome, expected) in cases {
        assert_eq!(is_calm(&outcome), expected, "{what}");
    }
}

#[test]
fn alarms_that_the_visitor_has_decided_are_not_for_staff() {
    assert!(is_for_staff(&alarm()) && is_for_staff(&alert(0, 1)));
    assert!(is_for_staff(&Outcome { rating: Some(5), ..alarm() }), "says nothing");
    assert!(!is_for_staff(&Outcome { rating: Some(1), ..alarm() }));
    assert!(!is_for_staff(&Outcome { rating: Some(5), helped: false, ..alarm() }));
    assert!(!is_for_staff(&calm_chat(1, 0.0)));
    assert!(!is_for_staff(&Outcome { sensitive: true, ..alarm() }));
}

#[test]
fn a_chat_that_was_hardly_read_says_nothing() {
    assert!(is_read(&Outcome { scored: 2, unread: 2, ..calm_chat(1, 0.0) }));
    assert!(!is_read(&Outcome { scored: 2, unread: 3, ..calm_chat(1, 0.0) }));
    assert!(!is_read(&Outcome { scored: 0, unread: 0, ..calm_chat(1, 0.0) }));
    assert!(!is_read(&calm_chat(1, f32::NAN)));
}
