//! One conversation's log, event by event, and what stands beside it.
//!
//! Owns what is looked for. A violation is reported once, where it is; what follows from it alone is not: after a gap or
//! a row that cannot be read the log is no longer replayed, and its hash no longer compared.

use super::{Rule, Violation};
use crate::conversation::evolve::{fold, sound};
use crate::conversation::{Phase, State};
use crate::domain::invariant::Invariant::{C1, C2, C4, C6, H1, R3, T3};
use crate::domain::{AlertId, ConversationId, Event, MessageId, Outcome, Party, Seq, Stamped, Subject, Summary};
use crate::routing::handoff::LogHash;
use crate::store::StoreError;
use crate::store::sqlite::{Beside, StoredEvent};
use std::collections::{HashMap, HashSet, VecDeque};

/// A packet covers the log up to at most so many places before its offer: both are of one commit.
const RECENT: usize = 16;

/// A log on its way through the check.
pub(super) struct LogCheck {
    conv: ConversationId,
    events: u64,
    last: Seq,
    /// Last place in the visitor's numbering; unknown after a gap.
    last_public: Option<Seq>,
    ids: HashMap<MessageId, Seq>,
    /// Places of the visitor's messages.
    said: HashSet<Seq>,
    alerts: HashSet<AlertId>,
    /// What the log says so far; absent once it cannot be told any more.
    state: Option<State>,
    /// The log's hash after each of the latest places; absent once it cannot be told any more.
    hashes: Option<VecDeque<(Seq, LogHash)>>,
}

impl LogCheck {
    pub(super) fn new(conv: ConversationId) -> Self {
        Self {
            conv,
            events: 0,
            last: Seq(0),
            last_public: Some(Seq(0)),
            ids: HashMap::new(),
            said: HashSet::new(),
            alerts: HashSet::new(),
            state: Some(State::default()),
            hashes: Some(VecDeque::from([(Seq(0), LogHash::default())])),
        }
    }

    /// Events seen.
    pub(super) const fn events(&self) -> u64 {
        self.events
    }

    /// The next row of the log.
    pub(super) fn take(&mut self, row: StoredEvent, found: &mut Vec<Violation>) {
        self.events += 1;
        let StoredEvent { seq, message_id, event } = row;
        if seq != self.last.next() {
            found.push(self.at(seq, Rule::Kept(C1), format!("seq {seq} follows {}", self.last)));
            self.lose_thread();
        }
        self.last = seq;
        let event = match event {
            Ok(event) => event,
            Err(why) => {
                found.push(self.at(seq, Rule::File, why));
                return self.lose_thread();
            }
        };
        self.number(&event, found);
        self.identify(&event, message_id, found);
        self.refer(&event, found);
        self.hand_off(&event, found);
        self.hash(&event);
        self.replay(&event, found);
    }

    /// The end of the log, and what stands beside it.
    pub(super) fn end(&mut self, beside: &Beside, sites: &HashSet<String>, found: &mut Vec<Violation>) {
        match &beside.summary {
            None if self.events > 0 => found.push(self.of_whole(Rule::Kept(C2), "the log has no summary")),
            Some(_) if self.events == 0 => found.push(self.of_whole(Rule::Reference, "the summary has no log")),
            Some(Err(why)) => found.push(self.of_whole(Rule::File, why)),
            _ => {}
        }
        if self.events == 0 && beside.outcome.is_some() {
            found.push(self.of_whole(Rule::Reference, "the outcome has no log"));
        }
        for column in &beside.strays {
            found.push(self.of_whole(Rule::Kept(C2), &format!("the list says another {column} than the summary")));
        }
        if let Some(Ok(summary)) = &beside.summary {
            if !sites.contains(summary.site.as_str()) {
                let detail = format!("it is of site {}, which is not there", String::from(summary.site.clone()));
                found.push(self.of_whole(Rule::Reference, &detail));
            }
            self.compare(summary, found);
        }
        match &beside.outcome {
            Some(Err(why)) => found.push(self.of_whole(Rule::File, why)),
            Some(Ok(outcome)) => self.compare_outcome(outcome, found),
            None => {}
        }
        if let Some(state) = &self.state
            && matches!(state.phase, Phase::Closed { .. })
            && let Some(message) = state.first_unscored()
        {
            found.push(self.at(message, Rule::Kept(T3), "a message of a closed conversation has no score and no mark"));
        }
    }

    /// The conversation could not be read to its end.
    pub(super) fn unreadable(&self, error: &StoreError) -> Violation {
        self.at(self.last.next(), Rule::File, error.to_string())
    }

    fn number(&mut self, event: &Stamped<Event>, found: &mut Vec<Violation>) {
        let seq = event.seq;
        match (event.event.is_public(), event.public) {
            (true, None) => {
                found.push(self.at(seq, Rule::Kept(C1), "a public event has no place in the visitor's numbering"));
            }
            (false, Some(_)) => {
                found.push(self.at(seq, Rule::Kept(C6), "a hidden event has a place in the visitor's numbering"));
            }
            (true, Some(public)) => {
                if let Some(last) = self.last_public.filter(|last| public != last.next()) {
                    let detail = format!("place {public} of the visitor's numbering follows {last}");
                    found.push(self.at(seq, Rule::Kept(C1), detail));
                }
                self.last_public = Some(public);
            }
            (false, None) => {}
        }
    }

    fn identify(&mut self, event: &Stamped<Event>, key: Option<MessageId>, found: &mut Vec<Violation>) {
        let (seq, id) = (event.seq, event.event.message_id());
        if id != key {
            found.push(self.at(seq, Rule::Kept(C4), "the key that keeps ids unique is not the message's id"));
        }
        let Some(id) = id else { return };
        if let Some(first) = self.ids.insert(id, seq) {
            found.push(self.at(seq, Rule::Kept(C4), format!("message id {id} logged at {first} and again")));
            // The fold remembers one place for each id.
            self.state = None;
        }
    }

    fn refer(&mut self, event: &Stamped<Event>, found: &mut Vec<Violation>) {
        let (seq, what) = (event.seq, &event.event);
        let message = match what {
            Event::Scored { message, .. }
            | Event::Waited { message, .. }
            | Event::AlertRaised { message, .. }
            | Event::Sampled { message, .. }
            | Event::Judged { subject: Subject::Message { message }, .. }
            | Event::Said { answers: Some(message), .. } => Some(*message),
            _ => None,
        };
        if let Some(message) = message.filter(|message| self.hashes.is_some() && !self.said.contains(message)) {
            let detail = format!("it is about seq {message}, which is no earlier message of the visitor");
            found.push(self.at(seq, Rule::Reference, detail));
        }
        if let Event::AlertRaised { alert, .. } = what {
            self.alerts.insert(*alert);
        }
        let judged = match what {
            Event::Judged { subject: Subject::Alert { alert }, .. } => Some(*alert),
            _ => None,
        };
        if let Some(alert) =
            what.alert().or(judged).filter(|alert| self.hashes.is_some() && !self.alerts.contains(alert))
        {
            found.push(self.at(
                seq,
                Rule::Reference,
                format!("it is about alert {alert}, which was not raised before"),
            ));
        }
        if event.by == Party::Visitor && matches!(what, Event::Said { .. }) {
            self.said.insert(seq);
        }
    }

    fn hand_off(&self, event: &Stamped<Event>, found: &mut Vec<Violation>) {
        let (Event::Offered { packet, .. } | Event::ExpertJoined { packet, .. }, Some(hashes)) =
            (&event.event, &self.hashes)
        else {
            return;
        };
        let covered = hashes.iter().find(|(seq, _)| *seq == packet.up_to);
        let detail = match covered {
            None => format!("the packet says it covers the log up to {}", packet.up_to),
            Some((_, hash)) if hash.hex() != packet.hash => {
                format!("the packet's hash is not that of the log up to {}", packet.up_to)
            }
            Some(_) => return,
        };
        found.push(self.at(event.seq, Rule::Kept(H1), detail));
    }

    fn hash(&mut self, event: &Stamped<Event>) {
        let Some(hashes) = &mut self.hashes else { return };
        let mut hash = hashes.back().map(|(_, hash)| hash.clone()).unwrap_or_default();
        hash.take(event);
        hashes.push_back((event.seq, hash));
        if hashes.len() > RECENT {
            hashes.pop_front();
        }
    }

    fn replay(&mut self, event: &Stamped<Event>, found: &mut Vec<Violation>) {
        let Some(state) = self.state.take() else { return };
        if let Some((which, detail)) = sound::breach(&state, event) {
            found.push(self.at(event.seq, Rule::Kept(which), detail));
            return;
        }
        let state = fold(state, event);
        if sound::has_one_floor(&state) {
            self.state = Some(state);
        } else {
            found.push(self.at(event.seq, Rule::Kept(R3), "not exactly one party holds the floor"));
        }
    }

    fn compare(&self, stored: &Summary, found: &mut Vec<Violation>) {
        let Some(state) = &self.state else { return };
        let Some(replayed) = state.summary(self.conv) else {
            return found.push(self.of_whole(Rule::Kept(C2), "the log does not begin with the opening"));
        };
        if *stored != replayed {
            let names = differing(stored, &replayed);
            let detail = format!("replaying the log gives another summary than the stored one: {names}");
            found.push(self.at(self.last, Rule::Kept(C2), detail));
        }
    }

    fn compare_outcome(&self, stored: &Outcome, found: &mut Vec<Violation>) {
        // None while a conversation goes on: what is stored is of an earlier end.
        let Some(replayed) = self.state.as_ref().and_then(|state| state.outcome(self.conv)) else { return };
        // Which language was mostly written is told from the words, and better by newer versions.
        let replayed = Outcome { language: stored.language, ..replayed };
        if *stored != replayed {
            let names = differing(stored, &replayed);
            let detail = format!("replaying the log gives another outcome than the stored one: {names}");
            found.push(self.at(self.last, Rule::Kept(C2), detail));
        }
    }

    fn lose_thread(&mut self) {
        (self.state, self.hashes, self.last_public) = (None, None, None);
    }

    fn at(&self, seq: Seq, invariant: Rule, detail: impl Into<String>) -> Violation {
        Violation { conversation: Some(self.conv), seq: Some(seq), invariant, detail: detail.into() }
    }

    fn of_whole(&self, invariant: Rule, detail: &str) -> Violation {
        Violation { conversation: Some(self.conv), seq: None, invariant, detail: detail.to_owned() }
    }
}

/// Names of the fields in which two values differ.
fn differing(one: &impl serde::Serialize, other: &impl serde::Serialize) -> String {
    let fields = |value: serde_json::Value| value.as_object().cloned().unwrap_or_default();
    let (one, other) = (serde_json::to_value(one), serde_json::to_value(other));
    let (one, other) = (fields(one.unwrap_or_default()), fields(other.unwrap_or_default()));
    let mut names: Vec<&str> = one.keys().chain(other.keys()).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| one.get(*name) != other.get(*name));
    names.join(", ")
}
