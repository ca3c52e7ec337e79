//! What travels from a conversation to its followers. Owns the frames of one commit, encoded lazily and once per
//! audience, however many sockets they go to.

use super::Frame;
use crate::domain::{AlertState, ConversationId, Event, StaffId, Stamped, Summary};
use crate::protocol::{ServerFrame, encode};
use std::sync::{Arc, OnceLock};

/// Who a frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The visitor of the conversation.
    Visitor,
    /// Staff who follow the conversation.
    Staff,
    /// Staff who follow the inbox.
    Inbox,
    /// Supervisors who follow the board.
    Board,
}

/// One commit of one conversation.
#[derive(Debug)]
pub struct Delivery {
    /// Which conversation.
    pub conv: ConversationId,
    /// What was logged, in order.
    pub events: Vec<Stamped<Event>>,
    /// Summary after them.
    pub summary: Arc<Summary>,
    /// Alerts to which something happened, as they stand after the commit.
    alerts: Vec<AlertState>,
    visitor: OnceLock<Vec<Frame>>,
    staff: OnceLock<Vec<Frame>>,
    inbox: OnceLock<Vec<Frame>>,
    board: OnceLock<Vec<Frame>>,
}

impl Delivery {
    /// Wraps a commit; `alerts` are all of the conversation's.
    #[must_use]
    pub fn new(
        conv: ConversationId,
        events: Vec<Stamped<Event>>,
        summary: Arc<Summary>,
        alerts: &[AlertState],
    ) -> Arc<Self> {
        let touched = |alert: &&AlertState| events.iter().any(|logged| logged.event.alert() == Some(alert.id));
        let alerts = alerts.iter().filter(touched).cloned().collect();
        let (visitor, staff, inbox, board) = (OnceLock::new(), OnceLock::new(), OnceLock::new(), OnceLock::new());
        Arc::new(Self { conv, events, summary, alerts, visitor, staff, inbox, board })
    }

    /// Frames for one audience; encoded at the first call.
    pub fn frames(&self, audience: Audience) -> &[Frame] {
        let place = match audience {
            Audience::Visitor => &self.visitor,
            Audience::Staff => &self.staff,
            Audience::Inbox => &self.inbox,
            Audience::Board => &self.board,
        };
        place.get_or_init(|| self.encode(audience))
    }

    /// Packets put before an agent by this commit, with the agent.
    pub fn offers(&self) -> impl Iterator<Item = (StaffId, Frame)> + '_ {
        self.events.iter().filter_map(|logged| match &logged.event {
            Event::Offered { agent, packet, epoch, expires_at, .. } => {
                let (summary, packet) = (Box::new(Summary::clone(&self.summary)), packet.clone());
                let offer = ServerFrame::Offer { summary, packet, epoch: *epoch, expires_at: *expires_at };
                Some((*agent, Frame::of(&offer)))
            }
            _ => None,
        })
    }

    /// Escalated alerts to which this commit did something, with the supervisor who was called last: whoever is called
    /// also hears what becomes of it.
    pub fn calls(&self) -> impl Iterator<Item = (StaffId, Frame)> + '_ {
        self.alerts.iter().filter_map(|alert| {
            let to = alert.escalated.as_ref()?.to;
            let frame = ServerFrame::Alert { summary: Box::new(Summary::clone(&self.summary)), alert: alert.clone() };
            Some((to, Frame::of(&frame)))
        })
    }

    fn encode(&self, audience: Audience) -> Vec<Frame> {
        let conv = self.conv;
        match audience {
            Audience::Visitor => {
                self.events.iter().filter_map(|e| encode::for_visitor(conv, e)).map(|f| Frame::of(&f)).collect()
            }
            Audience::Staff => self.events.iter().map(|e| Frame::of(&encode::for_staff(conv, e))).collect(),
            Audience::Inbox => vec![Frame::of(&ServerFrame::Conv { summary: Box::new(Summary::clone(&self.summary)) })],
            Audience::Board => {
                let alert = |alert| ServerFrame::Alert { summary: Box::new(Summary::clone(&self.summary)), alert };
                self.alerts.iter().cloned().map(alert).map(|f| Frame::of(&f)).collect()
            }
        }
    }
}
