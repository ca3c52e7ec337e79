use super::*;
use crate::domain::episode::Escalated;
use crate::domain::{
    AlertId, AlertKind, AlertState, Event, Party, Reason, Seq, SiteId, Stage, Stamped, Summary, Timestamp, VisitorId,
    fixtures,
};

const CONV: ConversationId = ConversationId(Uuid::from_u128(1));
const ALERT: AlertId = AlertId(Uuid::from_u128(7));

#[derive(Default)]
struct Heard {
    frames: Mutex<Vec<String>>,
    staff: Option<StaffId>,
}

impl Heard {
    fn types(&self) -> Vec<String> {
        let frames = self.frames.lock().expect("no panics");
        let types = frames.iter().map(|text| {
            let frame: serde_json::Value = serde_json::from_str(text).expect("JSON");
            frame["t"].as_str().expect("a type").to_owned()
        });
        types.collect()
    }
}

impl Outbox for Heard {
    fn deliver(&self, delivery: &Arc<Delivery>, follow: Follow) {
        for frame in delivery.frames(follow.audience()) {
            self.push(frame.clone());
        }
    }
    fn push(&self, frame: Frame) {
        self.frames.lock().expect("no panics").push(frame.text.to_string());
    }
    fn staff(&self) -> Option<StaffId> {
        self.staff
    }
}

fn summary() -> Summary {
    Summary {
        site: SiteId::try_from("shop".to_owned()).expect("a name"),
        visitor: VisitorId(Uuid::from_u128(2)),
        last_seq: Seq(3),
        last_public: Seq(2),
        preview: "hi".to_owned(),
        files: 0,
        ..fixtures::summary(CONV)
    }
}

/// A visitor's words and an alert in one commit.
fn commit() -> Arc<Delivery> {
    let said = fixtures::said(3, "hi", None, None);
    let raised = Event::AlertRaised {
        alert: ALERT,
        about: AlertKind::Anger,
        stage: Stage::Concern,
        reasons: vec![Reason::Abuse],
        against: None,
        message: Seq(2),
    };
    let events = vec![
        Stamped { seq: Seq(2), public: Some(Seq(2)), at: Timestamp(0), by: Party::Visitor, event: said },
        Stamped { seq: Seq(3), public: None, at: Timestamp(0), by: Party::System, event: raised },
    ];
    let alert = |id, message| {
        let about = (AlertKind::Anger, Stage::Concern);
        AlertState::raised(id, about, vec![Reason::Abuse], message, Timestamp(0))
    };
    let older = alert(AlertId(Uuid::from_u128(8)), Seq(1));
    Delivery::new(CONV, events, Arc::new(summary()), &[older, alert(ALERT, Seq(2))])
}

fn follower(fanout: &Fanout, id: u128, what: Follow) -> Arc<Heard> {
    let heard = Arc::new(Heard::default());
    fanout.follow(Uuid::from_u128(id), what, heard.clone());
    heard
}

#[test]
fn each_follower_hears_what_they_may_and_asked_for() {
    let fanout = Fanout::default();
    let visitor = follower(&fanout, 1, Follow::AsVisitor(CONV));
    let agent = follower(&fanout, 2, Follow::AsStaff(CONV));
    let inbox = follower(&fanout, 3, Follow::Inbox);
    let board = follower(&fanout, 4, Follow::Board);
    let stranger = follower(&fanout, 5, Follow::AsVisitor(ConversationId(Uuid::from_u128(99))));
    fanout.publish(&commit());
    assert_eq!(visitor.types(), ["msg"]);
    assert_eq!(agent.types(), ["event", "event"]);
    assert_eq!(inbox.types(), ["conv"]);
    assert_eq!(board.types(), ["alert"], "only the alert that this commit touched");
    assert!(stranger.types().is_empty());
}

#[test]
fn frames_are_encoded_once() {
    let delivery = commit();
    let first = delivery.frames(Audience::Staff)[0].text.as_ptr();
    assert_eq!(first, delivery.frames(Audience::Staff)[0].clone().text.as_ptr());
}

#[test]
fn whoever_leaves_hears_nothing_more_and_leaves_nothing_behind() {
    let fanout = Fanout::default();
    let (id, staff) = (Uuid::from_u128(1), StaffId(Uuid::from_u128(9)));
    let heard = Arc::new(Heard { staff: Some(staff), ..Heard::default() });
    fanout.join(id, heard.clone());
    for what in [Follow::AsStaff(CONV), Follow::Inbox, Follow::Board] {
        fanout.follow(id, what, heard.clone());
    }
    fanout.unfollow(id, Follow::Inbox);
    assert_eq!(fanout.follows(id), 2);
    assert_eq!(fanout.staff_online(), HashSet::from([staff]));
    fanout.leave(id);
    fanout.publish(&commit());
    assert!(heard.types().is_empty());
    let table = fanout.table();
    assert!(table.followers.is_empty() && table.follows.is_empty() && table.staff.is_empty());
    assert!(table.members.is_empty());
}

#[test]
fn typing_reaches_everybody_but_the_one_who_types() {
    let fanout = Fanout::default();
    let one = follower(&fanout, 1, Follow::AsStaff(CONV));
    let other = follower(&fanout, 2, Follow::AsStaff(CONV));
    let frame = Frame::of(&crate::protocol::ServerFrame::Pong { now: Timestamp(0) });
    fanout.push(Follow::AsStaff(CONV), &frame, Some(Uuid::from_u128(1)));
    assert!(one.types().is_empty());
    assert_eq!(other.types(), ["pong"]);
}

#[test]
fn a_supervisor_who_is_called_hears_once_on_every_session_on_the_board_or_off_it_and_what_follows() {
    let fanout = Fanout::default();
    let sam = StaffId(Uuid::from_u128(9));
    let session = |id| {
        let heard = Arc::new(Heard { staff: Some(sam), ..Heard::default() });
        fanout.join(Uuid::from_u128(id), heard.clone());
        heard
    };
    let (inbox, board) = (session(1), session(2));
    fanout.follow(Uuid::from_u128(2), Follow::Board, board.clone());
    let about = (AlertKind::Anger, Stage::Concern);
    let mut alert = AlertState::raised(ALERT, about, Vec::new(), Seq(2), Timestamp(0));
    alert.escalated = Some(Escalated { step: 1, to: sam, name: "Sam".to_owned(), at: Timestamp(0) });
    let logged = |event| Stamped { seq: Seq(4), public: None, at: Timestamp(0), by: Party::System, event };
    let escalated = Event::AlertEscalated { alert: ALERT, step: 1, to: sam, name: "Sam".to_owned() };
    fanout.publish(&Delivery::new(CONV, vec![logged(escalated)], Arc::new(summary()), std::slice::from_ref(&alert)));
    assert_eq!((inbox.types(), board.types()), (vec!["alert".to_owned()], vec!["alert".to_owned()]));
    let seen = Event::AlertAcknowledged { alert: ALERT };
    fanout.publish(&Delivery::new(CONV, vec![logged(seen)], Arc::new(summary()), &[alert]));
    assert_eq!((inbox.types().len(), board.types().len()), (2, 2));
}
