//! The invariants as an independent reader of the log sees them: it shares no code with `decide` and `evolve`.

use super::super::episodes::oracle::Episodes;
use super::super::fixtures::CONV;
use crate::conversation::{Floor, Phase, State};
use crate::domain::{
    AlertId, Belief, BotAct, Epoch, Event, ExpertStanding, InvitationEnd, MessageId, Party, Seq, StaffId, Stage,
    Stamped,
};
use crate::protocol::encode;
use std::collections::{BTreeMap, BTreeSet, HashSet};

type Verdict = Result<(), String>;

/// What a reader of the log knows.
#[derive(Default)]
pub(in crate::conversation) struct Oracle {
    last: Seq,
    public: Seq,
    ids: HashSet<MessageId>,
    opened: bool,
    closed: bool,
    ticket: bool,
    offered: Option<StaffId>,
    /// Experts who have not answered, and those who read along.
    experts: BTreeMap<StaffId, bool>,
    holder: Option<StaffId>,
    epoch: Epoch,
    unscored: BTreeSet<Seq>,
    answered: BTreeSet<Seq>,
    told: HashSet<AlertId>,
    stage: Stage,
    scored_since_rise: u32,
    belief: Option<Belief>,
    waited: HashSet<(Seq, u32)>,
    episodes: Episodes,
}

fn hold(what: bool, name: &str, event: &Stamped<Event>) -> Verdict {
    if what { Ok(()) } else { Err(format!("{name} broken by {event:?}")) }
}

impl Oracle {
    /// Reads one commit.
    pub(in crate::conversation) fn read(&mut self, commit: &[Stamped<Event>], hysteresis_turns: u32) -> Verdict {
        let covered = self.last;
        for event in commit {
            self.places(event)?;
            self.words(event)?;
            self.floor(event, covered)?;
            self.experts(event, covered)?;
            self.triage(event, hysteresis_turns)?;
        }
        self.episodes.read(commit)?;
        Ok(())
    }

    fn places(&mut self, event: &Stamped<Event>) -> Verdict {
        hold(event.seq == self.last.next(), "C1", event)?;
        self.last = event.seq;
        hold(event.public.is_some() == event.event.is_public(), "C6", event)?;
        if let Some(public) = event.public {
            hold(public == self.public.next(), "C1", event)?;
            self.public = public;
        }
        if let Some(frame) = encode::for_visitor(CONV, event) {
            let json = serde_json::to_string(&frame).unwrap();
            let hidden = ["belief", "scor", "stage", "reason", "alert", "packet", "anger", "note", "expert", "invit"];
            hold(!hidden.iter().any(|word| json.contains(word)), "C6", event)?;
        }
        hold(!self.closed || matches!(event.event, Event::Reopened { .. } | Event::Judged { .. }), "C3", event)?;
        hold(self.opened != matches!(event.event, Event::Opened { .. }), "C3", event)
    }

    fn words(&mut self, event: &Stamped<Event>) -> Verdict {
        if let Some(id) = event.event.message_id() {
            hold(self.ids.insert(id), "C4", event)?;
        }
        let Event::Said { answers, bot, .. } = &event.event else { return Ok(()) };
        match &event.by {
            Party::Visitor => {
                self.unscored.insert(event.seq);
                Ok(())
            }
            Party::Bot => {
                if let Some(BotAct::HelpShown { alert }) = bot {
                    hold(self.holder.is_none() && self.ticket, "R3", event)?;
                    return hold(self.told.insert(*alert), "help is shown once", event);
                }
                if let Some(BotAct::Informed { .. }) = bot {
                    return hold(self.holder.is_none() && self.ticket, "R3", event);
                }
                hold(self.holder.is_none() && !self.ticket, "R3", event)?;
                let about = answers.unwrap_or_default();
                hold(self.answered.insert(about), "the bot answers once", event)
            }
            Party::Staff { id, .. } => hold(self.holder == Some(*id) && !self.ticket, "R3", event),
            Party::System => hold(false, "R3", event),
        }
    }

    fn floor(&mut self, event: &Stamped<Event>, covered: Seq) -> Verdict {
        match &event.event {
            Event::Opened { .. } => {
                self.opened = true;
                self.epoch = Epoch(1);
            }
            Event::Queued { .. } => {
                hold(!self.ticket, "C5", event)?;
                hold(self.offered.is_none(), "R3", event)?;
                self.ticket = true;
                if self.holder.take().is_some() {
                    self.epoch = self.epoch.next();
                }
            }
            Event::Offered { agent, packet, epoch, .. } => {
                hold(self.offered.is_none(), "R3", event)?;
                hold(packet.up_to == covered, "H1", event)?;
                hold(*epoch > self.epoch, "R3", event)?;
                self.offered = Some(*agent);
            }
            Event::OfferEnded { agent, .. } => hold(self.offered.take() == Some(*agent), "R3", event)?,
            Event::Accepted { agent, epoch, .. } => {
                hold(self.offered.take() == Some(*agent), "R3", event)?;
                hold(*epoch > self.epoch, "R3", event)?;
                self.epoch = *epoch;
                self.holder = Some(*agent);
                self.ticket = false;
            }
            Event::Closed { .. } => {
                hold(self.unscored.is_empty(), "T3", event)?;
                self.closed = true;
                self.ticket = false;
                self.offered = None;
                if self.holder.take().is_some() {
                    self.epoch = self.epoch.next();
                }
            }
            Event::Reopened { epoch } => {
                hold(self.closed && *epoch > self.epoch, "C3", event)?;
                self.closed = false;
                self.epoch = *epoch;
            }
            _ => {}
        }
        Ok(())
    }

    /// Whoever holds the floor asks, whoever is asked answers; what moves the floor alone ends it.
    fn experts(&mut self, event: &Stamped<Event>, covered: Seq) -> Verdict {
        let by = match &event.by {
            Party::Staff { id, .. } => Some(*id),
            _ => None,
        };
        match &event.event {
            Event::ExpertInvited { expert, .. } => {
                hold(by.is_some() && by == self.holder && by != Some(*expert), "experts", event)?;
                hold(self.experts.insert(*expert, false).is_none(), "experts", event)
            }
            Event::ExpertJoined { expert, packet } => {
                hold(packet.up_to == covered, "H1", event)?;
                hold(by == Some(*expert) && self.experts.insert(*expert, true) == Some(false), "experts", event)
            }
            Event::InvitationEnded { expert, how, .. } => {
                let (reads, themselves) = (self.experts.remove(expert), by == Some(*expert));
                let fits = match how {
                    InvitationEnd::Declined => themselves && reads == Some(false),
                    InvitationEnd::Left => themselves && reads == Some(true),
                    InvitationEnd::Unanswered => by.is_none() && reads == Some(false),
                    InvitationEnd::Withdrawn => by.is_some() && reads.is_some(),
                };
                hold(fits, "experts", event)
            }
            Event::Queued { .. } | Event::Closed { .. } => {
                self.experts.clear();
                Ok(())
            }
            Event::Accepted { agent, .. } => {
                self.experts.remove(agent);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn triage(&mut self, event: &Stamped<Event>, hysteresis_turns: u32) -> Verdict {
        match &event.event {
            Event::Scored { message, belief, .. } => {
                hold(self.unscored.remove(message), "T3", event)?;
                self.scored_since_rise += 1;
                self.belief = Some(*belief);
            }
            Event::Waited { message, since, seconds, belief, .. } => {
                hold(self.waited.insert((*message, *seconds)), "waiting", event)?;
                let before = self.belief.ok_or_else(|| format!("waiting before any score: {event:?}"))?;
                let rose = belief.level >= before.level && belief.turns == before.turns;
                let moment = since.0 + i64::from(*seconds) * 1_000;
                hold(rose && belief.at.0 == moment && event.at.0 >= moment, "waiting", event)?;
                self.belief = Some(*belief);
            }
            Event::StageChanged { from, to, .. } => {
                hold(*from == self.stage && from != to, "T2", event)?;
                if to > from {
                    self.scored_since_rise = 0;
                } else {
                    hold(self.scored_since_rise >= hysteresis_turns, "T2", event)?;
                }
                self.stage = *to;
            }
            _ => {}
        }
        Ok(())
    }

    /// Compares what the log says with what the fold says.
    pub(in crate::conversation) fn agrees(&self, state: &State) -> Verdict {
        let phase = match &state.phase {
            Phase::New => !self.opened,
            Phase::WithBot => self.opened && !self.closed && !self.ticket && self.holder.is_none(),
            Phase::Waiting { .. } => self.ticket && self.offered.is_none() && self.holder.is_none(),
            Phase::HandingOff { agent, .. } => self.ticket && self.offered == Some(*agent) && self.holder.is_none(),
            Phase::WithAgent { agent, .. } => {
                let asked = state.passing.as_ref().map(|passing| passing.to);
                !self.ticket && self.holder == Some(*agent) && self.offered == asked
            }
            Phase::Closed { .. } => self.closed && !self.ticket,
        };
        let holder = match &state.floor {
            Floor::Bot => None,
            Floor::Agent { id, .. } => Some(*id),
        };
        let ticket = state.phase.name().is_some_and(crate::domain::PhaseName::has_ticket);
        let unscored: BTreeSet<Seq> =
            state.unfinished.iter().filter(|(_, open)| open.to_score).map(|(seq, _)| *seq).collect();
        let experts = state.experts.all().iter().filter(|expert| expert.standing.is_open());
        let experts = experts.map(|expert| (expert.id, expert.standing == ExpertStanding::Reading)).collect();
        let checks = [
            (self.experts == experts, "the experts"),
            (phase, "the phase"),
            (holder == self.holder, "R3"),
            (ticket == self.ticket, "C5"),
            (state.epoch == self.epoch, "the epoch"),
            (state.last == self.last && state.last_public == self.public, "C1"),
            (unscored == self.unscored, "T3"),
            (state.stage() == self.stage, "T2"),
            (state.belief == self.belief, "only scores and waits move belief"),
        ];
        match checks.iter().find(|(holds, _)| !holds) {
            None => Ok(()),
            Some((_, name)) => Err(format!("{name}: the fold and the log differ at {}: {:?}", self.last, state.phase)),
        }
    }
}
