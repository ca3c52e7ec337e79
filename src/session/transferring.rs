//! Whom a conversation is passed to: the desk knows who is there and has room. What it says may be over a moment later;
//! then the desk itself ends the offer.

use super::attachment::Attachment;
use super::live::Who;
use super::reply::No;
use crate::domain::{Recipient, StaffId};
use crate::protocol::Code;
use crate::protocol::client::TransferTo;

impl Attachment {
    /// The recipient of a transfer, if they can take it now.
    pub(super) async fn recipient(&self, to: TransferTo) -> Result<Recipient, No> {
        let Some(known) = self.sessions.parts.desk.colleagues().await else { return Err(No::new(Code::Draining)) };
        match to {
            TransferTo::Team(name) if known.teams.contains(&name) => Ok(Recipient::Team { name }),
            TransferTo::Team(_) => Err(No::invalid("to", "a team named by `GET /v1/colleagues`")),
            TransferTo::Agent(id) if self.is_me(id) => Err(No::invalid("to", "somebody else")),
            TransferTo::Agent(id) => {
                let found = known.people.into_iter().find(|colleague| colleague.staff == id && colleague.available);
                let colleague = found.ok_or_else(|| No::new(Code::AgentAway))?;
                if colleague.load >= colleague.capacity {
                    return Err(No::new(Code::AtCapacity));
                }
                Ok(Recipient::Agent { id, name: colleague.name })
            }
        }
    }

    fn is_me(&self, id: StaffId) -> bool {
        matches!(&self.session.who, Who::Staff(staff) if staff.member.id == id)
    }
}
