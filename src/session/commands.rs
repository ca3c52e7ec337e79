//! Frames that ask a conversation for something: each becomes one command, and its outcome one answer.

use super::attachment::Attachment;
use super::live::Who;
use super::reply::No;
use crate::domain::{
    Actor, AlertId, AngerLevel, Command, ConversationId, Judgement, MessageId, MessageText, Opinion, Seq, Subject,
    Timestamp, event::CloseCause, handoff::Customer,
};
use crate::protocol::{ClientFrame, Code, ServerFrame};
use std::time::Duration;
use uuid::Uuid;

/// A conversation is put aside for so long at most.
const SNOOZE_MAX: Duration = Duration::from_hours(30 * 24);

impl Attachment {
    /// Puts the command of a frame to its conversation.
    pub(super) async fn command(&self, frame: ClientFrame) -> Result<ServerFrame, No> {
        let by = self.session.who.actor();
        let (id, conv, command) = match frame {
            ClientFrame::Msg { id, conv, text, anyway, files } => {
                let files = self.attached(conv, files.as_deref().unwrap_or_default()).await?;
                let despite = self.despite(&text, anyway == Some(true))?;
                (id.0, conv, Command::Say { by, id, text, despite, files })
            }
            ClientFrame::Note { id, conv, text } => (id.0, conv, Command::Note { by, id, text }),
            ClientFrame::Human { id, conv } => (id, conv, Command::AskForPerson { by }),
            ClientFrame::Customer { id, conv, customer } => {
                (id, conv, Command::UpdateCustomer { by, customer: self.vouched_for(customer) })
            }
            ClientFrame::Rate { id, conv, score, text } => (id, conv, Command::Rate { by, score, text }),
            ClientFrame::End { id, conv } => (id, conv, Command::Close { by, cause: CloseCause::Visitor }),
            ClientFrame::Resolve { id, conv } => (id, conv, Command::Close { by, cause: CloseCause::Resolved }),
            ClientFrame::Claim { id, conv } => (id, conv, Command::Accept { by, packet: None }),
            ClientFrame::Decline { id, conv, reason } => (id, conv, Command::Decline { by, reason }),
            ClientFrame::Transfer { id, conv, to, reason } => {
                let to = self.recipient(to).await?;
                (id, conv, Command::Transfer { by, to, reason, packet: None })
            }
            ClientFrame::TransferCancel { id, conv } => (id, conv, Command::CancelTransfer { by }),
            frame @ (ClientFrame::Invite { .. }
            | ClientFrame::InviteWithdraw { .. }
            | ClientFrame::InviteAccept { .. }
            | ClientFrame::InviteDecline { .. }
            | ClientFrame::InviteLeave { .. }) => self.invitation(frame).await?,
            ClientFrame::Release { id, conv } => (id, conv, Command::Release { by }),
            ClientFrame::Reopen { id, conv } => (id, conv, Command::Reopen { by }),
            frame @ (ClientFrame::AlertAck { .. }
            | ClientFrame::AlertSnooze { .. }
            | ClientFrame::AlertClose { .. }
            | ClientFrame::Judge { .. }) => about_the_triage(by, &frame)?,
            ClientFrame::Promise { id, conv, promise, standing } => {
                (id, conv, Command::SettlePromise { by, promise, standing })
            }
            ClientFrame::Question { id, conv, message, answered } => {
                (id, conv, Command::SettleQuestion { by, message, answered })
            }
            ClientFrame::Tag { id, conv, tag } => (id, conv, Command::Tag { by, tag, on: true }),
            ClientFrame::Untag { id, conv, tag } => (id, conv, Command::Tag { by, tag, on: false }),
            ClientFrame::Snooze { id, conv, until } => {
                (id, conv, Command::Snooze { by, until: Some(self.ahead(until)?) })
            }
            ClientFrame::Unsnooze { id, conv } => (id, conv, Command::Snooze { by, until: None }),
            ClientFrame::Hello { .. }
            | ClientFrame::Ping { .. }
            | ClientFrame::History { .. }
            | ClientFrame::Typing { .. }
            | ClientFrame::Read { .. }
            | ClientFrame::Open { .. }
            | ClientFrame::Me { .. }
            | ClientFrame::Sub { .. }
            | ClientFrame::Unsub { .. } => return Err(No::new(Code::BadFrame)),
        };
        let done = self.sessions.parts.registry.send(conv, command).await?;
        Ok(self.acknowledge(id, conv, done))
    }

    /// A time to come, within reason.
    fn ahead(&self, until: Timestamp) -> Result<Timestamp, No> {
        let now = self.sessions.parts.clock.now();
        let fits = until > now && until <= now.plus(SNOOZE_MAX);
        fits.then_some(until).ok_or_else(|| No::invalid("until", "a time to come, at most 30 days ahead"))
    }

    /// Banned words in what staff say: refused, unless they are sent knowingly. Customers say what they like.
    fn despite(&self, text: &MessageText, anyway: bool) -> Result<Vec<String>, No> {
        if self.is_visitor() {
            return Ok(Vec::new());
        }
        let banned = self.sessions.parts.wording.in_force().banned(text.as_str());
        if banned.is_empty() || anyway { Ok(banned) } else { Err(No::banned(&banned)) }
    }

    /// Whatever a visitor says of themselves, their shop's word stands.
    pub(super) fn vouched_for(&self, customer: Customer) -> Customer {
        match &self.session.who {
            Who::Visitor(visitor) => self.sessions.parts.segments.vouched_for(customer, visitor.identity.as_ref()),
            Who::Staff(_) => customer,
        }
    }
}

/// What a frame about alerts and scores asks for.
fn about_the_triage(by: Actor, frame: &ClientFrame) -> Result<(Uuid, ConversationId, Command), No> {
    Ok(match *frame {
        ClientFrame::AlertAck { id, conv, alert } => (id, conv, Command::AcknowledgeAlert { by, alert }),
        ClientFrame::AlertSnooze { id, conv, alert, minutes, reason } => {
            (id, conv, Command::SnoozeAlert { by, alert, minutes, reason })
        }
        ClientFrame::AlertClose { id, conv, alert, verdict } => (id, conv, Command::CloseAlert { by, alert, verdict }),
        ClientFrame::Judge { id, conv, message, alert, judgement, level, asked } => {
            let (subject, opinion) = judged(message, alert, judgement, level)?;
            (id, conv, Command::Judge { by, subject, opinion, asked: asked == Some(true) })
        }
        _ => return Err(No::new(Code::BadFrame)),
    })
}

/// What is said of what; decoding has made sure that there is one of each.
fn judged(
    message: Option<Seq>,
    alert: Option<AlertId>,
    judgement: Option<Judgement>,
    level: Option<AngerLevel>,
) -> Result<(Subject, Opinion), No> {
    let subject = match (message, alert) {
        (Some(message), None) => Subject::Message { message },
        (None, Some(alert)) => Subject::Alert { alert },
        _ => return Err(No::new(Code::BadFrame)),
    };
    match (judgement, level) {
        (Some(judgement), None) => Ok((subject, Opinion::Plain(judgement))),
        (None, Some(level)) => Ok((subject, Opinion::Level(level))),
        _ => Err(No::new(Code::BadFrame)),
    }
}

impl ClientFrame {
    /// The id that the answer carries back.
    #[must_use]
    pub fn request_id(&self) -> Option<Uuid> {
        match self {
            Self::Hello { .. } | Self::Ping { .. } | Self::Typing { .. } | Self::Read { .. } => None,
            Self::Msg { id: MessageId(id), .. }
            | Self::Note { id: MessageId(id), .. }
            | Self::History { id, .. }
            | Self::Open { id, .. }
            | Self::Human { id, .. }
            | Self::Customer { id, .. }
            | Self::Rate { id, .. }
            | Self::End { id, .. }
            | Self::Claim { id, .. }
            | Self::Decline { id, .. }
            | Self::Release { id, .. }
            | Self::Transfer { id, .. }
            | Self::TransferCancel { id, .. }
            | Self::Invite { id, .. }
            | Self::InviteWithdraw { id, .. }
            | Self::InviteAccept { id, .. }
            | Self::InviteDecline { id, .. }
            | Self::InviteLeave { id, .. }
            | Self::Resolve { id, .. }
            | Self::Reopen { id, .. }
            | Self::AlertAck { id, .. }
            | Self::AlertSnooze { id, .. }
            | Self::AlertClose { id, .. }
            | Self::Judge { id, .. }
            | Self::Promise { id, .. }
            | Self::Question { id, .. }
            | Self::Tag { id, .. }
            | Self::Untag { id, .. }
            | Self::Snooze { id, .. }
            | Self::Unsnooze { id, .. }
            | Self::Me { id, .. }
            | Self::Sub { id, .. }
            | Self::Unsub { id, .. } => Some(*id),
        }
    }
}
