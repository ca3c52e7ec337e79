//! The yardsticks: the least that a relay on the same libraries does. Checks nobody, keeps no history, knows no bot.
//! `ack` acknowledges and delivers at once; `durable` after a commit that takes whatever has queued (at most 64 rows).

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::routing::get;
use dashmap::DashMap;
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use std::sync::Arc;
use std::sync::mpsc as thread_mpsc;
use tokio::sync::mpsc;

/// When a message is acknowledged and delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Promise {
    Ack,
    Durable,
}

/// What waits for a socket. Bounded as a real one's would be: a full one loses, and the audit says so.
type Out = mpsc::Sender<Utf8Bytes>;
const QUEUE: usize = 4_096;
const GROUP: usize = 64;

#[derive(Clone)]
struct Relay {
    agents: Arc<DashMap<u32, Out>>,
    log: Option<thread_mpsc::Sender<Row>>,
}

/// A message on its way through the log.
struct Row {
    conversation: u32,
    number: u64,
    text: Utf8Bytes,
    agent: Option<Out>,
    writer: Out,
}

impl Row {
    fn release(self) {
        if let Some(agent) = self.agent {
            let _ = agent.try_send(self.text);
        }
        let _ = self.writer.try_send(format!(r#"{{"t":"stored","number":{}}}"#, self.number).into());
    }
}

#[derive(Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
enum Frame {
    Join { side: String, conversations: Vec<u32> },
    Say { conversation: u32, number: u64 },
}

/// Serves until it is killed, on the port that the environment names.
pub async fn serve(promise: Promise) -> anyhow::Result<()> {
    let log = match promise {
        Promise::Ack => None,
        Promise::Durable => Some(log(&std::env::var("DATABASE")?)?),
    };
    let relay = Relay { agents: Arc::default(), log };
    let router = Router::new().route("/ws", get(upgrade)).with_state(relay);
    let socket = tokio::net::TcpSocket::new_v4()?;
    socket.bind(format!("127.0.0.1:{}", std::env::var("PORT")?).parse()?)?;
    axum::serve(socket.listen(4_096)?, router).await?;
    Ok(())
}

async fn upgrade(socket: WebSocketUpgrade, State(relay): State<Relay>) -> axum::response::Response {
    // The default would take 128 KiB for each socket.
    socket.read_buffer_size(4_096).on_upgrade(move |socket| talk(socket, relay))
}

async fn talk(socket: WebSocket, relay: Relay) {
    let (mut write, mut read) = socket.split();
    let (out, mut queued) = mpsc::channel::<Utf8Bytes>(QUEUE);
    let writing = tokio::spawn(async move {
        while let Some(text) = queued.recv().await {
            if write.send(Message::Text(text)).await.is_err() {
                return;
            }
        }
    });
    while let Some(Ok(message)) = read.next().await {
        let Message::Text(text) = message else { continue };
        match serde_json::from_str(&text) {
            Ok(Frame::Join { side, conversations }) => {
                if side == "agent" {
                    for one in conversations {
                        relay.agents.insert(one, out.clone());
                    }
                }
                let _ = out.try_send(r#"{"t":"joined"}"#.into());
            }
            Ok(Frame::Say { conversation, number }) => {
                let agent = relay.agents.get(&conversation).map(|out| out.clone());
                let row = Row { conversation, number, text, agent, writer: out.clone() };
                match &relay.log {
                    Some(log) => drop(log.send(row)),
                    None => row.release(),
                }
            }
            Err(_) => break,
        }
    }
    drop(out);
    writing.abort();
}

/// The thread that commits: what has queued while the last commit ran.
fn log(path: &str) -> anyhow::Result<thread_mpsc::Sender<Row>> {
    let mut db = rusqlite::Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE said (conversation INTEGER, number INTEGER, text TEXT, UNIQUE (conversation, number));",
    )?;
    let (send, receive) = thread_mpsc::channel::<Row>();
    std::thread::spawn(move || {
        while let Ok(first) = receive.recv() {
            let rows: Vec<Row> = std::iter::once(first).chain(receive.try_iter()).take(GROUP).collect();
            if let Err(error) = commit(&mut db, &rows) {
                eprintln!("the log failed: {error}");
                return;
            }
            rows.into_iter().for_each(Row::release);
        }
    });
    Ok(send)
}

fn commit(db: &mut rusqlite::Connection, rows: &[Row]) -> rusqlite::Result<()> {
    let transaction = db.transaction()?;
    {
        let mut insert = transaction.prepare_cached("INSERT INTO said VALUES (?, ?, ?)")?;
        for row in rows {
            insert.execute((row.conversation, row.number.cast_signed(), row.text.as_str()))?;
        }
    }
    transaction.commit()
}
