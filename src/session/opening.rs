//! `open`: a visitor begins a conversation, or finds one that is open. Owns which of the two it is, and how many may be
//! open at once; what a conversation is told as it begins is in `earlier` and `form`.
//! Kept: asking again changes nothing. Whoever wants another names those beside which it shall stand, so that a request
//! that is sent twice, or by two tabs, finds what the first has begun.

use super::attachment::Attachment;
use super::earlier::{COUNTED, earlier};
use super::form::missing;
use super::live::{Person, Who};
use super::reply::No;
use crate::domain::{Command, ConversationId, Language, PhaseName, Summary, handoff::Customer};
use crate::fanout::Follow;
use crate::protocol::{Code, ServerFrame};
use crate::store::Visitor;
use uuid::Uuid;

/// What becomes of an `open`.
#[derive(Debug, PartialEq)]
enum Opening<'a> {
    /// This one is open.
    Found(&'a Summary),
    /// A new one begins.
    Fresh,
    /// There are as many as there may be.
    Full,
}

/// Among what a visitor has, most recently changed first: the open one that is not `beside`, a new one, or neither.
fn opening<'a>(known: &'a [Summary], beside: &[ConversationId], most: usize) -> Opening<'a> {
    let mut open = known.iter().filter(|summary| summary.phase != PhaseName::Closed);
    match open.clone().find(|summary| !beside.contains(&summary.conv)) {
        Some(found) => Opening::Found(found),
        None if open.nth(most.saturating_sub(1)).is_some() => Opening::Full,
        None => Opening::Fresh,
    }
}

impl Attachment {
    /// The visitor's open conversation, or a new one. Every tab of the visitor follows it from its first event on.
    pub(super) async fn open(
        &self,
        id: Uuid,
        beside: &[ConversationId],
        customer: Option<Customer>,
    ) -> Result<ServerFrame, No> {
        let Who::Visitor(visitor) = &self.session.who else { return Err(No::new(Code::Forbidden)) };
        let (sessions, most) = (&self.sessions, self.sessions.parts.most_open);
        let _one_after_the_other = sessions.lane(visitor.id).await;
        let known = sessions.parts.store.conversations_of(visitor.id, COUNTED).await?;
        match opening(&known, beside, most) {
            Opening::Found(open) => {
                self.follow_in_every_tab(visitor, open.conv);
                let (conv, seq, at) = (Some(open.conv), Some(open.last_public), Some(open.last_at));
                Ok(ServerFrame::Ack { id, conv, seq, at, dup: true })
            }
            Opening::Full => Err(No::full(most)),
            Opening::Fresh => self.begin(id, visitor, known, customer).await,
        }
    }

    /// Begins a conversation of a visitor who has had these.
    async fn begin(
        &self,
        id: Uuid,
        visitor: &Visitor,
        mut known: Vec<Summary>,
        customer: Option<Customer>,
    ) -> Result<ServerFrame, No> {
        let sessions = &self.sessions;
        let customer = match customer {
            Some(customer) => customer,
            None => Customer { language: self.language(visitor).await?, ..Customer::default() },
        };
        if let Some((field, rule)) = self.session.asked().and_then(|asked| missing(&asked, &customer)) {
            return Err(No::invalid(field, &rule));
        }
        let customer = self.vouched_for(customer);
        let before = known.first().and_then(|latest| latest.last_agent);
        known.retain(|summary| summary.phase == PhaseName::Closed);
        let earlier = earlier(sessions.parts.store.as_ref(), &known).await?;
        let conv = ConversationId(sessions.parts.clock.fresh_id());
        let open = Command::Open { site: visitor.site.clone(), visitor: visitor.id, customer, before, earlier };
        self.follow_in_every_tab(visitor, conv);
        let done = sessions.parts.registry.send(conv, open).await?;
        Ok(self.acknowledge(id, conv, done))
    }

    fn follow_in_every_tab(&self, visitor: &Visitor, conv: ConversationId) {
        for session in self.sessions.table().of(Person::Visitor(visitor.id)) {
            self.sessions.follow(&session, Follow::AsVisitor(conv));
        }
    }

    /// The language of the screen, or the site's.
    async fn language(&self, visitor: &Visitor) -> Result<Language, No> {
        match self.session.language {
            Some(language) => Ok(language),
            None => Ok(self.sessions.parts.store.site(&visitor.site).await?.map_or(Language::En, |site| site.language)),
        }
    }
}

#[cfg(test)]
#[path = "opening_test.rs"]
mod tests;
