//! Our own wire, as docs/protocol.md has it.

use super::{Door, Heard, Mark, Seat, Snapshot, Socket, say, until};
use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

/// Until as many requests are allowed at once as ever are.
const FULL_BURST: Duration = Duration::from_secs(2);
/// What a screen shows at once, in lines.
const SCREEN: u32 = 50;

/// A connected socket.
pub enum Speech {
    /// Writes into the conversation of this name; the rest is what one comes back with, and the place of the latest event
    /// that it has: so many sequenced frames came, since its session began with the conversation.
    Visitor { name: String, token: String, session: String, had: u64 },
    /// Reads; by conversation and place in it, what was said and is not scored yet.
    Staff { numbers: Rc<RefCell<HashMap<String, u32>>>, unscored: HashMap<(u32, u64), Mark> },
}

impl Speech {
    pub fn write(&self, mark: &Mark) -> Message {
        let Self::Visitor { name, .. } = self else { unreachable!("staff only read") };
        // The id says the number, so that the acknowledgement does.
        let (high, low) = ((mark.sent >> 16) & 0xffff_ffff, mark.sent & 0xffff);
        let id = format!("{high:08x}-{low:04x}-7000-8000-{:012x}", mark.number);
        Message::text(format!(r#"{{"t":"msg","id":"{id}","conv":"{name}","text":"{}"}}"#, mark.text()))
    }

    /// What a client says of itself every now and then: that it is there, and what it has.
    pub fn beat(&self) -> Option<Message> {
        let Self::Visitor { had, .. } = self else { return None };
        Some(Message::text(format!(r#"{{"t":"ping","received":{had}}}"#)))
    }

    pub fn read(&mut self, frame: &Message, heard: &mut Vec<Heard>) {
        let Message::Text(text) = frame else { return };
        let text = text.as_str();
        match self {
            Self::Visitor { .. } if text.starts_with(r#"{"t":"ack""#) => {
                heard.extend(number_of(text).map(Heard::Stored));
            }
            Self::Visitor { .. } if text.starts_with(r#"{"t":"nack""#) => {
                let full = text.contains(r#""storage_unavailable""#).then(|| whole(text, r#""retry_ms":"#)).flatten();
                heard.push(full.map_or_else(
                    || Heard::Refused(text.to_owned()),
                    |pause| Heard::Later(Duration::from_millis(pause)),
                ));
            }
            Self::Visitor { had, .. } => *had = whole(text, r#""seq":"#).unwrap_or(*had),
            Self::Staff { numbers, unscored } => {
                if text.contains(r#""kind":"said""#) {
                    if let Some(mark) = Mark::find(text) {
                        if let Some(place) = whole(text, r#""seq":"#) {
                            unscored.insert((mark.conversation, place), mark);
                        }
                        heard.push(Heard::Said(mark));
                    }
                } else if text.contains(r#""kind":"scored""#) {
                    let number = part(text, r#""conv":""#).and_then(|name| numbers.borrow().get(name).copied());
                    let found = number.zip(whole(text, r#""message":"#)).and_then(|place| unscored.remove(&place));
                    heard.extend(found.filter(|_| text.contains(r#""outcome":"scored""#)).map(Heard::Scored));
                }
            }
        }
    }
}

/// The number that an acknowledged id carries in its last twelve digits.
fn number_of(text: &str) -> Option<u64> {
    let id = part(text, r#""id":""#)?;
    u64::from_str_radix(id.rsplit_once('-')?.1, 16).ok()
}

fn part<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(key)?;
    rest.split_once('"').map(|(value, _)| value)
}

fn whole(text: &str, key: &str) -> Option<u64> {
    let (_, rest) = text.split_once(key)?;
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// Opens a socket, says hello, and returns it with the welcome.
pub async fn enter(door: &Door, hello: Value) -> anyhow::Result<(Socket, Value)> {
    let origin = format!("http://{}", door.address);
    let mut socket = door
        .connect("/ws", |request| {
            request.headers_mut().insert("Origin", origin.parse()?);
            request.headers_mut().insert("Sec-WebSocket-Protocol", "attune.v1.json".parse()?);
            Ok(())
        })
        .await?;
    say(&mut socket, hello.to_string()).await?;
    let answer =
        until(&mut socket, |text| text.starts_with(r#"{"t":"welcome""#) || text.starts_with(r#"{"t":"bye""#)).await?;
    let answer: Value = serde_json::from_str(&answer)?;
    if answer["t"] == "bye" {
        bail!("not let in: {answer}");
    }
    Ok((socket, answer))
}

/// A visitor's token.
async fn token(door: &Door) -> anyhow::Result<String> {
    let session = post(door, "/v1/sites/demo/session", json!({})).await?;
    Ok(session["token"].as_str().context("no token")?.to_owned())
}

/// A visitor whose conversation waits for a person: the bot is silent then, and the staff here read.
pub async fn visitor(door: &Door, conversation: u32) -> anyhow::Result<Seat> {
    let token = token(door).await?;
    let (mut socket, welcome) = enter(door, json!({"t": "hello", "token": token})).await?;
    let opened = ask(&mut socket, json!({"t": "open"})).await?;
    let name = opened["conv"].as_str().context("no conversation in the acknowledgement")?.to_owned();
    ask(&mut socket, json!({"t": "human", "conv": name})).await?;
    door.names.borrow_mut().insert(conversation, name.clone());
    door.numbers.borrow_mut().insert(name.clone(), conversation);
    let session = welcome["session"].as_str().context("no session in the welcome")?.to_owned();
    Ok(Seat { socket, speech: super::Speech::Attune(Speech::Visitor { name, token, session, had: 0 }) })
}

/// The same visitor after a cut. Nothing was missed that they count: the session goes on where it was.
pub async fn come_back(door: &Door, name: String, token: String, session: String) -> anyhow::Result<Seat> {
    let hello = json!({"t": "hello", "token": token, "resume": {"session": session, "received": 0}});
    let (socket, welcome) = enter(door, hello).await?;
    if welcome["resumed"] != true {
        bail!("not resumed: {welcome}");
    }
    Ok(Seat { socket, speech: super::Speech::Attune(Speech::Visitor { name, token, session, had: 0 }) })
}

/// A supervisor's socket that follows these conversations.
pub async fn agent(door: &Door, conversations: &[u32]) -> anyhow::Result<Seat> {
    let mut socket = staff(door).await?;
    for conversation in conversations {
        let name = door.names.borrow().get(conversation).cloned().context("visitors come first")?;
        ask(&mut socket, json!({"t": "sub", "topic": "conv", "conv": name})).await?;
    }
    let speech = Speech::Staff { numbers: Rc::clone(&door.numbers), unscored: HashMap::new() };
    Ok(Seat { socket, speech: super::Speech::Attune(speech) })
}

/// A socket that follows the inbox and these conversations.
pub async fn holder(door: &Door, names: &[String]) -> anyhow::Result<Socket> {
    let mut socket = staff(door).await?;
    ask(&mut socket, json!({"t": "sub", "topic": "inbox"})).await?;
    for name in names {
        ask(&mut socket, json!({"t": "sub", "topic": "conv", "conv": name})).await?;
    }
    Ok(socket)
}

/// A supervisor's socket on the inbox, and how the snapshot came.
pub async fn watcher(door: &Door) -> anyhow::Result<(Seat, Snapshot)> {
    let mut socket = staff(door).await?;
    let id = Uuid::now_v7();
    let asked = Instant::now();
    say(&mut socket, json!({"t": "sub", "id": id, "topic": "inbox"}).to_string()).await?;
    let (mut frames, mut bytes, mut first_page) = (0, 0, None);
    until(&mut socket, |text| {
        (frames, bytes) = (frames + 1, bytes + text.len());
        let is_over = text.starts_with(r#"{"t":"ack""#);
        if frames == SCREEN || is_over {
            first_page.get_or_insert_with(|| asked.elapsed());
        }
        is_over
    })
    .await?;
    let whole = asked.elapsed();
    let snapshot = Snapshot { first_page: first_page.unwrap_or(whole), whole, bytes };
    let speech = Speech::Staff { numbers: Rc::clone(&door.numbers), unscored: HashMap::new() };
    Ok((Seat { socket, speech: super::Speech::Attune(speech) }, snapshot))
}

pub async fn staff(door: &Door) -> anyhow::Result<Socket> {
    let _turn = door.tickets.acquire().await?;
    let ticket = post(door, "/v1/ticket", json!({})).await?;
    Ok(enter(door, json!({"t": "hello", "ticket": ticket["ticket"]})).await?.0)
}

/// Logs somebody of the demo's staff in; the cookie stays with the door's client.
pub async fn login(door: &Door, email: &str) -> anyhow::Result<()> {
    post(door, "/v1/login", json!({"email": email, "password": "demo"})).await.map(drop)
}

async fn post(door: &Door, path: &str, body: Value) -> anyhow::Result<Value> {
    let origin = format!("http://{}", door.address);
    let answer = door
        .web
        .post(format!("{origin}{path}"))
        .header("Origin", &origin)
        .json(&body)
        .send()
        .await?
        .error_for_status()?;
    Ok(serde_json::from_slice(&answer.bytes().await?).unwrap_or(Value::Null))
}

/// Sends a request until it is acknowledged; when told to slow down, it does.
async fn ask(socket: &mut Socket, request: Value) -> anyhow::Result<Value> {
    loop {
        let answer = ask_once(socket, request.clone()).await?;
        match answer["retry_ms"].as_u64() {
            // Whoever comes back for one at a time is refused so often that they are shown out.
            Some(_) if answer["t"] == "nack" => tokio::time::sleep(FULL_BURST).await,
            _ if answer["t"] == "nack" => bail!("refused: {request} {answer}"),
            _ => return Ok(answer),
        }
    }
}

async fn ask_once(socket: &mut Socket, mut request: Value) -> anyhow::Result<Value> {
    let id = Uuid::now_v7().to_string();
    request["id"] = json!(id);
    say(socket, request.to_string()).await?;
    let answer = until(socket, |text| {
        (text.starts_with(r#"{"t":"ack""#) || text.starts_with(r#"{"t":"nack""#)) && text.contains(&id)
    })
    .await?;
    Ok(serde_json::from_str(&answer)?)
}
