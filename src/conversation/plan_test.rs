//! Random plans: up to 120 commands by people who know of each other, resend, come late and try what is not theirs.

use super::super::fixtures::{
    ANA, CONV, LIN, SAM, STRANGER, agent, customer, message_id, open, packet, question, reason, score, tag, visitor,
    words,
};
use crate::conversation::{Floor, State};
use crate::domain::event::CloseCause;
use crate::domain::{
    Actor, AlertId, AlertState, AngerLevel, BotAct, Command, Epoch, Judgement, MessageId, Notice, Opinion, Recipient,
    Risks, Scoring, Seq, SnoozeMinutes, SnoozeReason, StaffId, Subject, Timestamp, Translated, Unscored, Verdict,
    WaitCause,
};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

/// One step, with numbers that pick from what is there at the time.
#[derive(Debug, Clone)]
pub(in crate::conversation) enum Step {
    Open,
    Say { who: u8, id: u8, other: bool },
    Note { who: u8, id: u8 },
    Ask { who: u8 },
    BotSay { late: bool, which: u8, act: u8 },
    Score { which: u8, what: u8 },
    Wait,
    Offer { whom: u8, stale: bool },
    Accept { who: u8 },
    Decline { who: u8 },
    Transfer { who: u8, whom: u8, stale: bool },
    Cancel { who: u8 },
    EndOffer { whom: u8 },
    Invite { who: u8, whom: u8 },
    Join { who: u8, stale: bool },
    NoThanks { who: u8 },
    Leave { who: u8 },
    Withdraw { who: u8, whom: u8 },
    Lapse { whom: u8 },
    Release { who: u8 },
    Lose { whom: u8 },
    Acknowledge { who: u8, which: u8 },
    Snooze { who: u8, which: u8 },
    CloseAlert { who: u8, which: u8 },
    Judge { who: u8, which: u8, what: u8 },
    Tag { who: u8, which: u8 },
    PutAside { who: u8, minutes: u8 },
    ShowHelp { which: u8 },
    Inform { which: u8 },
    Return { which: u8 },
    Escalate { which: u8, off: u8 },
    Pass { minutes: u8 },
    Customer { who: u8, page: u8 },
    Rate { who: u8, score: u8 },
    Close { who: u8 },
    Reopen { who: u8 },
}

impl Step {
    /// Time since the step before it.
    pub(in crate::conversation) fn apart(&self) -> std::time::Duration {
        std::time::Duration::from_secs(match self {
            Self::Wait => 70,
            Self::Pass { minutes } => 60 * u64::from(*minutes),
            _ => 7,
        })
    }
}

pub(in crate::conversation) fn plans() -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 1..=120).prop_map(|mut steps| {
        steps.insert(0, Step::Open);
        steps
    })
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..6_u8;
    let any = any::<u8>;
    prop_oneof![
        1 => Just(Step::Open),
        24 => (who.clone(), 0..60_u8, prop::bool::weighted(0.05)).prop_map(|(who, id, other)| Step::Say { who, id, other }),
        3 => (who.clone(), 0..60_u8).prop_map(|(who, id)| Step::Note { who, id }),
        4 => who.clone().prop_map(|who| Step::Ask { who }),
        12 => (prop::bool::weighted(0.1), any(), any()).prop_map(|(late, which, act)| Step::BotSay { late, which, act }),
        20 => (any(), any()).prop_map(|(which, what)| Step::Score { which, what }),
        6 => Just(Step::Wait),
        8 => (any(), prop::bool::weighted(0.1)).prop_map(|(whom, stale)| Step::Offer { whom, stale }),
        8 => who.clone().prop_map(|who| Step::Accept { who }),
        2 => who.clone().prop_map(|who| Step::Decline { who }),
        4 => (who.clone(), any(), prop::bool::weighted(0.1)).prop_map(|(who, whom, stale)| Step::Transfer { who, whom, stale }),
        1 => who.clone().prop_map(|who| Step::Cancel { who }),
        2 => any().prop_map(|whom| Step::EndOffer { whom }),
        3 => (who.clone(), any()).prop_map(|(who, whom)| Step::Invite { who, whom }),
        3 => (who.clone(), prop::bool::weighted(0.1)).prop_map(|(who, stale)| Step::Join { who, stale }),
        1 => who.clone().prop_map(|who| Step::NoThanks { who }),
        1 => who.clone().prop_map(|who| Step::Leave { who }),
        1 => (who.clone(), any()).prop_map(|(who, whom)| Step::Withdraw { who, whom }),
        1 => any().prop_map(|whom| Step::Lapse { whom }),
        2 => who.clone().prop_map(|who| Step::Release { who }),
        2 => any().prop_map(|whom| Step::Lose { whom }),
        3 => (who.clone(), any()).prop_map(|(who, which)| Step::Acknowledge { who, which }),
        5 => (who.clone(), any()).prop_map(|(who, which)| Step::Snooze { who, which }),
        2 => (who.clone(), any()).prop_map(|(who, which)| Step::CloseAlert { who, which }),
        5 => (who.clone(), any(), any()).prop_map(|(who, which, what)| Step::Judge { who, which, what }),
        3 => (who.clone(), any()).prop_map(|(who, which)| Step::Tag { who, which }),
        4 => (who.clone(), any()).prop_map(|(who, minutes)| Step::PutAside { who, minutes }),
        5 => any().prop_map(|which| Step::ShowHelp { which }),
        3 => any().prop_map(|which| Step::Inform { which }),
        6 => any().prop_map(|which| Step::Return { which }),
        4 => (any(), 0..8_u8).prop_map(|(which, off)| Step::Escalate { which, off }),
        4 => (1..20_u8).prop_map(|minutes| Step::Pass { minutes }),
        1 => (who.clone(), any()).prop_map(|(who, page)| Step::Customer { who, page }),
        1 => (who.clone(), 0..8_u8).prop_map(|(who, score)| Step::Rate { who, score }),
        2 => who.clone().prop_map(|who| Step::Close { who }),
        3 => who.prop_map(|who| Step::Reopen { who }),
    ]
}

fn actor(who: u8) -> Actor {
    match who {
        0 => visitor(),
        1 => Actor::Visitor(STRANGER),
        2 => agent(LIN),
        3 => agent(ANA),
        4 => agent(SAM),
        _ => Actor::System,
    }
}

/// Three of four times a colleague, else a team.
fn recipient(whom: u8) -> Recipient {
    match whom % 4 {
        3 => Recipient::Team { name: "returns".to_owned() },
        _ => Recipient::Agent { id: staff(whom), name: "Agent".to_owned() },
    }
}

fn staff(whom: u8) -> StaffId {
    [LIN, ANA, SAM][usize::from(whom) % 3]
}

/// Mostly whoever holds the floor.
fn holder(state: &State, who: u8) -> Actor {
    match &state.floor {
        Floor::Agent { id, .. } if who != 2 => agent(*id),
        _ => actor(who),
    }
}

/// Mostly somebody who is invited and has not answered.
fn invited(state: &State, who: u8) -> Actor {
    match state.experts.next_end() {
        Some((expert, _)) if who != 2 => agent(expert),
        _ => actor(who),
    }
}

/// A message that waits for something, or one that does not.
fn pick(state: &State, which: u8) -> Seq {
    let open: Vec<Seq> = state.unfinished.keys().copied().collect();
    if open.is_empty() || which >= 240 { Seq(u64::from(which)) } else { open[usize::from(which) % open.len()] }
}

fn put_tag(who: u8, which: u8) -> Command {
    Command::Tag { by: actor(who), tag: tag(&format!("tag {}", which / 2 % 3)), on: which.is_multiple_of(2) }
}

fn inform(which: u8) -> Command {
    let notice = match which % 3 {
        0 => Notice::AgentLost,
        1 => Notice::Closed { opens_at: None },
        _ => Notice::Delayed { until: Timestamp(i64::from(which)) },
    };
    Command::Inform { notice, words: Translated { en: words("wait"), zh: words("等") } }
}

fn show_help(state: &State, which: u8) -> Command {
    Command::ShowHelp { alert: alert(state, which), words: Translated { en: words("help"), zh: words("帮助") } }
}

fn put_aside(state: &State, who: u8, minutes: u8) -> Command {
    let until = state.last_at.plus(std::time::Duration::from_mins(u64::from(minutes)));
    Command::Snooze { by: actor(who), until: (!minutes.is_multiple_of(2)).then_some(until) }
}

/// The step as a command to this conversation as it stands.
pub(in crate::conversation) fn command(step: &Step, state: &State) -> Command {
    match *step {
        // Time passes in between; asking anew for what is open changes nothing.
        Step::Open | Step::Pass { .. } => open(),
        Step::Say { who, id, other } => {
            let (text, despite, files) = (format!("words {}", id % 5 + u8::from(other)), Vec::new(), Vec::new());
            Command::Say { by: actor(who), id: message_id(u128::from(id)), text: words(&text), despite, files }
        }
        Step::Note { who, id } => {
            Command::Note { by: actor(who), id: message_id(u128::from(id)), text: words("between us") }
        }
        Step::Ask { who } => Command::AskForPerson { by: actor(who) },
        Step::BotSay { late, which, act } => bot_say(state, late, which, act),
        Step::Score { which, what } => Command::Scored { message: pick(state, which), scoring: scoring(what) },
        Step::Wait => Command::NoteWaiting,
        Step::Offer { whom, stale } => {
            let up_to = Seq(state.last.0.saturating_sub(u64::from(stale)));
            Command::Offer { agent: staff(whom), name: "Agent".to_owned(), packet: packet(up_to) }
        }
        Step::Accept { who } => Command::Accept { by: actor(who), packet: packet(state.last) },
        Step::Decline { who } => Command::Decline { by: actor(who), reason: Some(reason()) },
        Step::Transfer { who, whom, stale } => {
            let up_to = Seq(state.last.0.saturating_sub(u64::from(stale)));
            Command::Transfer { by: actor(who), to: recipient(whom), reason: reason(), packet: packet(up_to) }
        }
        Step::Cancel { who } => Command::CancelTransfer { by: actor(who) },
        Step::EndOffer { whom } => Command::EndOffer { agent: staff(whom) },
        Step::Release { who } => Command::Release { by: actor(who) },
        Step::Lose { whom } => Command::LoseAgent { agent: staff(whom) },
        Step::Acknowledge { who, which } => Command::AcknowledgeAlert { by: actor(who), alert: alert(state, which) },
        Step::Snooze { who, which } => Command::SnoozeAlert {
            by: actor(who),
            alert: alert(state, which),
            minutes: SnoozeMinutes::try_from(SnoozeMinutes::CHOICES[usize::from(which % 2)]).unwrap(),
            reason: SnoozeReason::LessUrgent,
        },
        Step::CloseAlert { who, which } => {
            let verdict = if which.is_multiple_of(2) { Verdict::Done } else { Verdict::FalseAlarm };
            Command::CloseAlert { by: actor(who), alert: alert(state, which), verdict }
        }
        Step::Tag { who, which } => put_tag(who, which),
        Step::PutAside { who, minutes } => put_aside(state, who, minutes),
        Step::ShowHelp { which } => show_help(state, which),
        Step::Inform { which } => inform(which),
        Step::Judge { who, which, what } => judge(state, actor(who), which, what),
        Step::Return { which } => Command::ReturnAlert { alert: alert(state, which) },
        Step::Escalate { which, off } => {
            let alert = alert(state, which);
            let found = state.alerts.iter().find(|found| found.id == alert);
            let step = found.map_or(1, AlertState::next_step).saturating_sub(u32::from(off == 0));
            Command::EscalateAlert { alert, step, to: SAM, name: "Sam".to_owned() }
        }
        Step::Customer { who, page } => {
            Command::UpdateCustomer { by: actor(who), customer: customer(&format!("/{}", page % 3)) }
        }
        Step::Rate { who, score } => Command::Rate { by: actor(who), score, text: None },
        Step::Close { who } => Command::Close { by: actor(who), cause: CloseCause::Idle },
        Step::Reopen { who } => Command::Reopen { by: actor(who) },
        _ => of_experts(step, state),
    }
}

fn of_experts(step: &Step, state: &State) -> Command {
    match *step {
        Step::Invite { who, whom } => {
            let among = vec![(staff(whom), "Agent".to_owned()), (staff(whom / 3), "Agent".to_owned())];
            Command::Invite { by: holder(state, who), among, question: question() }
        }
        Step::Join { who, stale } => {
            let up_to = Seq(state.last.0.saturating_sub(u64::from(stale)));
            Command::JoinAsExpert { by: invited(state, who), packet: packet(up_to) }
        }
        Step::NoThanks { who } => Command::DeclineInvitation { by: actor(who), reason: Some(reason()) },
        Step::Leave { who } => Command::LeaveAsExpert { by: actor(who) },
        Step::Withdraw { who, whom } => Command::WithdrawInvitation { by: actor(who), expert: staff(whom) },
        Step::Lapse { whom } => Command::LapseInvitation { expert: staff(whom) },
        _ => unreachable!("of experts alone"),
    }
}

fn alert(state: &State, which: u8) -> AlertId {
    let found = state.alerts.get(usize::from(which) % (state.alerts.len() + 1));
    found.map_or(AlertId(Uuid::from_u128(u128::from(which))), |found| found.id)
}

fn judge(state: &State, by: Actor, which: u8, what: u8) -> Command {
    let subject = if what.is_multiple_of(3) {
        Subject::Alert { alert: alert(state, which) }
    } else {
        Subject::Message { message: Seq((state.last.0 + 1).saturating_sub(u64::from(which % 8))) }
    };
    let opinion = match what % 7 {
        0 | 1 => Opinion::Plain(Judgement::Right),
        2 | 3 => Opinion::Plain(Judgement::Wrong),
        4 => Opinion::Plain(Judgement::Withdrawn),
        _ => Opinion::Level(AngerLevel::try_from(which % 4).unwrap()),
    };
    Command::Judge { by, subject, opinion, asked: what.is_multiple_of(2) }
}

fn bot_say(state: &State, late: bool, which: u8, act: u8) -> Command {
    let answers = if which.is_multiple_of(9) { Seq(0) } else { pick(state, which) };
    let act = match act % 8 {
        0 => BotAct::Greeted,
        1 => BotAct::HandedOver { cause: WaitCause::BotMissed },
        2 | 3 => BotAct::Missed,
        _ => BotAct::Answered { article: "returns".to_owned() },
    };
    Command::BotSay {
        epoch: Epoch(state.epoch.0.saturating_sub(u32::from(late))),
        answers,
        id: MessageId(Uuid::new_v5(&CONV.0, format!("bot:{answers}").as_bytes())),
        text: words("here is what I know"),
        act,
        quick_replies: Vec::new(),
        flow: None,
    }
}

fn scoring(what: u8) -> Scoring {
    let flag = |at: u8| if what % 16 == at { 0.97 } else { 0.01 };
    let risks = Risks { abuse: flag(1), human: flag(2), legal: flag(3), distress: flag(4), ..Risks::default() };
    match what % 8 {
        7 => Scoring::NotScored { why: Unscored::Overload },
        5 | 6 => score(0.97, risks),
        4 => score(0.5, risks),
        _ => score(0.02, risks),
    }
}
