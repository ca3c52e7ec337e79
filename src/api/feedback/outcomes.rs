//! What the logs of ended conversations say of how they went, though nobody was asked. Remembers what it has read, so
//! that a log is read again only when something was added to it.

use crate::api::{ApiState, Problem};
use crate::domain::{AlertKind, ConversationId, Seq, Summary, Timestamp};
use crate::triage::feedback::labels::{Label, label};
use std::collections::HashMap;
use tokio::sync::Mutex;

/// Conversations that are labelled: those that ended last.
const CONVERSATIONS: u32 = 200;

/// A label with where it belongs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labelled {
    pub(super) conv: ConversationId,
    pub(super) at: Timestamp,
    pub(super) label: Label,
}

/// What was read, at most of so many conversations; each with the place up to which.
#[derive(Debug, Default)]
pub(super) struct Outcomes(Mutex<HashMap<ConversationId, (Seq, Option<Label>)>>);

/// Labels of the conversations that ended last, newest first, and how many those are. Where personal distress was
/// alerted on, nothing is said.
pub(super) async fn outcomes(api: &ApiState) -> Result<(usize, Vec<Labelled>), Problem> {
    let ended = api.store.closed_conversations(CONVERSATIONS).await?;
    let ended: Vec<Summary> = ended.into_iter().filter(|summary| !is_distressed(summary)).collect();
    let mut remembered = api.feedback.outcomes.0.lock().await;
    let mut read = HashMap::with_capacity(ended.len());
    let mut found = Vec::new();
    for Summary { conv, last_seq, last_at, .. } in &ended {
        let said = match remembered.get(conv) {
            Some((up_to, said)) if up_to == last_seq => *said,
            _ => label(&api.store.log(*conv).await?),
        };
        read.insert(*conv, (*last_seq, said));
        found.extend(said.map(|label| Labelled { conv: *conv, at: *last_at, label }));
    }
    *remembered = read;
    Ok((ended.len(), found))
}

fn is_distressed(summary: &Summary) -> bool {
    summary.alerts.iter().any(|alert| alert.kind == AlertKind::Distress)
}
