//! Labels from outcomes: what the log of a conversation says of how it went, though nobody was asked. Pure.
//!
//! Each source has a rank and a weight; the strongest one that speaks is the label. What a person said outranks all.
//!
//! | source | says | weight |
//! |---|---|---|
//! | judged: a member of the staff judged a message or an alert | bad if anger was there, else good | 1 |
//! | rated: the visitor's last rating | bad up to 2, good from 4 | 0.8 |
//! | handled: an alert about anger or a threat was closed as done | bad | 0.6 |
//! | escalated: nobody took notice, and the next supervisor was called | bad | 0.5 |
//! | intervened: a supervisor joined or took over | bad | 0.5 |
//! | complained: triage read a complaint or a threat in the visitor's words | bad | 0.3 |
//! | calm: it ended resolved, was never at watch, and none of the above | good | 0.2 |
//!
//! The last two come from triage's own reading: they may weigh in a report, and must not train what they came from.

use crate::domain::judgement::Voices;
use crate::domain::outcome::{RATED_BAD, RATED_GOOD};
use crate::domain::{
    AlertEnd, AlertId, AlertKind, CloseCause, Event, Intervention, Judgement, Party, Scoring, Stage, Stamped, Subject,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// From this probability on, a complaint or a threat was read.
const READ: f32 = 0.5;

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Went {
    /// The visitor was angry at us, or left dissatisfied.
    Bad,
    /// They were not.
    Good,
}

/// What says so; later ones outrank earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Nothing happened, and it was resolved.
    Calm,
    /// Triage read a complaint or a threat.
    Complained,
    /// A supervisor joined or took over.
    Intervened,
    /// The next supervisor was called.
    Escalated,
    /// An alert was closed as done.
    Handled,
    /// The visitor rated it.
    Rated,
    /// A person said so.
    Judged,
}

impl Source {
    /// How far it can be trusted, 0 to 1.
    #[must_use]
    pub const fn weight(self) -> f32 {
        match self {
            Self::Calm => 0.2,
            Self::Complained => 0.3,
            Self::Intervened | Self::Escalated => 0.5,
            Self::Handled => 0.6,
            Self::Rated => 0.8,
            Self::Judged => 1.0,
        }
    }
}

/// A label with where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Label {
    /// How it went.
    pub went: Went,
    /// What says so.
    pub source: Source,
    /// How far it can be trusted, 0 to 1.
    pub weight: f32,
}

/// What the log says; `None` where it says nothing, such as a rating of 3 or a conversation that just went quiet.
#[must_use]
pub fn label(log: &[Stamped<Event>]) -> Option<Label> {
    let mut found = Found::default();
    for logged in log {
        found.read(logged);
    }
    let (source, went) = found.strongest()?;
    Some(Label { went, source, weight: source.weight() })
}

#[derive(Default)]
struct Found {
    said: Voices<Subject, bool>,
    about: BTreeMap<AlertId, AlertKind>,
    rating: Option<u8>,
    resolved: bool,
    stirred: bool,
    signs: BTreeMap<Source, Went>,
}

impl Found {
    fn read(&mut self, logged: &Stamped<Event>) {
        match &logged.event {
            Event::AlertRaised { alert, about, .. } => drop(self.about.insert(*alert, *about)),
            Event::Judged { subject, judgement, read, .. } => {
                let says_angry = read.as_ref().is_none_or(crate::domain::Reading::says_angry);
                self.judged(&logged.by, *subject, (*judgement, says_angry));
            }
            Event::AlertClosed { alert, how: AlertEnd::FalseAlarm } => {
                self.judged(&logged.by, Subject::Alert { alert: *alert }, (Judgement::Wrong, true));
            }
            Event::AlertClosed { alert, how: AlertEnd::Done } if self.is_anger(*alert) => self.bad(Source::Handled),
            Event::AlertEscalated { alert, .. } if self.is_anger(*alert) => self.bad(Source::Escalated),
            Event::Intervened { alert, how: Intervention::Joined | Intervention::TookOver, .. }
                if self.is_anger(*alert) =>
            {
                self.bad(Source::Intervened);
            }
            Event::Scored { scoring: Scoring::Scored(score), belief, .. } => {
                self.stirred |= belief.stage >= Stage::Watch;
                let risks = &score.risks;
                if risks.complaint.max(risks.legal).max(risks.publicity) >= READ {
                    self.bad(Source::Complained);
                }
            }
            Event::Rated { score, .. } => self.rating = Some(*score),
            Event::Closed { cause } => self.resolved = *cause == CloseCause::Resolved,
            Event::Reopened { .. } => self.resolved = false,
            _ => {}
        }
    }

    fn is_anger(&self, alert: AlertId) -> bool {
        matches!(self.about.get(&alert), Some(AlertKind::Anger | AlertKind::Threat))
    }

    fn bad(&mut self, source: Source) {
        self.signs.insert(source, Went::Bad);
    }

    /// Distress is a matter of its own: whether an alert about it was right says nothing of anger.
    fn judged(&mut self, by: &Party, subject: Subject, (judgement, says_angry): (Judgement, bool)) {
        if matches!(subject, Subject::Alert { alert } if !self.is_anger(alert)) {
            return;
        }
        self.said.say(subject, by, judgement.is_right().map(|is_right| is_right == says_angry));
    }

    fn strongest(mut self) -> Option<(Source, Went)> {
        if !self.stirred && self.resolved {
            self.signs.insert(Source::Calm, Went::Good);
        }
        match self.rating {
            Some(..=RATED_BAD) => drop(self.signs.insert(Source::Rated, Went::Bad)),
            Some(RATED_GOOD..) => drop(self.signs.insert(Source::Rated, Went::Good)),
            _ => {}
        }
        if self.said.words().next().is_some() {
            let outcome = if self.said.words().any(|is_angry| *is_angry) { Went::Bad } else { Went::Good };
            self.signs.insert(Source::Judged, outcome);
        }
        self.signs.pop_last()
    }
}

#[cfg(test)]
#[path = "labels_test.rs"]
mod tests;
