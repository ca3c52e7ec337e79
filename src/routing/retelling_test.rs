use super::*;
use crate::domain::identity::Identity;
use crate::domain::{Language, Notice, SiteId, StaffId, Timestamp, VisitorId, fixtures};
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
    for known in
        [(Private::Order, "SH-20488"), (Private::Name, "Kimmy"), (Private::Name, "Kim Lee"), (Private::Name, "Lin")]
    {
        assert!(talk.private.contains(&(known.0, known.1.to_owned())), "{known:?} in {:?}", talk.private);
    }
}

#[test]
fn whoever_has_said_nothing_is_not_told_of() {
    assert_eq!(talk(&log(&[(Party::Bot, "Hello", Some(BotAct::Greeted))])), None);
}
