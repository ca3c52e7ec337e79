use super::*;
use crate::domain::{
    AlertId, AlertKind, Belief, BotAct, CloseCause, Epoch, HandoffPacket, Language, MessageId, Reason, Scoring, Seq,
    SiteId, StaffId, Stage, Timestamp, Unscored, VisitorId, WaitCause, handoff::Customer,
};
use proptest::prelude::*;
use uuid::Uuid;

/// Stands in every text that only staff may read.
const SECRET: &str = "canary-6f1d";
const STAFF: StaffId = StaffId(Uuid::from_u128(0x5EC2E7));

fn customer() -> Customer {
    Customer { name: Some(SECRET.to_owned()), language: Language::En, ..Customer::default() }
}

fn packet() -> HandoffPacket {
    HandoffPacket {
        hash: SECRET.to_owned(),
        up_to: Seq(1),
        why: vec![Reason::Abuse],
        customer: customer(),
        wants: Vec::new(),
        facts: Vec::new(),
        tried: Vec::new(),
        curve: Vec::new(),
        turning_point: None,
        stage: Stage::Critical,
    }
}

fn belief() -> Belief {
    Belief { fast: 0.5, slow: 0.5, level: 0.5, stage: Stage::Critical, below: 0, turns: 1, at: Timestamp(0) }
}

fn text(words: &str) -> crate::domain::MessageText {
    words.to_owned().try_into().expect("within the limits")
}

/// One event of every kind; whatever a visitor may not read holds `SECRET`, `STAFF` or a stage.
fn every_kind() -> Vec<Event> {
    let (alert, message) = (AlertId(Uuid::from_u128(1)), Seq(1));
    let (reasons, name) = (vec![Reason::LegalThreat], "Lin".to_owned());
    let site = SiteId::try_from("shop".to_owned()).expect("a name");
    let bot = Some(BotAct::Answered { article: SECRET.to_owned() });
    let id = MessageId(Uuid::from_u128(2));
    vec![
        Event::Opened { site, visitor: VisitorId(Uuid::from_u128(3)), customer: customer() },
        Event::Said { id, text: text("hello"), bot, answers: Some(Seq(1)), quick_replies: vec!["yes".to_owned()] },
        Event::Noted { id, text: text(SECRET) },
        Event::Scored { message, scoring: Scoring::NotScored { why: Unscored::Overload }, belief: belief() },
        Event::StageChanged { from: Stage::Calm, to: Stage::Critical, reasons: reasons.clone(), message },
        Event::AlertRaised {
            alert,
            about: AlertKind::Threat,
            stage: Stage::Critical,
            reasons: reasons.clone(),
            message,
        },
        Event::AlertAcknowledged { alert },
        Event::Queued { cause: WaitCause::Triage, reasons },
        Event::Offered {
            agent: STAFF,
            name: name.clone(),
            packet: Box::new(packet()),
            epoch: Epoch(2),
            expires_at: Timestamp(1),
        },
        Event::OfferEnded { agent: STAFF, declined: true },
        Event::Accepted { agent: STAFF, name, epoch: Epoch(2) },
        Event::Rated { score: 1, text: Some(text(SECRET)) },
        Event::CustomerUpdated { customer: customer() },
        Event::Closed { cause: CloseCause::Resolved },
        Event::Reopened { epoch: Epoch(3) },
    ]
}

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
    assert_eq!(schema["oneOf"].as_array().expect("one per kind").len(), every_kind().len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Invariant C6, whatever numbering an event carries: even one that was wrongly numbered as public stays inside.
    #[test]
    fn nothing_hidden_reaches_a_visitor(
        event in prop::sample::select(every_kind()), by in parties(), seq in 1_u64..99, public in 1_u64..99,
    ) {
        let hidden = !event.is_public();
        let logged = Stamped { seq: Seq(seq), public: Some(Seq(public)), at: Timestamp(0), by, event };
        let frame = for_visitor(ConversationId(Uuid::from_u128(4)), &logged);
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
    for event in every_kind() {
        let logged = Stamped { seq: Seq(1), public: None, at: Timestamp(0), by: Party::Bot, event };
        assert_eq!(for_visitor(ConversationId(Uuid::from_u128(4)), &logged), None);
    }
}
