//! What a conversation was like whatever the policy, and which alerts a log holds. Pure: read off the events.

use super::judging::Judging;
use crate::domain::outcome::{RATED_BAD, RATED_GOOD};
use crate::domain::{AlertKind, ConversationId, Event, Party, Scoring, Seq, Stage, Stamped, Timestamp};
use std::collections::HashMap;

/// From this P(anger >= 2) on a message can be the worst moment of a conversation.
const HEATED: f32 = 0.5;

/// A moment of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// How many messages of the visitor had been said by then.
    pub turn: u32,
    /// When.
    pub at: Timestamp,
}

/// An alert of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised {
    /// What about.
    pub kind: AlertKind,
    /// Stage.
    pub stage: Stage,
    /// When.
    pub point: Point,
}

/// What people said of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// What it was about.
    pub kind: AlertKind,
    /// Its stage.
    pub stage: Stage,
    /// There was something to it.
    pub is_right: bool,
}

/// What a conversation was like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Which.
    pub conv: ConversationId,
    /// When it began.
    pub opened_at: Timestamp,
    /// When the last event was logged.
    pub last_at: Timestamp,
    /// The visitor's angriest message, where one was angry.
    pub worst: Option<Point>,
    /// A person's first words.
    pub human: Option<Point>,
    /// The first bad rating.
    pub bad_rating: Option<Point>,
    /// The last rating was good.
    pub is_rated_well: bool,
    /// What was said of its alerts.
    pub judged: Vec<Judged>,
    /// Somebody found one of the visitor's messages angry.
    pub found_angry: bool,
}

impl Facts {
    /// It ended badly, or somebody found that an alert was right or a message angry.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        self.bad_rating.is_some() || self.found_angry || self.judged.iter().any(|alert| alert.is_right)
    }

    /// Somebody found an alert like this one false, or the visitor left calm.
    #[must_use]
    pub fn is_false(&self, alert: &Raised) -> bool {
        let judged = self.judged.iter().find(|judged| (judged.kind, judged.stage) == (alert.kind, alert.stage));
        judged.map_or(self.is_rated_well && !self.is_bad(), |judged| !judged.is_right)
    }
}

/// Reads a record.
#[must_use]
pub fn facts(conv: ConversationId, record: &[Stamped<Event>]) -> Facts {
    let at = |event: Option<&Stamped<Event>>| event.map_or(Timestamp(0), |event| event.at);
    let mut facts = Facts {
        conv,
        opened_at: at(record.first()),
        last_at: at(record.last()),
        worst: None,
        human: None,
        bad_rating: None,
        is_rated_well: false,
        judged: Vec::new(),
        found_angry: false,
    };
    let mut judging = Judging::default();
    let mut messages: HashMap<Seq, Point> = HashMap::new();
    let (mut turn, mut angriest) = (0, HEATED);
    for logged in record {
        judging.hear(logged);
        let Stamped { seq, at, by, event, .. } = logged;
        match event {
            Event::Said { .. } if *by == Party::Visitor => {
                turn += 1;
                messages.insert(*seq, Point { turn, at: *at });
            }
            Event::Said { .. } if matches!(by, Party::Staff { .. }) && turn > 0 => {
                facts.human.get_or_insert(Point { turn, at: *at });
            }
            Event::Scored { message, scoring: Scoring::Scored(score), .. } if score.anger >= angriest => {
                // The first of equals: later ones were no worse.
                if score.anger > angriest || facts.worst.is_none() {
                    facts.worst = messages.get(message).copied();
                }
                angriest = score.anger;
            }
            Event::Rated { score, .. } => {
                facts.is_rated_well = *score >= RATED_GOOD;
                if *score <= RATED_BAD {
                    facts.bad_rating.get_or_insert(Point { turn, at: *at });
                }
            }
            _ => {}
        }
    }
    (facts.judged, facts.found_angry) = (judging.of_alerts(), judging.found_anger());
    facts
}

/// The alerts of a log, in its order.
#[must_use]
pub fn raised(log: &[Stamped<Event>]) -> Vec<Raised> {
    let mut turn = 0;
    let mut raised = Vec::new();
    for logged in log {
        match &logged.event {
            Event::Said { .. } if logged.by == Party::Visitor => turn += 1,
            Event::AlertRaised { about, stage, .. } => {
                raised.push(Raised { kind: *about, stage: *stage, point: Point { turn, at: logged.at } });
            }
            _ => {}
        }
    }
    raised
}
