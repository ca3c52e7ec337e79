//! What holds of each kind of event: who may see it, what it is about, what may follow the end.
//!
//! Owns these answers alone; the shapes stand in `event`. Visibility is said for every kind, so that a new one does not
//! compile without an answer (invariant C6).

use super::event::Event;
use super::{AlertEnd, AlertId, MessageId};

impl Event {
    /// Whether the visitor may see it (invariant C6). Scores, stages, alerts, notes, offers and invitations stay inside.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        match self {
            Self::Opened { .. }
            | Self::Said { .. }
            | Self::Queued { .. }
            | Self::Accepted { .. }
            | Self::Rated { .. }
            | Self::CustomerUpdated { .. }
            | Self::Closed { .. }
            | Self::Reopened { .. } => true,
            Self::Noted { .. }
            | Self::Scored { .. }
            | Self::Waited { .. }
            | Self::StageChanged { .. }
            | Self::AlertRaised { .. }
            | Self::AlertAcknowledged { .. }
            | Self::AlertSnoozed { .. }
            | Self::AlertReturned { .. }
            | Self::AlertEscalated { .. }
            | Self::Intervened { .. }
            | Self::AlertClosed { .. }
            | Self::Sampled { .. }
            | Self::Judged { .. }
            | Self::Promised { .. }
            | Self::PromiseSettled { .. }
            | Self::QuestionSettled { .. }
            | Self::Tagged { .. }
            | Self::Untagged { .. }
            | Self::Snoozed { .. }
            | Self::Unsnoozed
            | Self::Summarised { .. }
            | Self::Offered { .. }
            | Self::OfferEnded { .. }
            | Self::ExpertInvited { .. }
            | Self::ExpertJoined { .. }
            | Self::InvitationEnded { .. } => false,
        }
    }

    /// The alert that it is about, where it is about one.
    #[must_use]
    pub const fn alert(&self) -> Option<AlertId> {
        match self {
            Self::AlertRaised { alert, .. }
            | Self::AlertAcknowledged { alert }
            | Self::AlertSnoozed { alert, .. }
            | Self::AlertReturned { alert }
            | Self::AlertEscalated { alert, .. }
            | Self::Intervened { alert, .. }
            | Self::AlertClosed { alert, .. } => Some(*alert),
            _ => None,
        }
    }

    /// Whether it may follow the end of a conversation (invariant C3).
    #[must_use]
    pub const fn may_follow_end(&self) -> bool {
        matches!(self, Self::Reopened { .. } | Self::Judged { .. } | Self::PromiseSettled { .. })
    }

    /// Whether feedback is made of it: the random sample, judgements, and alerts as they were raised or closed as false.
    #[must_use]
    pub fn is_feedback(&self) -> bool {
        match self {
            Self::Sampled { .. } | Self::Judged { .. } | Self::AlertRaised { .. } => true,
            Self::AlertClosed { how, .. } => *how == AlertEnd::FalseAlarm,
            _ => false,
        }
    }

    /// The client-made id, where the event has one.
    #[must_use]
    pub const fn message_id(&self) -> Option<MessageId> {
        match self {
            Self::Said { id, .. } | Self::Noted { id, .. } => Some(*id),
            _ => None,
        }
    }
}
