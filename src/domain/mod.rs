//! The words of the trade: identifiers, texts, parties, events, commands and refusals.
//!
//! Owns the vocabulary that every other module speaks. Never touches tokio, files, sockets or the
//! clock: time is a value here. A value that exists is valid (newtypes check at birth).

pub mod about;
pub mod alert;
mod bot_act;
pub mod budget;
pub mod canned;
mod cause;
pub mod command;
pub mod date;
pub mod earlier;
pub mod episode;
pub mod event;
mod event_kinds;
pub mod expert;
pub mod file;
pub mod flow;
pub mod handoff;
pub mod identity;
pub mod ids;
pub mod invariant;
pub mod judgement;
pub mod outcome;
pub mod paired;
pub mod party;
pub mod promise;
pub mod refusal;
pub mod score;
pub mod summary;
pub mod tag;
pub mod text;
pub mod time;
pub mod transfer;

pub use about::{IntentKind, LikelyIntent, LineKind, SummaryLine, Sureness};
pub use alert::{Against, AlertKind, AlertState, Reason, Severity};
pub use command::Command;
pub use earlier::{Earlier, EarlierConversation};
pub use episode::{AlertEnd, Intervention, SnoozeMinutes, SnoozeReason, Standing, Verdict};
pub use event::{BotAct, CloseCause, Event, Notice, Stamped, WaitCause};
pub use expert::{Expert, ExpertAsked, ExpertQuestion, ExpertStanding, InvitationEnd};
pub use file::{AttachedFile, FILES_PER_MESSAGE, FileKind};
pub use flow::{FlowPlace, Label, Slot};
pub use handoff::{Fact, FactKind, HandoffPacket};
pub use ids::{AlertId, ConversationId, Epoch, FileId, MessageId, Seq, SiteId, StaffId, VisitorId};
pub use judgement::{AngerLevel, Judgement, Opinion, Reading, Subject};
pub use outcome::Outcome;
pub use paired::{Models, Paired};
pub use party::{Actor, Party, Role};
pub use promise::{Promise, PromiseStanding, Promises};
pub use refusal::Refusal;
pub use score::{Belief, Emotions, Provenance, Risks, Score, Scoring, Sentiment, Span, Stage, Unscored};
pub use summary::{PhaseName, Summary};
pub use tag::Tag;
pub use text::{Language, MessageText, Translated};
pub use time::Timestamp;
pub use transfer::{Passing, Recipient, TeamTransfer, Transfer, TransferReason};

#[cfg(test)]
#[path = "fixtures_test.rs"]
pub(crate) mod fixtures;
