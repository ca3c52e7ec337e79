//! From logged events to frames, per audience. Pure: what a visitor, an agent or a supervisor may see is
//! decided here and nowhere else (invariant C6).

use super::ServerFrame;
use super::server::{Speaker, StateChange};
use crate::domain::{ConversationId, Event, Party, Stamped};

/// Staff view of one event: everything.
#[must_use]
pub fn for_staff(conv: ConversationId, logged: &Stamped<Event>) -> ServerFrame {
    ServerFrame::Event { conv, seq: logged.seq, at: logged.at, by: logged.by.clone(), event: logged.event.clone() }
}

/// Visitor view of one event; `None` when it is hidden from visitors. Carries no scores, stages, reasons,
/// notes, alerts or staff ids.
#[must_use]
pub fn for_visitor(conv: ConversationId, logged: &Stamped<Event>) -> Option<ServerFrame> {
    let seq = logged.public?;
    let at = logged.at;
    let state = |what, name| Some(ServerFrame::State { conv, seq, at, what, name });
    match &logged.event {
        Event::Said { id, text, quick_replies, files, .. } => {
            let (from, name) = speaker(&logged.by);
            let text = text.as_str().to_owned();
            let (quick_replies, files) = (quick_replies.clone(), files.clone());
            Some(ServerFrame::Msg { conv, seq, at, id: *id, from, name, text, quick_replies, files })
        }
        Event::Opened { .. } => state(StateChange::Opened, None),
        Event::Queued { .. } => state(StateChange::Waiting, None),
        Event::Accepted { name, .. } => state(StateChange::Joined, Some(name.clone())),
        Event::Rated { .. } => state(StateChange::Rated, None),
        Event::CustomerUpdated { .. } => state(StateChange::Updated, None),
        Event::Closed { .. } => state(StateChange::Closed, None),
        Event::Reopened { .. } => state(StateChange::Reopened, None),
        Event::Noted { .. }
        | Event::Scored { .. }
        | Event::Waited { .. }
        | Event::StageChanged { .. }
        | Event::AlertRaised { .. }
        | Event::AlertAcknowledged { .. }
        | Event::AlertSnoozed { .. }
        | Event::AlertReturned { .. }
        | Event::AlertEscalated { .. }
        | Event::Intervened { .. }
        | Event::AlertClosed { .. }
        | Event::Sampled { .. }
        | Event::Judged { .. }
        | Event::Promised { .. }
        | Event::PromiseSettled { .. }
        | Event::QuestionSettled { .. }
        | Event::Tagged { .. }
        | Event::Untagged { .. }
        | Event::Snoozed { .. }
        | Event::Unsnoozed
        | Event::Summarised { .. }
        | Event::Offered { .. }
        | Event::OfferEnded { .. }
        | Event::ExpertInvited { .. }
        | Event::ExpertJoined { .. }
        | Event::InvitationEnded { .. } => None,
    }
}

/// Who a visitor sees speaking, and under which name.
#[must_use]
pub fn speaker(by: &Party) -> (Speaker, Option<String>) {
    match by {
        Party::Visitor => (Speaker::Visitor, None),
        Party::Bot | Party::System => (Speaker::Bot, None),
        Party::Staff { name, .. } => (Speaker::Agent, Some(name.clone())),
    }
}

#[cfg(test)]
#[path = "encode_test.rs"]
mod tests;
