//! Typing and read marks: passed on to the other side, stored nowhere, dropped when in the way.
//!
//! Kept: a visitor learns only of the agent who holds the floor, and only in their own numbering.

use super::attachment::Attachment;
use super::live::Who;
use super::reply::No;
use crate::domain::{ConversationId, PhaseName, Seq, Summary};
use crate::fanout::{Follow, Frame};
use crate::protocol::ServerFrame;
use crate::protocol::server::Speaker;

/// Events looked at for the last one that a visitor may see.
const LOOKED_AT: u32 = 50;

impl Attachment {
    /// Somebody types, or has stopped.
    pub(super) async fn typing(&self, conv: ConversationId, on: bool) -> Result<Option<ServerFrame>, No> {
        let summary = self.seen(conv).await?;
        let frame = Frame::of(&ServerFrame::Typing { conv, who: self.speaker(), name: self.name(), on });
        self.pass_on(&summary, &frame, &frame);
        Ok(None)
    }

    /// Somebody has read up to a place.
    pub(super) async fn read(&self, conv: ConversationId, seq: Seq) -> Result<Option<ServerFrame>, No> {
        let summary = self.seen(conv).await?;
        let Some((log, public)) = self.both_places(&summary, seq).await? else { return Ok(None) };
        let receipt = |seq| Frame::of(&ServerFrame::Receipt { conv, who: self.speaker(), seq });
        self.pass_on(&summary, &receipt(log), &receipt(public));
        Ok(None)
    }

    /// To staff who follow, and to the visitor if it comes from the agent who speaks with them.
    fn pass_on(&self, summary: &Summary, for_staff: &Frame, for_visitor: &Frame) {
        let (fanout, me) = (&self.sessions.parts.fanout, Some(self.session.id));
        fanout.push(Follow::AsStaff(summary.conv), for_staff, me);
        if self.holds_floor(summary) {
            fanout.push(Follow::AsVisitor(summary.conv), for_visitor, me);
        }
    }

    fn holds_floor(&self, summary: &Summary) -> bool {
        match &self.session.who {
            Who::Visitor(_) => false,
            Who::Staff(staff) => summary.phase == PhaseName::WithAgent && summary.agent == Some(staff.member.id),
        }
    }

    /// A place in the log's numbering and in the visitor's. `None` when it is none, or the visitor has nothing there.
    async fn both_places(&self, summary: &Summary, seq: Seq) -> Result<Option<(Seq, Seq)>, No> {
        let (store, conv) = (&self.sessions.parts.store, summary.conv);
        if self.is_visitor() {
            let Some(before) = seq.0.checked_sub(1) else { return Ok(None) };
            let found = store.public_after(conv, Seq(before), 1).await?;
            return Ok(found.first().filter(|event| event.public == Some(seq)).map(|event| (event.seq, seq)));
        }
        if seq > summary.last_seq {
            return Ok(None);
        }
        let found = store.events_before(conv, seq.next(), LOOKED_AT).await?;
        Ok(found.iter().rev().find_map(|event| event.public).map(|public| (seq, public)))
    }

    fn speaker(&self) -> Speaker {
        if self.is_visitor() { Speaker::Visitor } else { Speaker::Agent }
    }

    fn name(&self) -> Option<String> {
        match &self.session.who {
            Who::Visitor(_) => None,
            Who::Staff(staff) => Some(staff.member.name.clone()),
        }
    }
}
