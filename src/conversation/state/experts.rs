//! Whom a conversation's holder has asked for help, and how far that has come. A fold of the log.
//!
//! Keeps: nobody stands twice; at most `EXPERTS_MAX` stand at once, those who are done make room; nobody is left once the
//! conversation waits again or has ended, and whoever takes it over is not its expert any more. That is for whoever looks
//! to see: nothing is logged at that moment.

use crate::domain::expert::EXPERTS_MAX;
use crate::domain::{Event, Expert, ExpertStanding, Party, StaffId, Stamped, Timestamp};

/// Experts in the order in which they were asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Experts(Vec<Expert>);

impl Experts {
    /// Everybody, those who are done too.
    #[must_use]
    pub fn all(&self) -> &[Expert] {
        &self.0
    }

    /// Somebody, if they were asked.
    #[must_use]
    pub fn find(&self, staff: StaffId) -> Option<&Expert> {
        self.0.iter().find(|expert| expert.id == staff)
    }

    /// Where somebody stands, if they were asked.
    #[must_use]
    pub fn standing(&self, staff: StaffId) -> Option<ExpertStanding> {
        self.find(staff).map(|expert| expert.standing)
    }

    /// Whether somebody is asked or reads along.
    #[must_use]
    pub fn is_open(&self, staff: StaffId) -> bool {
        self.standing(staff).is_some_and(ExpertStanding::is_open)
    }

    /// Whether there is no place for one more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.0.iter().filter(|expert| expert.standing.is_open()).count() >= EXPERTS_MAX
    }

    /// The invitation whose time is up first, of those without an answer.
    #[must_use]
    pub fn next_end(&self) -> Option<(StaffId, Timestamp)> {
        let asked = self.0.iter().filter(|expert| expert.standing == ExpertStanding::Asked);
        asked.map(|expert| (expert.id, expert.expires_at)).min_by_key(|(_, ends)| *ends)
    }

    /// Takes an event in.
    pub(in crate::conversation) fn hear(&mut self, event: &Stamped<Event>) {
        match &event.event {
            Event::ExpertInvited { .. } => self.invited(event),
            Event::ExpertJoined { expert, .. } => self.moved(*expert, ExpertStanding::Reading, |_| {}),
            Event::InvitationEnded { expert, how, reason } => {
                self.moved(*expert, (*how).into(), |known| known.reason.clone_from(reason));
            }
            Event::Accepted { agent, .. } => self.0.retain(|known| known.id != *agent),
            Event::Queued { .. } | Event::Closed { .. } | Event::Reopened { .. } => self.0.clear(),
            _ => {}
        }
    }

    fn invited(&mut self, event: &Stamped<Event>) {
        let (Event::ExpertInvited { expert, name, question, expires_at }, Party::Staff { id, name: by_name }) =
            (&event.event, &event.by)
        else {
            return;
        };
        self.0.retain(|known| known.id != *expert);
        if self.0.len() >= EXPERTS_MAX
            && let Some(done) = self.0.iter().position(|known| !known.standing.is_open())
        {
            self.0.remove(done);
        }
        self.0.push(Expert {
            id: *expert,
            name: name.clone(),
            by: *id,
            by_name: by_name.clone(),
            question: question.clone(),
            standing: ExpertStanding::Asked,
            expires_at: *expires_at,
            reason: None,
        });
    }

    fn moved(&mut self, staff: StaffId, standing: ExpertStanding, then: impl Fn(&mut Expert)) {
        if let Some(known) = self.0.iter_mut().find(|known| known.id == staff) {
            known.standing = standing;
            then(known);
        }
    }
}
