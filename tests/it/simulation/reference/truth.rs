//! What has been committed, and what was promised about it. Everything that the simulated world sees is held against
//! this at once: commits by the store, acknowledgements and frames by clients.

use super::notices::Hours;
use super::{Broken, Conversation, Floor, ensure, name};
use attune::domain::{BotAct, ConversationId, Event, HandoffPacket, Notice, Party, StaffId, Stamped};
use attune::protocol::encode;
use attune::routing::build_packet;
use attune::triage::Policy;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use uuid::Uuid;

/// A message is committed within this long of its arrival, whatever the model does. The slowest store takes half.
const PROMPT_MS: u64 = 10_000;
/// An offer and a claim by hand may cross for so long.
const CROSSING_MS: u64 = 3_000;

/// A promise that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub promise: &'static str,
    /// Milliseconds from the start of the run.
    pub at: u64,
    pub detail: String,
}

/// Committed conversations, as each side may see them.
#[derive(Default)]
pub struct Truth {
    pub conversations: BTreeMap<ConversationId, Conversation>,
    pub violations: Vec<Violation>,
    /// Frames of every log, as staff and as the visitor see them.
    staff_frames: HashMap<ConversationId, Vec<Value>>,
    public_frames: HashMap<ConversationId, Vec<Value>>,
    /// Places of messages, in both numberings.
    places: HashMap<(ConversationId, Uuid), (u64, Option<u64>)>,
    /// Of agents; supervisors step in whatever they hold.
    capacities: HashMap<StaffId, u32>,
    hours: Hours,
    hysteresis: u8,
    /// When somebody last claimed by hand.
    claimed: HashMap<StaffId, u64>,
    arrived: HashMap<Uuid, u64>,
    now: u64,
    /// When something was committed last.
    pub moved_at: u64,
}

/// Shared by everything in a run.
#[derive(Clone, Default)]
pub struct SharedTruth(Arc<Mutex<Truth>>);

impl SharedTruth {
    pub fn new(hours: Hours) -> Self {
        let hysteresis = Policy::shipped().hysteresis_turns;
        Self(Arc::new(Mutex::new(Truth { hours, hysteresis, ..Truth::default() })))
    }

    pub fn get(&self) -> MutexGuard<'_, Truth> {
        self.0.lock().expect("not poisoned")
    }
}

impl Truth {
    pub fn capacity(&mut self, staff: StaffId, capacity: u32) {
        self.capacities.insert(staff, capacity);
    }

    pub fn at(&mut self, now: u64) {
        self.now = now;
    }

    pub fn hold(&mut self, outcome: Result<(), Broken>) {
        if let Err((promise, detail)) = outcome {
            self.violations.push(Violation { promise, at: self.now, detail });
        }
    }

    /// A message has arrived at the server.
    pub fn arrived(&mut self, id: Uuid) {
        self.arrived.insert(id, self.now);
    }

    /// The store has committed.
    pub fn committed(&mut self, conv: ConversationId, events: &[Stamped<Event>], now: u64) {
        self.now = self.now.max(now);
        self.moved_at = self.now;
        let (hysteresis, hours) = (self.hysteresis, self.hours);
        for event in events {
            let conversation = self.conversations.entry(conv).or_insert_with(|| Conversation::new(hysteresis, hours));
            let outcome = conversation.take(event);
            let outcome = outcome.and_then(|()| self.routed(conv, event)).and_then(|()| self.prompt(event));
            self.hold(outcome.map_err(|(promise, detail)| (promise, format!("{conv} at {}: {detail}", event.seq))));
            if let Event::Said { id, .. } | Event::Noted { id, .. } = &event.event {
                self.places.insert((conv, id.0), (event.seq.0, event.public.map(|public| public.0)));
            }
            // By way of text, as clients get it: a number on the wire has no width.
            let json = |frame| {
                let text = serde_json::to_string(&frame).expect("frames are JSON");
                serde_json::from_str::<Value>(&text).expect("written above")
            };
            self.staff_frames.entry(conv).or_default().push(json(encode::for_staff(conv, event)));
            self.public_frames.entry(conv).or_default().extend(encode::for_visitor(conv, event).map(json));
        }
    }

    /// R1 and H1: offers, and agents who take what they are offered or claim.
    fn routed(&mut self, conv: ConversationId, event: &Stamped<Event>) -> Result<(), Broken> {
        match &event.event {
            Event::Offered { agent, packet, .. } => self.offered((conv, *agent), packet, &event.by),
            Event::Accepted { agent, .. } => {
                let held = self.conversations.values().filter(|other| other.floor == Floor::Agent(*agent)).count();
                let capacity = self.capacities.get(agent).map(|capacity| *capacity as usize);
                let has_room = capacity.is_none_or(|capacity| held <= capacity);
                ensure(has_room, "R1", || format!("{agent} holds {held} of {capacity:?}"))
            }
            _ => Ok(()),
        }
    }

    fn offered(
        &mut self,
        (conv, agent): (ConversationId, StaffId),
        packet: &HandoffPacket,
        by: &Party,
    ) -> Result<(), Broken> {
        let log = &self.conversations[&conv].log;
        let upto = usize::try_from(packet.up_to.0).expect("a short log");
        ensure(upto < log.len() && *packet == build_packet(&log[..upto]), "H1", || format!("packet up to {upto}"))?;
        if matches!(by, Party::Staff { .. }) {
            self.claimed.insert(agent, self.now);
            return Ok(());
        }
        let Some(capacity) = self.capacities.get(&agent).map(|capacity| *capacity as usize) else { return Ok(()) };
        let load = self.conversations.values().filter(|other| other.agent() == Some(agent)).count();
        let crossed = self.claimed.get(&agent).is_some_and(|at| self.now - at < CROSSING_MS);
        ensure(load <= capacity || crossed, "R1", || format!("{agent} has {load} of {capacity}"))
    }

    /// T1: the model is never waited for.
    fn prompt(&mut self, event: &Stamped<Event>) -> Result<(), Broken> {
        let (Event::Said { id, .. }, Party::Visitor) = (&event.event, &event.by) else { return Ok(()) };
        let Some(arrived) = self.arrived.remove(&id.0) else { return Ok(()) };
        let waited = self.now - arrived;
        ensure(waited <= PROMPT_MS, "T1", || format!("committed {waited} ms after its arrival"))
    }

    /// A client was told that its message is stored.
    pub fn acknowledged(&self, (conv, id): (Uuid, Uuid), seq: u64, is_staff: bool) -> Result<(), Broken> {
        let place = self.places.get(&(ConversationId(conv), id));
        let known = place.and_then(|(seq, public)| if is_staff { Some(*seq) } else { *public });
        ensure(known == Some(seq), "D2", || format!("{id} is acknowledged at {seq}, and stands at {known:?}"))
    }

    /// A client was shown something with a place.
    pub fn shown(&self, conv: Uuid, seq: u64, frame: &Value, is_staff: bool) -> Result<(), Broken> {
        let known = usize::try_from(seq).ok().and_then(|seq| self.frames(conv, is_staff).get(seq.wrapping_sub(1)));
        ensure(known.is_some(), "D2", || format!("{conv} shows {seq}, which is not stored"))?;
        ensure(known == Some(frame), "D1", || {
            format!("{conv} shows {frame} at {seq}, where {} stands", known.unwrap_or(&Value::Null))
        })
    }

    /// A log as one side sees it.
    pub fn frames(&self, conv: Uuid, is_staff: bool) -> &[Value] {
        let all = if is_staff { &self.staff_frames } else { &self.public_frames };
        all.get(&ConversationId(conv)).map_or(&[], Vec::as_slice)
    }

    /// Everything that was said, with its author's kind.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        let events = self.conversations.values().flat_map(|conversation| &conversation.log);
        events.filter_map(|logged| match &logged.event {
            Event::Said { text, .. } | Event::Noted { text, .. } if logged.by != Party::Bot => Some(text.as_str()),
            _ => None,
        })
    }

    /// How often each kind of event was committed, and each notice.
    pub fn kinds(&self) -> BTreeMap<String, usize> {
        let mut kinds = BTreeMap::new();
        for logged in self.conversations.values().flat_map(|conversation| &conversation.log) {
            *kinds.entry(name(&logged.event)).or_default() += 1;
            if let Event::Said { bot: Some(BotAct::Informed { notice }), .. } = &logged.event {
                let about = match notice {
                    Notice::AgentLost => "told that the agent is lost",
                    Notice::Closed { .. } => "told that it is closed",
                    Notice::Opened => "told that it is open again",
                    Notice::Delayed { .. } => "told that it takes longer",
                };
                *kinds.entry(about.to_owned()).or_default() += 1;
            }
        }
        kinds
    }
}
