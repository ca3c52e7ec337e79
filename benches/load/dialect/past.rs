//! Our own wire for those with a past: visitors whom the database knows, sessions that go on, pages of a log.

use super::attune::{Speech, enter};
use super::{Door, Seat, Socket, say, until};
use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// A visitor of a conversation that stands in the database, by their token.
pub async fn visitor(door: &Door, conversation: u32, token: String) -> anyhow::Result<Seat> {
    let (socket, welcome) = enter(door, json!({"t": "hello", "token": token})).await?;
    let name = welcome["conv"]["conv"].as_str().context("the visitor has no conversation")?.to_owned();
    let session = welcome["session"].as_str().context("no session in the welcome")?.to_owned();
    door.names.borrow_mut().insert(conversation, name.clone());
    door.numbers.borrow_mut().insert(name.clone(), conversation);
    Ok(Seat { socket, speech: super::Speech::Attune(Speech::Visitor { name, token, session, had: 0 }) })
}

/// What a client remembers when its socket is cut.
pub struct Kept {
    pub conversation: String,
    pub token: String,
    pub session: String,
    /// Public events that it has: so many sequenced frames came in its session.
    pub had: u64,
}

/// Someone who came back, with the places of what they had missed.
pub struct Back {
    pub socket: Socket,
    /// Whether the session went on; else the places came as a page of history.
    pub resumed: bool,
    pub places: Vec<u64>,
}

/// Comes back after a cut and has everything up to this place.
pub async fn come_back(door: &Door, kept: &Kept, head: u64) -> anyhow::Result<Back> {
    let resume = json!({"session": kept.session, "received": kept.had});
    let (mut socket, welcome) = enter(door, json!({"t": "hello", "token": kept.token, "resume": resume})).await?;
    let resumed = welcome["resumed"] == true;
    if !resumed {
        let page = page(&mut socket, &kept.conversation, Place::After(kept.had), 200).await?;
        return Ok(Back { socket, resumed, places: page.places });
    }
    let mut places = Vec::new();
    while places.last().is_none_or(|last| *last < head) {
        let sequenced = |text: &str| text.starts_with(r#"{"t":"msg""#) || text.starts_with(r#"{"t":"state""#);
        places.push(place(&serde_json::from_str(&until(&mut socket, sequenced).await?)?)?);
    }
    Ok(Back { socket, resumed, places })
}

/// Where a page of a log lies.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    Newest,
    Before(u64),
    After(u64),
}

/// A page of a log.
pub struct Page {
    /// From asking until the whole answer was here.
    pub took: Duration,
    pub bytes: usize,
    pub places: Vec<u64>,
    pub more: bool,
    pub head: u64,
}

/// Asks for a page.
pub async fn page(socket: &mut Socket, conversation: &str, at: Place, limit: u16) -> anyhow::Result<Page> {
    let id = Uuid::now_v7().to_string();
    let mut request = json!({"t": "history", "id": id, "conv": conversation, "limit": limit});
    match at {
        Place::Newest => {}
        Place::Before(place) => request["before"] = json!(place),
        Place::After(place) => request["after"] = json!(place),
    }
    let (request, asked) = (request.to_string(), Instant::now());
    say(socket, request).await?;
    let text = until(socket, |text| text.contains(&id)).await?;
    let took = asked.elapsed();
    let answer: Value = serde_json::from_str(&text)?;
    ensure!(answer["t"] == "history", "no page: {answer}");
    let items = answer["items"].as_array().context("no items")?;
    let places = items.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    if places.windows(2).any(|two| two[1] != two[0] + 1) {
        bail!("a page with gaps: {places:?}");
    }
    let head = answer["head"].as_u64().context("no head")?;
    Ok(Page { took, bytes: text.len(), places, more: answer["more"] == true, head })
}

/// The place that a frame names.
pub fn place_of(text: &str) -> anyhow::Result<u64> {
    place(&serde_json::from_str(text)?)
}

fn place(frame: &Value) -> anyhow::Result<u64> {
    frame["seq"].as_u64().with_context(|| format!("no place: {frame}"))
}
