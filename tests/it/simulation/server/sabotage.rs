//! Broken servers: each breaks one promise, and the simulation must see it. Owns what is broken where; the code of the
//! server stays as it is, so each fault sits at the edge that the simulation holds: store, wire, model, arrivals.

use attune::domain::{BotAct, Event, MessageId, Party, StaffId, Stage, Stamped};
use attune::store::Append;
use uuid::Uuid;

/// What is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    Nothing,
    /// The store says that it has committed, and commits a moment later.
    AcknowledgesEarly,
    /// One event of a conversation never reaches a subscriber.
    DropsOne,
    /// One event of a conversation reaches a subscriber twice.
    DoublesOne,
    /// Ids of messages are forgotten: what is sent again is new.
    ForgetsIds,
    /// Somebody speaks without the floor.
    ForgetsTheFloor,
    /// An agent is given one conversation more than they take.
    ExceedsCapacity,
    /// Nothing is ever offered.
    OffersNothing,
    /// A message is committed after its score.
    WaitsForScores,
    /// A stage rises and falls at once.
    Flaps,
    /// Scores get lost.
    LosesScores,
    /// Who waits is told the same thing over and over.
    RepeatsNotices,
    /// A visitor is sent what staff see.
    LeaksScores,
}

/// What a broken writer appends after a commit.
pub fn rogue(sabotage: Sabotage, append: &Append) -> Vec<Append> {
    let last = append.events.last().expect("an append has events");
    let mut next = append.clone();
    next.outcome = None;
    let mut following = |by: Party, event: Event, public: bool| {
        next.summary.last_seq = next.summary.last_seq.next();
        if public {
            next.summary.last_public = next.summary.last_public.next();
        }
        let place = public.then_some(next.summary.last_public);
        next.events = vec![Stamped { seq: next.summary.last_seq, public: place, at: last.at, by, event }];
        next.clone()
    };
    match (sabotage, &last.event) {
        (Sabotage::ForgetsTheFloor, Event::Accepted { .. }) => {
            let by = Party::Staff { id: StaffId(Uuid::from_u128(7)), name: "Nobody".to_owned() };
            let (id, text) = (MessageId(Uuid::from_u128(7)), "Let me cut in".to_owned().try_into().expect("a text"));
            let said = Event::Said {
                id,
                text,
                bot: None,
                answers: None,
                quick_replies: Vec::new(),
                flow: None,
                despite: Vec::new(),
                files: Vec::new(),
            };
            vec![following(by, said, true)]
        }
        (Sabotage::RepeatsNotices, Event::Said { bot: bot @ Some(BotAct::Informed { .. }), text, .. }) => {
            let id = MessageId(Uuid::from_u128(7));
            let again = Event::Said {
                id,
                text: text.clone(),
                bot: bot.clone(),
                answers: None,
                quick_replies: Vec::new(),
                flow: None,
                despite: Vec::new(),
                files: Vec::new(),
            };
            vec![following(Party::Bot, again, true)]
        }
        (Sabotage::Flaps, Event::Scored { message, .. }) => {
            let mut change = |from, to| {
                let event = Event::StageChanged { from, to, reasons: Vec::new(), against: None, message: *message };
                following(Party::System, event, false)
            };
            let stage = append.summary.stage;
            if stage == Stage::Critical {
                return Vec::new();
            }
            vec![change(stage, Stage::Critical), change(Stage::Critical, stage)]
        }
        _ => Vec::new(),
    }
}
