//! The course of a conversation: how far anger went before anybody intervened, what was voiced, what was not read.
//! Pure fold of the log; owns what `Outcome` needs and no decision looks at.

use super::{Phase, State};
use crate::domain::budget::Basis;
use crate::domain::outcome::{AngerAlerts, Outcome, Peak};
use crate::domain::{AlertEnd, AlertKind, Belief, ConversationId, Event, Reason, Scoring};

/// What has happened so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Course {
    peak: Option<Peak>,
    /// A person intervened after an alert; from then on the peak stands.
    intervened: bool,
    sensitive: bool,
    scored: u32,
    unread: u32,
    basis: Option<Basis>,
}

impl Course {
    /// Takes an event into account.
    pub fn hear(&mut self, event: &Event) {
        match event {
            Event::Scored { scoring: Scoring::Scored(score), belief, .. } => {
                self.scored = self.scored.saturating_add(1);
                self.basis = Some(Basis::of(&score.by));
                self.rise(belief);
            }
            // Without a reading belief only fades.
            Event::Scored { scoring: Scoring::NotScored { .. }, .. } => self.unread = self.unread.saturating_add(1),
            Event::Waited { belief, .. } => self.rise(belief),
            Event::StageChanged { reasons, .. } | Event::Queued { reasons, .. } => self.take_in(reasons),
            Event::AlertRaised { about, reasons, .. } => {
                self.sensitive |= *about != AlertKind::Anger;
                self.take_in(reasons);
            }
            Event::Intervened { .. } => self.intervened = true,
            _ => {}
        }
    }

    fn rise(&mut self, belief: &Belief) {
        if self.intervened {
            return;
        }
        let before = self.peak.unwrap_or(Peak { level: belief.level, stage: belief.stage });
        self.peak = Some(Peak { level: before.level.max(belief.level), stage: before.stage.max(belief.stage) });
    }

    fn take_in(&mut self, reasons: &[Reason]) {
        self.sensitive |= reasons
            .iter()
            .any(|reason| matches!(reason, Reason::LegalThreat | Reason::PublicityThreat | Reason::Distress { .. }));
    }
}

impl State {
    /// How the conversation went; `None` while it goes on, and where nothing was scored.
    #[must_use]
    pub fn outcome(&self, conv: ConversationId) -> Option<Outcome> {
        let Phase::Closed { at } = self.phase else { return None };
        let (origin, course) = (self.origin.as_ref()?, &self.course);
        Some(Outcome {
            conv,
            site: origin.site.clone(),
            language: self.habits.language(),
            opened_at: origin.at,
            closed_at: at,
            peak: course.peak?,
            scored: course.scored,
            unread: course.unread,
            rating: self.rating.as_ref().map(|(score, _)| *score),
            alerts: self.anger_alerts(),
            sensitive: course.sensitive,
            missed: false,
            basis: course.basis.clone()?,
        })
    }

    fn anger_alerts(&self) -> AngerAlerts {
        let mut alerts = AngerAlerts::default();
        for alert in self.alerts.iter().filter(|alert| alert.kind == AlertKind::Anger) {
            alerts.raised += 1;
            alerts.intervened += u32::from(alert.intervened.is_some());
            match alert.closed.as_ref().map(|closed| closed.how) {
                Some(AlertEnd::Done) => alerts.done += 1,
                Some(AlertEnd::FalseAlarm) => alerts.false_alarm += 1,
                Some(AlertEnd::Ended | AlertEnd::Calmed) | None => {}
            }
        }
        alerts
    }
}

#[cfg(test)]
#[path = "course_test.rs"]
mod tests;
