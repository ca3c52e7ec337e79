//! From a plan to its verdict: sets the stage, plays, and looks whether what was promised held.

use super::client::{Client, Desk};
use super::plan::{Mood, Plan};
use super::reference::audit::audit;
use super::reference::truth::{SharedTruth, Violation};
use super::server::Parts;
use super::server::at_once::at_once;
use super::server::clock::SimClock;
use super::server::engine::Engine;
use super::server::panics;
use super::server::sabotage::Sabotage;
use super::server::store::SimStore;
use super::server::switch::Switch;
use super::world::World;
use attune::auth::hash_token;
use attune::domain::{Language, Role, SiteId, StaffId, Timestamp, VisitorId};
use attune::store::{Login, Staff, Store, Visitor};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::sync::{Arc, Mutex};
use tokio::runtime::Builder;
use uuid::Uuid;

/// No proof runs out within a run.
const NEVER: Timestamp = Timestamp(i64::MAX / 2);

/// What came of a run.
pub struct Outcome {
    pub violation: Option<Violation>,
    /// The same for every run of the same plan.
    pub history: u64,
    /// Committed events of each kind.
    pub kinds: BTreeMap<String, usize>,
    /// How often a process was started.
    pub starts: usize,
    /// Simulated milliseconds.
    pub simulated: u64,
}

/// Plays a plan over a store, with a server that is broken as told.
pub fn run(plan: &Plan, sabotage: Sabotage, beneath: Arc<dyn Store>) -> Outcome {
    panics::watch();
    // For what the harness itself asks a store that reads on threads of its own.
    let beside = Builder::new_current_thread().build().expect("a runtime");
    let _entered = beside.enter();
    let truth = SharedTruth::new(plan.cast.hours);
    let parts = parts(plan, sabotage, beneath, &truth);
    let clients = clients(plan, &parts.store, &truth);
    let mut world = World::new(plan.clone(), parts, clients, truth.clone());
    world.play();
    if !world.is_broken() {
        audit(&world);
    }
    let (history, starts, simulated) = (world.history.finish(), world.starts, world.now);
    drop(world);
    panics::leave();
    let truth = truth.get();
    Outcome { violation: truth.violations.first().cloned(), history, kinds: truth.kinds(), starts, simulated }
}

fn parts(plan: &Plan, sabotage: Sabotage, beneath: Arc<dyn Store>, truth: &SharedTruth) -> Parts {
    let (clock, switch) = (Arc::new(SimClock::new(plan.seed)), Arc::new(Switch::default()));
    let stream = |name: u64| Mutex::new(StdRng::seed_from_u64(plan.seed ^ name));
    let store = Arc::new(SimStore {
        beneath,
        clock: Arc::clone(&clock),
        switch: Arc::clone(&switch),
        truth: truth.clone(),
        sabotage,
        commit_ms: plan.cast.commit_ms,
        rng: stream(0x0073_746f),
        faults: Mutex::default(),
        lied: Mutex::default(),
    });
    let engine = Arc::new(Engine {
        mood: Mutex::new(Mood::Quick),
        rng: stream(0x0065_6e67),
        switch: Arc::clone(&switch),
        sabotage,
    });
    Parts { clock, switch, store, engine, backlog: plan.cast.backlog, hours: plan.cast.hours }
}

/// Everybody of a plan, known to the store.
fn clients(plan: &Plan, store: &SimStore, truth: &SharedTruth) -> Vec<Client> {
    let cast = &plan.cast;
    let mut clients = Vec::new();
    let mut client = |proof: String, desk| {
        let mut client = Client::new(clients.len(), plan.seed, proof, desk, truth.clone());
        client.padding = cast.padding;
        clients.push(client);
    };
    for visitor in &cast.tabs {
        let token = format!("visitor-{visitor}");
        let site = SiteId::try_from("main".to_owned()).expect("a name");
        let id = VisitorId(Uuid::from_u128(1_000 + *visitor as u128));
        let known = Visitor { id, site, token_hash: hash_token(&token), expires_at: NEVER, identity: None };
        at_once(store.beneath.put_visitor(known)).expect("stored");
        client(token, None);
    }
    let supervisors = (0..cast.supervisors).map(|_| (Role::Supervisor, 1));
    for (place, (role, capacity)) in
        cast.agents.iter().map(|capacity| (Role::Agent, *capacity)).chain(supervisors).enumerate()
    {
        let id = StaffId(Uuid::from_u128(2_000 + place as u128));
        if role == Role::Agent {
            truth.get().capacity(id, capacity);
        }
        let more = u32::from(store.sabotage == Sabotage::ExceedsCapacity);
        let staff = Staff {
            id,
            email: format!("staff-{place}@example.test"),
            name: format!("Staff {place}"),
            role,
            password_hash: String::new(),
            capacity: capacity + more,
            language: if place % 2 == 0 { Language::En } else { Language::Zh },
            active: true,
        };
        let token = format!("staff-{place}");
        let login = Login { token_hash: hash_token(&token), staff: id, expires_at: NEVER };
        at_once(store.beneath.put_staff(staff)).expect("stored");
        at_once(store.beneath.put_login(login)).expect("stored");
        client(token, Some(Desk { is_supervisor: role == Role::Supervisor, ..Desk::default() }));
    }
    clients
}
