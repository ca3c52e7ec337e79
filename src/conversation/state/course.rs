//! The course of a conversation: how far anger went before anybody intervened, what was voiced, what was not read.
//! Pure fold of the log; owns what `Outcome` needs and no decision looks at.

use super::{Phase, State};
use crate::domain::budget::Basis;
use crate::domain::judgement::Voices;
use crate::domain::outcome::{AngerAlerts, JudgedReadings, Outcome, Peak};
use crate::domain::{
    AlertEnd, AlertKind, AlertState, Belief, ConversationId, Event, Party, Reason, Scoring, Seq, Stage, Stamped,
    Subject, WaitCause,
};

/// What has happened so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Course {
    peak: Option<Peak>,
    /// A person intervened after an alert; from then on the peak stands.
    intervened: bool,
    sensitive: bool,
    scored: u32,
    unread: u32,
    /// Messages that somebody judged: whether they were taken for angry, and whether that was right, by the latest word.
    judged: Voices<Seq, (bool, bool)>,
    help: Help,
    basis: Option<Basis>,
}

/// Whether a person acted because of triage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Help {
    /// There is no cause.
    #[default]
    None,
    /// Triage called one, or anger has reached concern.
    Wanted,
    /// One spoke, or did something about an alert.
    Given,
}

impl Course {
    /// Takes an event into account.
    pub fn hear(&mut self, event: &Stamped<Event>) {
        match &event.event {
            Event::Scored { scoring: Scoring::Scored(score), belief, .. } => {
                self.scored = self.scored.saturating_add(1);
                self.basis = Some(Basis::of(&score.by));
                self.rise(belief);
            }
            // Without a reading belief only fades.
            Event::Scored { scoring: Scoring::NotScored { .. }, .. } => self.unread = self.unread.saturating_add(1),
            Event::Waited { belief, .. } => self.rise(belief),
            Event::StageChanged { reasons, .. } => self.take_in(reasons),
            Event::Queued { cause, reasons, .. } => {
                if *cause == WaitCause::Triage {
                    self.help = self.help.max(Help::Wanted);
                }
                self.take_in(reasons);
            }
            Event::Said { .. } if self.help == Help::Wanted && matches!(event.by, Party::Staff { .. }) => {
                self.help = Help::Given;
            }
            Event::AlertRaised { about, reasons, .. } => {
                self.sensitive |= *about != AlertKind::Anger;
                self.take_in(reasons);
            }
            Event::Intervened { .. } => (self.intervened, self.help) = (true, Help::Given),
            Event::Judged { subject: Subject::Message { message }, judgement, read: Some(read), .. } => {
                let word = judgement.is_right().map(|is_right| (read.says_angry(), is_right));
                self.judged.say(*message, &event.by, word);
            }
            _ => {}
        }
    }

    fn rise(&mut self, belief: &Belief) {
        if belief.stage >= Stage::Concern {
            self.help = self.help.max(Help::Wanted);
        }
        if self.intervened {
            return;
        }
        let before = self.peak.unwrap_or(Peak { level: belief.level, stage: belief.stage });
        self.peak = Some(Peak { level: before.level.max(belief.level), stage: before.stage.max(belief.stage) });
    }

    fn readings(&self) -> JudgedReadings {
        let said = |angry: bool, right: bool| self.judged.latest().any(|(_, judged)| *judged == (angry, right));
        JudgedReadings { right: said(true, true), mistaken: said(true, false), missed: said(false, false) }
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
            readings: course.readings(),
            helped: course.help == Help::Given,
            basis: course.basis.clone()?,
        })
    }

    fn anger_alerts(&self) -> AngerAlerts {
        let mut alerts = AngerAlerts::default();
        for alert in self.alerts.iter().filter(|alert| alert.kind == AlertKind::Anger) {
            alerts.raised += 1;
            alerts.intervened += u32::from(alert.intervened.is_some());
            match was_right(alert) {
                Some(true) => alerts.done += 1,
                Some(false) => alerts.false_alarm += 1,
                None => {}
            }
        }
        alerts
    }
}

/// What people said of an alert: in so many words, or by how they closed it.
fn was_right(alert: &AlertState) -> Option<bool> {
    let said = alert.judged.as_ref().and_then(|judged| judged.judgement.is_right());
    said.or_else(|| (alert.closed.as_ref()?.how == AlertEnd::Done).then_some(true))
}

#[cfg(test)]
#[path = "course_test.rs"]
mod tests;
