//! Live counts for supervisors, read off the roster. Pure.

use super::roster::{Open, Roster};
use crate::domain::{PhaseName, Stage, Timestamp};
use crate::protocol::board::{
    AgentLoad, AwaitedReply, Board, DistressReplies, Interventions, KeptForTeam, StageCounts, Unanswered,
};
use crate::protocol::server::ScoringStatus;
use std::time::Duration;

/// Most clocks shown.
const SHOWN: usize = 20;

/// The board as the roster knows it; replies to distress are the desk's to add.
#[must_use]
pub fn board(roster: &Roster, now: Timestamp, scoring: ScoringStatus, interventions: Interventions) -> Board {
    let mut board = Board {
        now,
        with_bot: 0,
        waiting: 0,
        longest_wait_ms: 0,
        offers_resume_at: roster.offering().resumes_at(),
        kept: roster.kept().map(|(team, opens_at, waiting)| KeptForTeam { team, opens_at, waiting }).collect(),
        unanswered: unanswered(roster, now),
        with_agent: 0,
        stages: StageCounts::default(),
        agents: agents(roster),
        scoring,
        interventions,
        distress: DistressReplies::default(),
    };
    let mut longest = Duration::ZERO;
    for open in roster.all_open() {
        count_phase(&mut board, open);
        board.stages.add(open.stage);
        if open.phase.has_ticket() {
            longest = longest.max(now.since(open.since));
        }
    }
    board.longest_wait_ms = u64::try_from(longest.as_millis()).unwrap_or(u64::MAX);
    board
}

fn count_phase(board: &mut Board, open: &Open) {
    match open.phase {
        PhaseName::WithBot => board.with_bot += 1,
        PhaseName::Waiting | PhaseName::HandingOff => board.waiting += 1,
        PhaseName::WithAgent => board.with_agent += 1,
        PhaseName::Closed => {}
    }
}

/// For whom nothing more follows from waiting, whoever waits longest first.
fn unanswered(roster: &Roster, now: Timestamp) -> Unanswered {
    let mut open: Vec<AwaitedReply> =
        roster.unanswered(now).map(|ticket| AwaitedReply { conv: ticket.conv, since: ticket.since }).collect();
    let waiting = u32::try_from(open.len()).unwrap_or(u32::MAX);
    open.sort_by_key(|one| (one.since, one.conv));
    open.truncate(SHOWN);
    Unanswered { waiting, open }
}

/// Everybody's load, by name.
fn agents(roster: &Roster) -> Vec<AgentLoad> {
    let mut agents: Vec<AgentLoad> = roster
        .all_members()
        .map(|(staff, member, online, on_their_way, stages)| AgentLoad {
            staff,
            name: member.name.clone(),
            online,
            available: member.available,
            off_hours: !roster.offering().is_open_to(member.profile.calendar),
            load: u32::try_from(stages.len()).unwrap_or(u32::MAX).saturating_add(on_their_way),
            capacity: member.capacity,
            hot: u32::try_from(stages.iter().filter(|stage| **stage >= Stage::Concern).count()).unwrap_or(u32::MAX),
            hottest: stages.iter().copied().max().unwrap_or_default(),
        })
        .collect();
    agents.sort_by(|a, b| (&a.name, a.staff).cmp(&(&b.name, b.staff)));
    agents
}
