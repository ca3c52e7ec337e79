//! What must hold once everything has come to rest: nothing waits, nothing is missing, everybody sees the same.

use super::{Broken, Floor, ensure};
use crate::simulation::client::{Client, Phase};
use crate::simulation::server::at_once::at_once;
use crate::simulation::world::World;
use attune::domain::{ConversationId, PhaseName, Standing, Summary};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Holds the rest of a run against its promises.
pub fn audit(world: &World) {
    let open = at_once(world.parts.store.beneath.open_conversations(None, u32::MAX)).expect("the store can be read");
    let mut outcomes = vec![everything_is_scored(world), nobody_waits_in_vain(world, &open), said_once(world)];
    for client in &world.clients {
        outcomes.push(is_at_rest(client));
        outcomes.push(sees_the_log(world, client));
        outcomes.push(has_what_was_acknowledged(world, client));
        outcomes.push(sees_the_inbox(client, &open));
        outcomes.push(sees_the_alerts(client, &open));
    }
    for outcome in outcomes {
        world.truth.get().hold(outcome);
    }
}

/// T3.
fn everything_is_scored(world: &World) -> Result<(), Broken> {
    let truth = world.truth.get();
    let missing = truth.conversations.iter().find(|(_, conversation)| !conversation.unscored.is_empty());
    ensure(missing.is_none(), "T3", || {
        let (conv, conversation) = missing.expect("there is one");
        format!("{conv}: {:?} are neither scored nor marked", conversation.unscored)
    })
}

/// R2, and that no offer lies before somebody for good.
fn nobody_waits_in_vain(world: &World, open: &[Summary]) -> Result<(), Broken> {
    let truth = world.truth.get();
    let waiting = truth.conversations.iter().find(|(_, conversation)| conversation.floor == Floor::Waits);
    let Some((conv, _)) = waiting else { return Ok(()) };
    for (place, capacity) in world.plan.cast.agents.iter().enumerate() {
        let client = &world.clients[world.plan.cast.tabs.len() + place];
        let Some(desk) = client.desk.as_ref().filter(|desk| desk.available && client.phase == Phase::Online) else {
            continue;
        };
        let load = open.iter().filter(|line| line.agent.is_some_and(|agent| agent.to_string() == desk.me)).count();
        let capacity = *capacity as usize;
        ensure(load >= capacity, "R2", || format!("{conv} waits while {} holds {load} of {capacity}", desk.me))?;
    }
    Ok(())
}

/// Nobody's message is doubled, and none is invented.
fn said_once(world: &World) -> Result<(), Broken> {
    let truth = world.truth.get();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for text in truth.said() {
        let tag = text.split(' ').next().unwrap_or_default();
        *seen.entry(tag).or_default() += 1;
    }
    let doubled = seen.iter().find(|(_, count)| **count > 1);
    ensure(doubled.is_none(), "D2", || format!("{doubled:?} stands more than once"))
}

/// Everything that was asked was answered, and the connection stands.
fn is_at_rest(client: &Client) -> Result<(), Broken> {
    let index = client.index;
    ensure(client.phase == Phase::Online, "rest", || format!("client {index} is {:?}", client.phase))?;
    ensure(client.requests.is_empty(), "rest", || format!("client {index} has no answer to {:?}", client.requests[0]))?;
    ensure(client.unsaid.is_empty(), "rest", || format!("client {index} could not say {:?}", client.unsaid))
}

/// D1: what is on the screen is the log, whole and in order.
fn sees_the_log(world: &World, client: &Client) -> Result<(), Broken> {
    let truth = world.truth.get();
    for (conv, shown) in &client.view.conversations {
        let followed = client.desk.as_ref().map_or(&client.followed, |desk| &desk.following);
        if !followed.contains(conv) {
            continue;
        }
        let frames = truth.frames(Uuid::parse_str(conv).expect("a UUID"), client.desk.is_some());
        ensure(shown.items == frames, "D1", || {
            format!("client {} shows {} of {} frames of {conv}", client.index, shown.items.len(), frames.len())
        })?;
    }
    Ok(())
}

/// D2.
fn has_what_was_acknowledged(world: &World, client: &Client) -> Result<(), Broken> {
    let truth = world.truth.get();
    for ((conv, id), seq) in &client.acknowledged {
        let place = (Uuid::parse_str(conv).expect("a UUID"), Uuid::parse_str(id).expect("a UUID"));
        truth.acknowledged(place, *seq, client.desk.is_some())?;
        let stored = at_once(world.parts.store.beneath.log(ConversationId(place.0))).expect("the store can be read");
        let is_there = stored.iter().any(|logged| logged.event.message_id().is_some_and(|known| known.0 == place.1));
        ensure(is_there, "D2", || format!("{id} is acknowledged and not stored"))?;
    }
    Ok(())
}

/// The inbox is the list of open conversations, each line the latest.
fn sees_the_inbox(client: &Client, open: &[Summary]) -> Result<(), Broken> {
    let Some(desk) = &client.desk else { return Ok(()) };
    let is_open = |line: &&Value| line["phase"] != "closed";
    let shown: BTreeMap<&str, u64> = desk
        .lines
        .values()
        .filter(is_open)
        .map(|line| (text(line, "conv"), line["last_seq"].as_u64().unwrap_or(0)))
        .collect();
    let known: Vec<(String, u64)> = open.iter().map(|line| (line.conv.to_string(), line.last_seq.0)).collect();
    let stored: BTreeMap<&str, u64> = known.iter().map(|(conv, seq)| (conv.as_str(), *seq)).collect();
    ensure(shown == stored, "inbox", || format!("client {} shows {shown:?} of {stored:?}", client.index))
}

/// The board has every alert that is not over, and no other.
fn sees_the_alerts(client: &Client, open: &[Summary]) -> Result<(), Broken> {
    let Some(desk) = client.desk.as_ref().filter(|desk| desk.is_supervisor) else { return Ok(()) };
    let is_going_on = |(_, (_, frame)): &(&String, &(u64, Value))| frame["alert"]["closed"].is_null();
    let shown: Vec<&str> = desk.alerts.iter().filter(is_going_on).map(|(id, _)| id.as_str()).collect();
    let alerts = open.iter().filter(|line| line.phase != PhaseName::Closed).flat_map(|line| &line.alerts);
    let mut stored: Vec<String> =
        alerts.filter(|alert| alert.standing() != Standing::Closed).map(|alert| alert.id.to_string()).collect();
    stored.sort();
    ensure(shown == stored, "board", || format!("client {} shows {shown:?} of {stored:?}", client.index))
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}
