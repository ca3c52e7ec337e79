//! The line of the inbox as a projection of the state. Owns the mapping; decides nothing.

use super::{Phase, State};
use crate::domain::{ConversationId, Party, StaffId, Standing, Summary, Timestamp};

impl State {
    /// What a list shows; `None` before the conversation began.
    #[must_use]
    pub fn summary(&self, conv: ConversationId) -> Option<Summary> {
        let origin = self.origin.as_ref()?;
        let phase = self.phase.name()?;
        let (agent, agent_name) = self.agent().unzip();
        let (preview, files, last_by, last_at) = match &self.last_message {
            Some(message) => (message.preview.clone(), message.files, message.by.clone(), message.at),
            None => (String::new(), 0, Party::System, origin.at),
        };
        Some(Summary {
            conv,
            site: origin.site.clone(),
            visitor: origin.visitor,
            visitor_name: self.customer.name.clone(),
            segment: self.customer.segment.clone(),
            language: self.customer.language,
            phase,
            agent,
            agent_name,
            last_agent: self.last_agent,
            stage: self.stage(),
            belief: self.belief.map(|belief| belief.probability()),
            trend: self.belief.map_or(0.0, |belief| belief.fast - belief.slow),
            last_seq: self.last,
            last_public: self.last_public,
            preview,
            files,
            last_by,
            last_at,
            opened_at: origin.at,
            waiting_since: self.waiting_since(),
            waited_ms: self.waited_ms(),
            team: self.team.clone(),
            passing: self.passing.clone(),
            experts: self.experts.all().to_vec(),
            unanswered_since: self.unanswered_since(),
            alert: self.alerts.iter().rev().find(|alert| alert.standing() == Standing::Open).cloned(),
            alerts: self.alerts.clone(),
            promises: self.promises.pressing(),
            questions: self.questions.open().collect(),
            tags: self.filing.tags().to_vec(),
            snoozed_until: self.filing.snoozed_until(),
            unscored: self.unscored(),
        })
    }

    /// Visitor messages without score or mark.
    #[must_use]
    pub fn unscored(&self) -> u32 {
        u32::try_from(self.unfinished.values().filter(|open| open.to_score).count()).unwrap_or(u32::MAX)
    }

    fn agent(&self) -> Option<(StaffId, String)> {
        match &self.phase {
            Phase::HandingOff { agent, name, .. } | Phase::WithAgent { agent, name, .. } => {
                Some((*agent, name.clone()))
            }
            Phase::New | Phase::WithBot | Phase::Waiting { .. } | Phase::Closed { .. } => None,
        }
    }

    /// What earlier waits add to this one's place.
    fn waited_ms(&self) -> Option<u64> {
        let counts = self.waiting_since().is_some() && !self.waited.is_zero();
        counts.then(|| u64::try_from(self.waited.as_millis()).unwrap_or(u64::MAX))
    }

    const fn waiting_since(&self) -> Option<Timestamp> {
        match &self.phase {
            Phase::Waiting { since } | Phase::HandingOff { since, .. } => Some(*since),
            Phase::New | Phase::WithBot | Phase::WithAgent { .. } | Phase::Closed { .. } => None,
        }
    }
}
