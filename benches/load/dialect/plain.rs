//! The wire of the yardsticks and of the peers without one of their own: `join`, `joined`, `say`, `stored`.

use super::{Door, Heard, Mark, Seat, Speech, say, until};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

/// Joins conversations on one side.
pub async fn join(door: &Door, side: &str, conversations: &[u32]) -> anyhow::Result<Seat> {
    let mut socket = door.connect("/ws", |_| Ok(())).await?;
    say(&mut socket, json!({"t": "join", "side": side, "conversations": conversations}).to_string()).await?;
    until(&mut socket, |text| text.contains(r#""joined""#)).await?;
    Ok(Seat { socket, speech: Speech::Plain })
}

pub fn write(mark: &Mark) -> Message {
    let (conversation, number) = (mark.conversation, mark.number);
    Message::text(format!(r#"{{"t":"say","conversation":{conversation},"number":{number},"text":"{}"}}"#, mark.text()))
}

pub fn read(frame: &Message, heard: &mut Vec<Heard>) {
    let Message::Text(text) = frame else { return };
    if let Some(mark) = Mark::find(text) {
        heard.push(Heard::Said(mark));
    } else if let Some((_, number)) = text.split_once(r#""stored","number":"#) {
        heard.extend(number.trim_end_matches('}').parse().ok().map(Heard::Stored));
    }
}
