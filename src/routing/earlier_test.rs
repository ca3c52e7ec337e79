use super::*;
use crate::domain::handoff::Customer;
use crate::domain::{
    BotAct, CloseCause, Epoch, MessageId, MessageText, Party, Seq, SiteId, StaffId, Timestamp, VisitorId, fixtures,
};
use uuid::Uuid;

const CONV: ConversationId = ConversationId(Uuid::from_u128(0xC));

fn said(text: &str, bot: Option<BotAct>) -> Event {
    fixtures::said(0, text, bot, None)
}

fn stage(to: Stage) -> Event {
    Event::StageChanged { from: Stage::Calm, to, reasons: Vec::new(), against: None, message: Seq(2) }
}

fn accepted(name: &str) -> Event {
    Event::Accepted { agent: StaffId(Uuid::nil()), name: name.to_owned(), epoch: Epoch(2) }
}

const CLOSED: Event = Event::Closed { cause: CloseCause::Resolved };

/// A log, one event a second; what the bot said is the bot's.
fn log(events: Vec<Event>) -> Vec<Stamped<Event>> {
    let (site, customer) = (SiteId::try_from("demo".to_owned()).unwrap(), Customer::default());
    let opened = Event::Opened { site, visitor: VisitorId(Uuid::nil()), customer, before: None, earlier: None };
    let by = |event: &Event| match event {
        Event::Said { bot: Some(_), .. } => Party::Bot,
        _ => Party::Visitor,
    };
    let stamped = std::iter::once(opened).chain(events).zip(1..).map(|(event, seq)| {
        let at = Timestamp(seq * 1_000);
        Stamped { seq: Seq(u64::try_from(seq).unwrap()), public: None, at, by: by(&event), event }
    });
    stamped.collect()
}

#[test]
fn an_ended_conversation_is_told_in_a_line() {
    let log = log(vec![
        said("Where is my refund for order 88231?", None),
        stage(Stage::Critical),
        accepted("Lin"),
        stage(Stage::Watch),
        accepted("Ana"),
        Event::Rated { score: 1, text: None },
        Event::Rated { score: 4, text: None },
        CLOSED,
        Event::Noted { id: MessageId(Uuid::nil()), text: MessageText::try_from("late".to_owned()).unwrap() },
    ]);
    let told = tell(CONV, &log).unwrap();
    assert_eq!((told.opened_at, told.ended_at, told.cause), (Timestamp(1_000), Timestamp(9_000), CloseCause::Resolved));
    assert_eq!((told.agent.as_deref(), told.rating), (Some("Ana"), Some(4)), "the last of each");
    assert_eq!(told.stage, Stage::Critical, "the worst, not the last");
    assert_eq!(told.about.as_deref(), Some("Where is my refund for order 88231?"));
}

#[test]
fn where_nothing_was_said_the_intent_stands_in_or_nothing() {
    let pressed = said("Within 5 days.", Some(BotAct::Answered { article: "When will I get my refund?".to_owned() }));
    let told = tell(CONV, &log(vec![pressed, CLOSED])).unwrap();
    assert_eq!((told.about.as_deref(), told.agent), (Some("When will I get my refund?"), None));
    assert_eq!(tell(CONV, &log(vec![CLOSED])).unwrap().about, None);
}

#[test]
fn what_goes_on_is_not_told_of() {
    assert_eq!(tell(CONV, &log(vec![said("Hello", None)])), None);
    assert_eq!(tell(CONV, &[]), None);
}
