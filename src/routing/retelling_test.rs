use super::*;
use crate::domain::identity::Identity;
use crate::domain::{Language, MessageId, Notice, SiteId, StaffId, Timestamp, VisitorId, fixtures};
use uuid::Uuid;

fn log(said: &[(Party, &str, Option<BotAct>)]) -> Vec<Stamped<Event>> {
    let identity =
        Identity { user: "A-1".to_owned(), name: Some("Kim Lee".to_owned()), email: None, attributes: [].into() };
    let name = Some("Kimmy".to_owned());
    let customer = Customer { name, language: Language::Zh, identity: Some(identity), ..Customer::default() };
    let site = SiteId::try_from("demo".to_owned()).unwrap();
    let opened = Event::Opened { site, visitor: VisitorId(Uuid::nil()), customer, before: None, earlier: None };
    let said =
        said.iter().zip(2..).map(|((by, text, act), n)| (by.clone(), fixtures::said(n, text, act.clone(), None)));
    let events = [(Party::Visitor, opened)].into_iter().chain(said).zip(1..);
    events.map(|((by, event), seq)| Stamped { seq: Seq(seq), public: None, at: Timestamp(0), by, event }).collect()
}

#[test]
fn the_talk_is_told_with_what_is_personal_in_it() {
    let lin = Party::Staff { id: StaffId(Uuid::nil()), name: "Lin".to_owned() };
    let delayed = BotAct::Informed { notice: Notice::Opened };
    let talk = talk(&log(&[
        (Party::Bot, "Hello", Some(BotAct::Greeted)),
        (Party::Visitor, "Where is order SH-20488?", None),
        (Party::Bot, "Our team is back.", Some(delayed)),
        (lin, "I look, says Lin.", None),
    ]))
    .expect("something was said");
    let voices: Vec<(Voice, &str)> = talk.turns.iter().map(|(voice, text)| (*voice, text.as_str())).collect();
    let wanted = [
        (Voice::Assistant, "Hello"),
        (Voice::Customer, "Where is order SH-20488?"),
        (Voice::Agent, "I look, says Lin."),
    ];
    assert_eq!(voices, wanted, "without what is told to whoever waits");
    assert_eq!(talk.language, Language::Zh);
    let names = ["Kimmy", "Kim Lee", "A-1", "Lin"].map(|name| (Private::Name, name));
    for known in [(Private::Order, "SH-20488")].into_iter().chain(names) {
        assert!(talk.private.contains(&(known.0, known.1.to_owned())), "{known:?} in {:?}", talk.private);
    }
}

#[test]
fn notes_and_messages_of_files_alone_are_not_told() {
    let lin = Party::Staff { id: StaffId(Uuid::nil()), name: "Lin".to_owned() };
    let mut logged = log(&[(Party::Visitor, "My parcel is lost", None), (Party::Visitor, "", None)]);
    let noted = Event::Noted { id: MessageId(Uuid::nil()), text: MessageText::try_from("A liar".to_owned()).unwrap() };
    logged.push(Stamped { seq: Seq(9), public: None, at: Timestamp(0), by: lin, event: noted });
    let talk = talk(&logged).expect("something was said");
    assert_eq!(talk.turns, [(Voice::Customer, "My parcel is lost".to_owned())]);
}

#[test]
fn the_language_is_the_one_told_last_and_no_earlier_name_leaves() {
    let mut logged = log(&[(Party::Visitor, "My parcel is lost", None)]);
    let customer = Customer { name: Some("Robin".to_owned()), language: Language::En, ..Customer::default() };
    let event = Event::CustomerUpdated { customer };
    logged.push(Stamped { seq: Seq(9), public: None, at: Timestamp(0), by: Party::Visitor, event });
    let talk = talk(&logged).expect("something was said");
    assert_eq!(talk.language, Language::En);
    for name in ["Robin", "Kimmy", "Kim Lee"] {
        assert!(talk.private.contains(&(Private::Name, name.to_owned())), "{name} in {:?}", talk.private);
    }
}

#[test]
fn whoever_has_said_nothing_is_not_told_of() {
    assert_eq!(talk(&log(&[(Party::Bot, "Hello", Some(BotAct::Greeted))])), None);
}
