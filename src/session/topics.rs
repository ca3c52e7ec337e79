//! What staff follow. Owns the order: follow first, then read the snapshot, then acknowledge; so nothing falls between
//! the two, and a client keeps of an inbox line the one with the higher `last_seq`.

use super::attachment::{Attachment, done};
use super::reply::No;
use crate::domain::{ConversationId, Standing, Summary};
use crate::fanout::{Follow, Frame};
use crate::protocol::{Code, ServerFrame, Topic};
use crate::store::{OpenPages, StoreError};
use uuid::Uuid;

/// Most conversations that one session follows.
const MOST_FOLLOWED: usize = 256;

impl Attachment {
    /// Follows a topic; its snapshot comes first, then the acknowledgement.
    pub(super) async fn subscribe(
        &self,
        id: Uuid,
        topic: Topic,
        conv: Option<ConversationId>,
    ) -> Result<ServerFrame, No> {
        let (store, fanout) = (&self.sessions.parts.store, &self.sessions.parts.fanout);
        if fanout.follows(self.session.id) >= MOST_FOLLOWED {
            return Err(No::new(Code::TooLarge));
        }
        if let (Topic::Conv, Some(conv)) = (topic, conv) {
            let what = Follow::AsStaff(conv);
            self.sessions.follow(&self.session, what);
            let Some(summary) = store.summary(conv).await? else {
                fanout.unfollow(self.session.id, what);
                return Err(No::new(Code::NotFound));
            };
            let (seq, at) = (Some(summary.last_seq), Some(summary.last_at));
            return Ok(ServerFrame::Ack { id, conv: Some(conv), seq, at, dup: false });
        }
        self.sessions.follow(&self.session, follow_of(topic, conv));
        if topic == Topic::Board
            && let Some(board) = self.sessions.parts.desk.board().await
        {
            self.session.push_patiently(Frame::of(&ServerFrame::Board(board))).await;
        }
        self.show_all(topic).await?;
        Ok(done(id))
    }

    /// Sends the snapshot, each page as soon as it is read; ends early when the reader is gone.
    async fn show_all(&self, topic: Topic) -> Result<(), StoreError> {
        let mut pages = OpenPages::new(self.sessions.parts.store.as_ref());
        while let Some(page) = pages.next().await? {
            for line in page.into_iter().flat_map(|summary| lines(topic, Box::new(summary))) {
                if !self.session.push_patiently(Frame::of(&line)).await {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Stops following.
    pub(super) fn unsubscribe(&self, id: Uuid, topic: Topic, conv: Option<ConversationId>) -> ServerFrame {
        self.sessions.parts.fanout.unfollow(self.session.id, follow_of(topic, conv));
        done(id)
    }
}

/// What a snapshot shows of a conversation: its line, or on the board each alert that is not over.
fn lines(topic: Topic, summary: Box<Summary>) -> Vec<ServerFrame> {
    if topic != Topic::Board {
        return vec![ServerFrame::Conv { summary }];
    }
    let going_on = summary.alerts.iter().filter(|alert| alert.standing() != Standing::Closed);
    going_on.map(|alert| ServerFrame::Alert { summary: summary.clone(), alert: alert.clone() }).collect()
}

/// A topic as the fan-out knows it. `conv` was checked to be there with topic `conv`.
fn follow_of(topic: Topic, conv: Option<ConversationId>) -> Follow {
    match (topic, conv) {
        (Topic::Conv, Some(conv)) => Follow::AsStaff(conv),
        (Topic::Inbox | Topic::Conv, _) => Follow::Inbox,
        (Topic::Board, _) => Follow::Board,
    }
}
