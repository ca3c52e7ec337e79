//! Who may do what: one table for REST and sockets alike. Pure.
//!
//! Owns the right to try. Whether the thing tried is possible now (whose floor it is, which phase) is decided by
//! `conversation::decide`; who somebody is was proven by `auth`.

use crate::domain::{Actor, Role, Summary};
use crate::protocol::{ClientFrame, Topic};

/// Everything that needs a right: each client frame and each REST route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each act is the frame or route that the table below names")]
pub enum Act {
    // Frames.
    Hello,
    Ping,
    History,
    Typing,
    Read,
    Open,
    Msg,
    Human,
    Customer,
    Rate,
    End,
    Note,
    Claim,
    Decline,
    Release,
    /// Pass a conversation on, or take that back.
    Transfer,
    /// Ask an expert, or take that back; answer, and leave.
    Invite,
    Resolve,
    Reopen,
    AlertAck,
    AlertSnooze,
    AlertClose,
    Judge,
    /// Put tags on a conversation, take them off.
    Tag,
    /// Put aside what one holds, take it back.
    Snooze,
    /// Say what became of a promise, or whether a question is answered.
    Settle,
    Me,
    FollowInbox,
    FollowConversation,
    FollowBoard,
    // Routes.
    VisitorSession,
    /// What browsers ask before a page of another origin sends a token along.
    Preflight,
    /// A visitor's own conversations.
    OwnConversations,
    Transcript,
    /// Send a file for a conversation.
    SendFile,
    SeeFile,
    SiteInfo,
    Login,
    Logout,
    WhoAmI,
    Ticket,
    SeeColleagues,
    ListStaff,
    CreateStaff,
    UpdateStaff,
    SeePromises,
    ReviewClosed,
    ReviewEvents,
    /// Erase conversations, and all of a visitor's.
    Erase,
    Suggest,
    SeeGaps,
    Search,
    SeeWording,
    ChangeWording,
    SeeKnowledge,
    ChangeKnowledge,
    SeeSettings,
    ChangeSettings,
    SeeReplies,
    ChangeReplies,
    CompareModels,
    SeeFeedback,
    AnswerQuestions,
    Label,
    ExportLabels,
    Recalibrate,
    Replay,
    SeePolicy,
    ChangePolicy,
    SeeBudgets,
    SeeMoods,
    Setup,
    Operate,
}

/// Who has a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Also those who have proven nothing; the act proves something itself (a password, an Origin), or shows nothing.
    Anyone,
    /// Visitors, in their own conversation.
    Visitor,
    /// Visitors in their own conversation, and all staff.
    VisitorAndStaff,
    /// Staff of this role or above.
    From(Role),
}

/// The table.
const RIGHTS: &[(Act, Who)] = &[
    (Act::Hello, Who::Anyone),
    (Act::Ping, Who::VisitorAndStaff),
    (Act::History, Who::VisitorAndStaff),
    (Act::Typing, Who::VisitorAndStaff),
    (Act::Read, Who::VisitorAndStaff),
    (Act::Open, Who::Visitor),
    (Act::Msg, Who::VisitorAndStaff),
    (Act::Human, Who::Visitor),
    (Act::Customer, Who::Visitor),
    (Act::Rate, Who::Visitor),
    (Act::End, Who::Visitor),
    (Act::Note, Who::From(Role::Agent)),
    (Act::Claim, Who::From(Role::Agent)),
    (Act::Decline, Who::From(Role::Agent)),
    (Act::Release, Who::From(Role::Agent)),
    (Act::Transfer, Who::From(Role::Agent)),
    (Act::Invite, Who::From(Role::Agent)),
    (Act::Resolve, Who::From(Role::Agent)),
    (Act::Reopen, Who::From(Role::Agent)),
    (Act::AlertAck, Who::From(Role::Supervisor)),
    (Act::AlertSnooze, Who::From(Role::Supervisor)),
    (Act::AlertClose, Who::From(Role::Supervisor)),
    (Act::Judge, Who::From(Role::Agent)),
    (Act::Settle, Who::From(Role::Agent)),
    (Act::Tag, Who::From(Role::Agent)),
    (Act::Snooze, Who::From(Role::Agent)),
    (Act::Me, Who::From(Role::Agent)),
    (Act::FollowInbox, Who::From(Role::Agent)),
    (Act::FollowConversation, Who::From(Role::Agent)),
    (Act::FollowBoard, Who::From(Role::Supervisor)),
    (Act::VisitorSession, Who::Anyone),
    (Act::Preflight, Who::Anyone),
    (Act::OwnConversations, Who::Visitor),
    (Act::Transcript, Who::VisitorAndStaff),
    (Act::SendFile, Who::VisitorAndStaff),
    (Act::SeeFile, Who::VisitorAndStaff),
    (Act::SiteInfo, Who::Anyone),
    (Act::Login, Who::Anyone),
    (Act::Logout, Who::From(Role::Agent)),
    (Act::WhoAmI, Who::From(Role::Agent)),
    (Act::Ticket, Who::From(Role::Agent)),
    (Act::SeeColleagues, Who::From(Role::Agent)),
    (Act::ListStaff, Who::From(Role::Admin)),
    (Act::CreateStaff, Who::From(Role::Admin)),
    (Act::UpdateStaff, Who::From(Role::Admin)),
    (Act::SeePromises, Who::From(Role::Agent)),
    (Act::ReviewClosed, Who::From(Role::Agent)),
    (Act::ReviewEvents, Who::From(Role::Agent)),
    (Act::Erase, Who::From(Role::Admin)),
    (Act::Suggest, Who::From(Role::Agent)),
    (Act::SeeGaps, Who::From(Role::Supervisor)),
    (Act::Search, Who::From(Role::Agent)),
    (Act::SeeReplies, Who::From(Role::Agent)),
    (Act::ChangeReplies, Who::From(Role::Admin)),
    (Act::SeeWording, Who::From(Role::Agent)),
    (Act::ChangeWording, Who::From(Role::Admin)),
    (Act::SeeKnowledge, Who::From(Role::Supervisor)),
    (Act::ChangeKnowledge, Who::From(Role::Admin)),
    (Act::SeeSettings, Who::From(Role::Admin)),
    (Act::ChangeSettings, Who::From(Role::Admin)),
    (Act::SeeFeedback, Who::From(Role::Supervisor)),
    (Act::AnswerQuestions, Who::From(Role::Agent)),
    (Act::Label, Who::From(Role::Agent)),
    (Act::ExportLabels, Who::From(Role::Supervisor)),
    (Act::Recalibrate, Who::From(Role::Supervisor)),
    (Act::CompareModels, Who::From(Role::Supervisor)),
    (Act::Replay, Who::From(Role::Supervisor)),
    (Act::SeePolicy, Who::From(Role::Supervisor)),
    (Act::ChangePolicy, Who::From(Role::Supervisor)),
    (Act::SeeBudgets, Who::From(Role::Supervisor)),
    (Act::SeeMoods, Who::From(Role::Supervisor)),
    (Act::Setup, Who::Anyone),
    (Act::Operate, Who::Anyone),
];

/// Whether somebody of this role (`None`: nobody proven) may try this. An act without a row is refused to all.
#[must_use]
pub fn allowed(act: Act, role: impl Into<Option<Role>>) -> bool {
    let role = role.into();
    match RIGHTS.iter().find(|(known, _)| *known == act).map(|(_, who)| *who) {
        None => false,
        Some(Who::Anyone) => true,
        Some(Who::Visitor) => role == Some(Role::Visitor),
        Some(Who::VisitorAndStaff) => role.is_some(),
        Some(Who::From(least)) => role.is_some_and(|role| role >= least),
    }
}

/// The right a frame needs.
#[must_use]
pub const fn act_of(frame: &ClientFrame) -> Act {
    match frame {
        ClientFrame::Hello { .. } => Act::Hello,
        ClientFrame::Ping { .. } => Act::Ping,
        ClientFrame::History { .. } => Act::History,
        ClientFrame::Typing { .. } => Act::Typing,
        ClientFrame::Read { .. } => Act::Read,
        ClientFrame::Open { .. } => Act::Open,
        ClientFrame::Msg { .. } => Act::Msg,
        ClientFrame::Human { .. } => Act::Human,
        ClientFrame::Customer { .. } => Act::Customer,
        ClientFrame::Rate { .. } => Act::Rate,
        ClientFrame::End { .. } => Act::End,
        ClientFrame::Note { .. } => Act::Note,
        ClientFrame::Claim { .. } => Act::Claim,
        ClientFrame::Decline { .. } => Act::Decline,
        ClientFrame::Release { .. } => Act::Release,
        ClientFrame::Transfer { .. } | ClientFrame::TransferCancel { .. } => Act::Transfer,
        ClientFrame::Invite { .. }
        | ClientFrame::InviteWithdraw { .. }
        | ClientFrame::InviteAccept { .. }
        | ClientFrame::InviteDecline { .. }
        | ClientFrame::InviteLeave { .. } => Act::Invite,
        ClientFrame::Resolve { .. } => Act::Resolve,
        ClientFrame::Reopen { .. } => Act::Reopen,
        ClientFrame::AlertAck { .. } => Act::AlertAck,
        ClientFrame::AlertSnooze { .. } => Act::AlertSnooze,
        ClientFrame::AlertClose { .. } => Act::AlertClose,
        ClientFrame::Judge { .. } => Act::Judge,
        ClientFrame::Promise { .. } | ClientFrame::Question { .. } => Act::Settle,
        ClientFrame::Tag { .. } | ClientFrame::Untag { .. } => Act::Tag,
        ClientFrame::Snooze { .. } | ClientFrame::Unsnooze { .. } => Act::Snooze,
        ClientFrame::Me { .. } => Act::Me,
        ClientFrame::Sub { topic, .. } | ClientFrame::Unsub { topic, .. } => match topic {
            Topic::Inbox => Act::FollowInbox,
            Topic::Conv => Act::FollowConversation,
            Topic::Board => Act::FollowBoard,
        },
    }
}

/// The role of an actor; the server itself has none and asks nobody.
#[must_use]
pub const fn role_of(actor: &Actor) -> Option<Role> {
    match actor {
        Actor::Visitor(_) => Some(Role::Visitor),
        Actor::Staff { role, .. } => Some(*role),
        Actor::System => None,
    }
}

/// Whether this conversation exists for the actor at all. What does not is answered `not_found`, as if it had
/// never been, so that ids cannot be probed.
#[must_use]
pub fn sees(actor: &Actor, conversation: &Summary) -> bool {
    match actor {
        Actor::Visitor(id) => conversation.visitor == *id,
        Actor::Staff { role, .. } => *role >= Role::Agent,
        Actor::System => true,
    }
}

#[cfg(test)]
#[path = "access_test.rs"]
mod tests;
