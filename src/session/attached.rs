//! The files that a message names: looked up before its conversation hears of it. Whether one is free to stand beside a
//! message is decided in the commit.

use super::attachment::Attachment;
use super::live::Who;
use super::reply::No;
use crate::domain::{AttachedFile, ConversationId, FileId, Refusal};
use crate::store::Sender;

impl Attachment {
    /// What is known of them; each has come from whoever speaks, for this conversation.
    pub(super) async fn attached(&self, conv: ConversationId, files: &[FileId]) -> Result<Vec<AttachedFile>, No> {
        let mut found = Vec::with_capacity(files.len());
        for id in files {
            let kept = self.sessions.parts.store.file(*id).await?;
            let own = kept.filter(|kept| kept.conv == conv && kept.by == self.sender());
            found.push(own.ok_or(Refusal::FileNotYours)?.file);
        }
        Ok(found)
    }

    fn sender(&self) -> Sender {
        match &self.session.who {
            Who::Visitor(visitor) => Sender::Visitor(visitor.id),
            Who::Staff(staff) => Sender::Staff(staff.member.id),
        }
    }
}
