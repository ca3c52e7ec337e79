//! Engine.IO 4 and Socket.IO 5 over a WebSocket: `42` is an event, `42ID` one that wants an answer, `43ID` the answer.

use super::{Door, Heard, Mark, Seat, Speech, say, until};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

/// Joins conversations on one side.
pub async fn join(door: &Door, side: &str, conversations: &[u32]) -> anyhow::Result<Seat> {
    let mut socket = door.connect("/socket.io/?EIO=4&transport=websocket", |_| Ok(())).await?;
    until(&mut socket, |text| text.starts_with('0')).await?;
    say(&mut socket, "40".to_owned()).await?;
    until(&mut socket, |text| text.starts_with("40")).await?;
    say(&mut socket, format!("420{}", json!(["join", {"side": side, "conversations": conversations}]))).await?;
    until(&mut socket, |text| text.starts_with("430")).await?;
    Ok(Seat { socket, speech: Speech::SocketIo })
}

/// The event's answer carries its number plus one: zero was the join's.
pub fn write(mark: &Mark) -> Message {
    let event = json!(["say", {"conversation": mark.conversation, "text": mark.text()}]);
    Message::text(format!("42{}{event}", mark.number + 1))
}

pub fn read(frame: &Message, heard: &mut Vec<Heard>) {
    let Message::Text(text) = frame else { return };
    if text.as_str() == "2" {
        heard.push(Heard::Answer(Message::text("3")));
    } else if let Some(rest) = text.strip_prefix("43") {
        let digits = rest.find('[').map_or(rest, |end| &rest[..end]);
        heard.extend(digits.parse::<u64>().ok().and_then(|id| id.checked_sub(1)).map(Heard::Stored));
    } else if text.starts_with("42") {
        heard.extend(Mark::find(text).map(Heard::Said));
    }
}
