use super::*;
use crate::domain::{Seq, Timestamp};
use crate::protocol::samples::{CONV, SECRET, STAFF, events};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn parties() -> impl Strategy<Value = Party> {
    prop_oneof![
        Just(Party::Visitor),
        Just(Party::Bot),
        Just(Party::System),
        Just(Party::Staff { id: STAFF, name: "Lin".to_owned() }),
    ]
}

#[test]
fn every_kind_of_event_is_tried() {
    let schema = serde_json::to_value(schemars::schema_for!(Event)).expect("a schema");
    let kinds = schema["oneOf"].as_array().expect("one per kind");
    let kinds: BTreeSet<_> = kinds.iter().map(|kind| kind["properties"]["kind"]["const"].to_string()).collect();
    let tried = events().into_iter().map(|event| serde_json::to_value(event).expect("JSON")["kind"].to_string());
    assert_eq!(tried.collect::<BTreeSet<_>>(), kinds);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Invariant C6, whatever numbering an event carries: even one that was wrongly numbered as public stays inside.
    #[test]
    fn nothing_hidden_reaches_a_visitor(
        event in prop::sample::select(events()), by in parties(), seq in 1_u64..99, public in 1_u64..99,
    ) {
        let hidden = !event.is_public();
        let logged = Stamped { seq: Seq(seq), public: Some(Seq(public)), at: Timestamp(0), by, event };
        let frame = for_visitor(CONV, &logged);
        prop_assert_eq!(frame.is_none(), hidden);
        if let Some(frame) = frame {
            let text = serde_json::to_string(&frame).expect("JSON");
            let staff_only = [SECRET, &STAFF.to_string(), "critical", "legal_threat", "reasons", "article", "belief", "score"];
            for word in staff_only {
                prop_assert!(!text.contains(word), "{} in {}", word, text);
            }
            let numbered = format!("\"seq\":{public},");
            prop_assert!(text.contains(&numbered), "the visitor's numbering alone: {}", text);
        }
    }
}

#[test]
fn an_event_without_a_public_place_has_no_visitor_frame() {
    for event in events() {
        let logged = Stamped { seq: Seq(1), public: None, at: Timestamp(0), by: Party::Bot, event };
        assert_eq!(for_visitor(CONV, &logged), None);
    }
}
