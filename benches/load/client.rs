//! The server under test as a process, and clients that speak the wire.

use anyhow::{Context, anyhow, ensure};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The real binary with the demo's workspace in a folder of its own.
pub struct Server {
    child: Child,
    origin: String,
    _folder: tempfile::TempDir,
}

impl Server {
    pub async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut child = Command::new(env!("CARGO_BIN_EXE_attune"))
            .args(["demo", "--port", "0", "--data"])
            .arg(folder.path())
            .env("ATTUNE__LOG__FILTER", "warn")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some((_, rest)) = line.split_once("http://") {
                let host = rest.split(['/', ' ']).next().unwrap_or_default();
                let origin = format!("http://{host}");
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { child, origin, _folder: folder });
            }
        }
        Err(anyhow!("the server ended before it printed an address"))
    }

    pub async fn scoring(&self) -> anyhow::Result<String> {
        let ready: Value = reqwest::get(format!("{}/readyz", self.origin)).await?.json().await?;
        Ok(ready["scoring"].to_string())
    }

    pub fn resident_bytes(&self) -> anyhow::Result<u64> {
        let pid = self.child.id().context("the server is gone")?;
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        let line = status.lines().find(|l| l.starts_with("VmRSS:")).context("no VmRSS")?;
        let kilobytes: u64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
        Ok(kilobytes * 1024)
    }

    pub async fn stop(&mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        Ok(())
    }

    async fn socket(&self, hello: Value) -> anyhow::Result<(Socket, Value)> {
        let mut request = format!("{}/ws", self.origin.replace("http", "ws")).into_client_request()?;
        request.headers_mut().insert("Origin", self.origin.parse()?);
        request.headers_mut().insert("Sec-WebSocket-Protocol", "attune.v1.json".parse()?);
        let (mut socket, _) = connect_async(request).await?;
        socket.send(Message::text(hello.to_string())).await?;
        let welcome = until(&mut socket, |frame| frame["t"] == "welcome").await?;
        Ok((socket, welcome))
    }
}

/// A visitor in a conversation of their own.
pub struct Visitor {
    socket: Socket,
    pub conv: String,
}

impl Visitor {
    pub async fn connect(server: &Server) -> anyhow::Result<Self> {
        let mut socket = Self::connect_silent(server).await?;
        let id = uuid::Uuid::now_v7().to_string();
        socket.send(Message::text(json!({"t": "open", "id": id}).to_string())).await?;
        let ack = until(&mut socket, |frame| frame["id"] == id.as_str()).await?;
        let conv = ack["conv"].as_str().context("no conversation in the acknowledgement")?.to_owned();
        Ok(Self { socket, conv })
    }

    /// A socket that said hello and nothing else.
    pub async fn connect_silent(server: &Server) -> anyhow::Result<Socket> {
        let session: Value = reqwest::Client::new()
            .post(format!("{}/v1/sites/demo/session", server.origin))
            .header("Origin", &server.origin)
            .json(&json!({}))
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        Ok(server.socket(json!({"t": "hello", "token": session["token"]})).await?.0)
    }

    /// Says something and waits for the acknowledgement; returns the message's id.
    pub async fn say(&mut self, text: &str) -> anyhow::Result<String> {
        let id = uuid::Uuid::now_v7().to_string();
        let frame = json!({"t": "msg", "id": id, "conv": self.conv, "text": text});
        self.socket.send(Message::text(frame.to_string())).await?;
        let answer = until(&mut self.socket, |frame| {
            frame["id"] == id.as_str() && (frame["t"] == "ack" || frame["t"] == "nack")
        })
        .await?;
        ensure!(answer["t"] == "ack", "refused: {answer}");
        Ok(id)
    }
}

/// A supervisor who follows conversations.
pub struct Staff {
    socket: Socket,
}

/// When each message and its score arrived on the staff's screen, by message id.
#[derive(Default)]
pub struct Seen {
    pub delivered: HashMap<String, Instant>,
    pub scored: HashMap<String, Instant>,
}

impl Staff {
    pub async fn connect(server: &Server, email: &str) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().cookie_store(true).build()?;
        let post = |path: &str, body: Value| {
            client.post(format!("{}{path}", server.origin)).header("Origin", &server.origin).json(&body).send()
        };
        post("/v1/login", json!({"email": email, "password": "demo"})).await?.error_for_status()?;
        let ticket: Value = post("/v1/ticket", json!({})).await?.error_for_status()?.json().await?;
        let (socket, _) = server.socket(json!({"t": "hello", "ticket": ticket["ticket"]})).await?;
        Ok(Self { socket })
    }

    pub async fn follow(&mut self, conv: &str) -> anyhow::Result<()> {
        let id = uuid::Uuid::now_v7().to_string();
        let frame = json!({"t": "sub", "id": id, "topic": "conv", "conv": conv});
        self.socket.send(Message::text(frame.to_string())).await?;
        until(&mut self.socket, |frame| frame["id"] == id.as_str()).await.map(|_| ())
    }

    /// Notes arrivals until `messages` visitor messages were delivered and scored (or marked).
    pub async fn watch(mut self, messages: usize) -> anyhow::Result<Seen> {
        let (mut seen, mut place, mut marked) = (Seen::default(), HashMap::new(), 0);
        while seen.delivered.len() < messages || seen.scored.len() + marked < messages {
            let frame = until(&mut self.socket, |frame| frame["t"] == "event").await?;
            let at = Instant::now();
            let key = |seq: &Value| (frame["conv"].to_string(), seq.to_string());
            match frame["event"]["kind"].as_str() {
                Some("said") if frame["by"]["who"] == "visitor" => {
                    let id = frame["event"]["id"].as_str().unwrap_or_default().to_owned();
                    place.insert(key(&frame["seq"]), id.clone());
                    seen.delivered.insert(id, at);
                }
                Some("scored") if frame["event"]["scoring"]["outcome"] == "scored" => {
                    if let Some(id) = place.get(&key(&frame["event"]["message"])) {
                        seen.scored.insert(id.clone(), at);
                    }
                }
                Some("scored") => marked += 1,
                _ => {}
            }
        }
        Ok(seen)
    }
}

/// The next frame that fits; pings of the server are answered by the library.
async fn until(socket: &mut Socket, fits: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
    let wait = async {
        while let Some(message) = socket.next().await {
            if let Message::Text(text) = message? {
                let frame: Value = serde_json::from_str(&text)?;
                if fits(&frame) {
                    return Ok(frame);
                }
            }
        }
        Err(anyhow!("the socket was closed"))
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.context("no answer in 30 s")?
}
