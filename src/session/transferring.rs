//! Whom a conversation is passed to, and who is asked about it: the desk knows who is there and has room. What it says
//! may be over a moment later; then the desk itself ends the offer.

use super::attachment::Attachment;
use super::live::Who;
use super::reply::No;
use crate::domain::{Command, ConversationId, Recipient, StaffId};
use crate::protocol::client::TransferTo;
use crate::protocol::{ClientFrame, Code};
use crate::routing::colleagues::{Colleague, free_in};
use uuid::Uuid;

impl Attachment {
    /// The recipient of a transfer, if they can take it now.
    pub(super) async fn recipient(&self, to: TransferTo) -> Result<Recipient, No> {
        let people = self.colleagues(&to).await?;
        match to {
            TransferTo::Team(name) => Ok(Recipient::Team { name }),
            TransferTo::Agent(id) => {
                let found = people.into_iter().find(|colleague| colleague.staff == id && colleague.available);
                let colleague = found.ok_or_else(|| No::new(Code::AgentAway))?;
                if colleague.load >= colleague.capacity {
                    return Err(No::new(Code::AtCapacity));
                }
                Ok(Recipient::Agent { id, name: colleague.name })
            }
        }
    }

    /// What a frame about an expert asks for.
    pub(super) async fn invitation(&self, frame: ClientFrame) -> Result<(Uuid, ConversationId, Command), No> {
        let by = self.session.who.actor();
        Ok(match frame {
            ClientFrame::Invite { id, conv, to, question } => {
                let among = self.experts(to).await?;
                (id, conv, Command::Invite { by, among, question })
            }
            ClientFrame::InviteWithdraw { id, conv, expert } => (id, conv, Command::WithdrawInvitation { by, expert }),
            ClientFrame::InviteAccept { id, conv } => (id, conv, Command::JoinAsExpert { by, packet: None }),
            ClientFrame::InviteDecline { id, conv, reason } => (id, conv, Command::DeclineInvitation { by, reason }),
            ClientFrame::InviteLeave { id, conv } => (id, conv, Command::LeaveAsExpert { by }),
            _ => return Err(No::new(Code::BadFrame)),
        })
    }

    /// Who can be asked privately now, the freest first. A colleague who is named need only be there: being asked takes no
    /// room. Of a team only those are asked who take conversations and have room for one.
    async fn experts(&self, to: TransferTo) -> Result<Vec<(StaffId, String)>, No> {
        let people = self.colleagues(&to).await?;
        let named: Vec<_> = match to {
            TransferTo::Team(name) => free_in(people, &name),
            TransferTo::Agent(id) => people.into_iter().filter(|colleague| colleague.staff == id).collect(),
        };
        let others = named.into_iter().filter(|colleague| !self.is_me(colleague.staff));
        let others: Vec<_> = others.map(|colleague| (colleague.staff, colleague.name)).collect();
        if others.is_empty() { Err(No::new(Code::AgentAway)) } else { Ok(others) }
    }

    /// Who is there, once it is sure that a team of this name is known, or that somebody else is meant.
    async fn colleagues(&self, to: &TransferTo) -> Result<Vec<Colleague>, No> {
        let Some(known) = self.sessions.parts.desk.colleagues().await else { return Err(No::new(Code::Draining)) };
        match to {
            TransferTo::Team(name) if !known.teams.contains(name) => {
                Err(No::invalid("to", "a team named by `GET /v1/colleagues`"))
            }
            TransferTo::Agent(id) if self.is_me(*id) => Err(No::invalid("to", "somebody else")),
            TransferTo::Team(_) | TransferTo::Agent(_) => Ok(known.people),
        }
    }

    fn is_me(&self, id: StaffId) -> bool {
        matches!(&self.session.who, Who::Staff(staff) if staff.member.id == id)
    }
}
