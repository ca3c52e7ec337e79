//! What a packet tells of experts: who was asked what, and what they answered. A pure reading of the log.

use crate::domain::handoff::Quote;
use crate::domain::{Event, ExpertAsked, ExpertStanding, Party, StaffId, Stamped};

/// Most experts in a packet, and most answers of one: the latest are kept.
const EXPERTS: usize = 10;
const ANSWERS: usize = 5;

/// Everybody who was asked, in the order of the log. Notes of an expert are answers while they read along.
pub(super) fn experts(log: &[Stamped<Event>]) -> Vec<ExpertAsked> {
    let mut asked: Vec<(StaffId, ExpertAsked)> = Vec::new();
    for event in log {
        hear(&mut asked, event);
    }
    asked.drain(..asked.len().saturating_sub(EXPERTS));
    asked.into_iter().map(|(_, expert)| expert).collect()
}

fn hear(asked: &mut Vec<(StaffId, ExpertAsked)>, event: &Stamped<Event>) {
    match (&event.event, &event.by) {
        (Event::ExpertInvited { expert, name, question, .. }, Party::Staff { name: by, .. }) => {
            let (name, by, question, at) = (name.clone(), by.clone(), question.clone(), event.at);
            let (standing, reason, answers) = (ExpertStanding::Asked, None, Vec::new());
            asked.push((*expert, ExpertAsked { name, by, question, at, standing, reason, answers }));
        }
        (Event::ExpertJoined { expert, .. }, _) => {
            with_open(asked, *expert, |known| known.standing = ExpertStanding::Reading);
        }
        (Event::InvitationEnded { expert, how, reason }, _) => with_open(asked, *expert, |known| {
            known.standing = (*how).into();
            known.reason.clone_from(reason);
        }),
        (Event::Noted { text, .. }, Party::Staff { id, .. }) => with_open(asked, *id, |known| {
            if known.standing == ExpertStanding::Reading {
                known.answers.push(Quote { seq: event.seq, text: text.as_str().to_owned() });
                known.answers.drain(..known.answers.len().saturating_sub(ANSWERS));
            }
        }),
        (Event::Accepted { agent, .. }, _) => with_open(asked, *agent, over),
        (Event::Queued { .. } | Event::Closed { .. }, _) => {
            asked.iter_mut().filter(|(_, known)| known.standing.is_open()).for_each(|(_, known)| over(known));
        }
        _ => {}
    }
}

/// What the conversation itself ended: whoever read along has left, whoever had not answered need not.
fn over(known: &mut ExpertAsked) {
    let read = known.standing == ExpertStanding::Reading;
    known.standing = if read { ExpertStanding::Left } else { ExpertStanding::Withdrawn };
}

fn with_open(asked: &mut [(StaffId, ExpertAsked)], staff: StaffId, then: impl FnOnce(&mut ExpertAsked)) {
    let found = asked.iter_mut().rev().find(|(id, known)| *id == staff && known.standing.is_open());
    if let Some((_, known)) = found {
        then(known);
    }
}
